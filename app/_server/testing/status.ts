import { randomUUID } from 'node:crypto';
import type { ProbeOutcome } from '#domain/probe.ts';
import type { Impact } from '#domain/status.ts';
import { db, transaction } from '../db.ts';
import { settle } from '../status/settle.ts';

/** For tests: a new environment on the first contract, with services; its id. */
export async function newEnvironment(services: readonly string[] = []): Promise<string> {
  const id = randomUUID();
  const { id: contractId } = await db().contract.findFirstOrThrow({ orderBy: { reference: 'asc' } });
  const slug = `test-${id.slice(0, 8)}`;
  await db().environment.create({ data: { id, contractId, slug, name: slug, kind: 'STAGE', region: 'eu' } });
  const size = { cpu: 1024, memory: 2048, min: 1, desired: 1, max: 2 };
  const sizes = { shape: 'tasks', baseline: size, current: size, ceiling: size } as const;
  for (const name of services)
    await db().service.create({ data: { id: randomUUID(), environmentId: id, name, ...sizes } });
  return id;
}

/** For tests: a new endpoint that was never probed, of a service or the environment; its id. */
export async function newEndpoint(environmentId: string, name: string, service: string | null = null): Promise<number> {
  const of = service && (await db().service.findFirstOrThrow({ where: { environmentId, name: service } }));
  const data = { environmentId, serviceId: of ? of.id : null, name, kind: 'TCP', target: 'shop.example:443' } as const;
  const { id } = await db().endpoint.create({ data: { ...data, state: { create: { environmentId } } } });
  return id;
}

/** For tests: a probe's reading at an instant (UTC ms), good for so long, settled at once. */
export async function probed(
  endpointId: number,
  { at, outcome, lasts = 130_000 }: { at: number; outcome: ProbeOutcome; lasts?: number },
): Promise<void> {
  const { environmentId } = await db().probeState.findUniqueOrThrow({ where: { endpointId } });
  const reading = { outcome, since: new Date(at), at: new Date(at), staleAt: new Date(at + lasts), ms: 40 };
  await transaction((tx) =>
    settle(tx, environmentId, at, async () => {
      await tx.probeState.update({ where: { endpointId }, data: reading });
    }),
  );
}

type NewNotice = {
  kind: 'INCIDENT' | 'MAINTENANCE';
  /** UTC ms, like the rest; null = a draft */
  publishedAt: number | null;
  startsAt: number;
  endsAt?: number;
  impact?: Impact;
  service?: string;
};

/** For tests: a notice on an environment, or one service of it, settled when it is published; its id. */
export async function newNotice(environmentId: string, notice: NewNotice): Promise<string> {
  const { kind, publishedAt, startsAt, endsAt, impact = 'MAJOR_OUTAGE', service = null } = notice;
  const id = randomUUID();
  const { contractId, slug, name } = await db().environment.findUniqueOrThrow({ where: { id: environmentId } });
  const author = await db().person.findFirstOrThrow({ orderBy: { email: 'asc' } });
  const scope = { create: { number: 1, contractId, environmentId, slug, name, service } };
  const state = kind === 'MAINTENANCE' ? 'PLANNED' : endsAt === undefined ? 'INVESTIGATING' : 'RESOLVED';
  const times = {
    startsAt: new Date(startsAt),
    endsAt: endsAt === undefined ? null : new Date(endsAt),
    publishedAt: publishedAt === null ? null : new Date(publishedAt),
  };
  await transaction((tx) =>
    settle(tx, environmentId, publishedAt ?? startsAt, async () => {
      await tx.notice.create({
        data: {
          id,
          kind,
          title: kind.toLowerCase(),
          state,
          impact,
          worst: impact,
          createdById: author.id,
          ...times,
          scope,
        },
      });
    }),
  );
  return id;
}

/** For tests: the spans of an environment as text, `LEVEL/UNDERLYING from-to` in seconds after an instant (UTC ms); the underlying level where it differs. */
export async function spansOf(environmentId: string, zero: number): Promise<string[]> {
  const spans = await db().levelSpan.findMany({ where: { environmentId }, orderBy: { from: 'asc' } });
  const seconds = (at: Date | null) => (at === null ? '' : String((at.getTime() - zero) / 1000));
  return spans.map(({ level, underlying, from, to }) => {
    const told = level === underlying ? level : `${level}/${underlying}`;
    return `${told} ${seconds(from)}-${seconds(to)}`;
  });
}

/** For tests: the level of an environment and since when, in seconds after an instant (UTC ms). */
export async function levelOf(environmentId: string, zero: number): Promise<string> {
  const { level, since } = await db().environmentStatus.findUniqueOrThrow({ where: { environmentId } });
  return `${level} since ${(since.getTime() - zero) / 1000}`;
}

/** For tests without the demo: an organisation with a contract, and a person who publishes; the contract's id. */
export async function newContract(reference: string, { publicStatus = false } = {}): Promise<string> {
  const [id, organisationId, personId] = [randomUUID(), randomUUID(), randomUUID()];
  const organisation = { id: organisationId, name: `Shop of ${reference}`, kind: 'CUSTOMER', timeZone: 'UTC' } as const;
  await db().organisation.create({ data: organisation });
  await db().person.create({
    data: { id: personId, email: `${reference.toLowerCase()}@headroom.example`, name: 'Max' },
  });
  const term = { termStart: new Date('2026-01-01'), termEnd: new Date('2030-01-01') };
  const owner = { productOwnerName: 'Jana', productOwnerEmail: 'jana@shop.example' };
  const data = {
    id,
    reference,
    organisationId,
    timeZone: 'UTC',
    holidayRegion: 'DE-HE',
    publicStatus,
    ...term,
    ...owner,
  };
  await db().contract.create({ data });
  return id;
}
