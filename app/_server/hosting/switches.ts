import { fieldError } from '#domain/field-error.ts';
import type { ProviderName } from '#domain/hosting.ts';
import type { Standing } from '#domain/policy.ts';
import type { Json } from '#domain/record.ts';
import { refusal } from '#domain/refusal.ts';
import type { Fault } from '#domain/transition.ts';
import type { Actor } from '../access/standing.ts';
import { type Tx, transaction } from '../db.ts';
import { environment } from '../env.ts';
import { done, NOT_FOUND, type Outcome, refused } from '../outcome.ts';
import { record } from '../record/append.ts';
import { defaultProvider } from './default-provider.ts';
import { hostingStanding } from './gate.ts';

/** An environment with who carries out its upscales; provider null = the installation's default. */
type Hosted = {
  id: string;
  contractId: string;
  slug: string;
  provider: ProviderName | null;
  services: { id: string; name: string; fault: Fault | null }[];
};
/** Who switches what where; `at` in UTC ms. */
type Deed = { actor: Actor; slug: string; what: string; at: number };
/** Writes the entry of a switch. */
type Write = (before: Json, after: Json) => Promise<void>;

/** Switches a fault of the simulation on for a service, or off (null); '*' stands for every service. `at` in UTC ms. */
export function setFault(
  actor: Actor,
  wanted: { environment: string; service: string; fault: Fault | null },
  at: number = Date.now(),
): Promise<Outcome<null>> {
  const { service, fault } = wanted;
  return onEnvironment({ actor, slug: wanted.environment, what: 'hosting.fault', at }, async (tx, hosted, write) => {
    const services = hosted.services.filter(({ name }) => service === '*' || name === service);
    if (services.length === 0) {
      const choices = hosted.services.map(({ name }) => name).join(', ');
      return { kind: 'invalid', errors: [fieldError('service', 'unknownService', { choices })] };
    }
    const provider = hosted.provider ?? defaultProvider();
    if (fault && provider !== 'simulated')
      return refused([refusal('notSimulated', { environment: hosted.slug, provider })]);
    const changed = services.filter((each) => each.fault !== fault);
    if (changed.length === 0) return done(null);
    await writeFault(
      tx,
      changed.map(({ id }) => id),
      fault,
    );
    await write(faultsOf(changed), faultsOf(changed.map((each) => ({ ...each, fault }))));
    return done(null);
  });
}

/** Chooses who carries out the upscales of an environment; null = the installation's default. Not while an operation is under way. `at` in UTC ms. */
export function chooseProvider(
  actor: Actor,
  wanted: { environment: string; provider: ProviderName | null },
  at: number = Date.now(),
): Promise<Outcome<null>> {
  const { provider } = wanted;
  return onEnvironment({ actor, slug: wanted.environment, what: 'hosting.provider', at }, async (tx, hosted, write) => {
    if (provider === hosted.provider) return done(null);
    if (provider && !isSetUp(provider)) return refused([refusal('providerNotSetUp', { provider })]);
    const running = await tx.operation.findFirst({
      where: { environmentId: hosted.id, state: { in: ['CALLING', 'ACCEPTED'] } },
      select: { request: { select: { reference: true } } },
      orderBy: { startedAt: 'asc' },
    });
    if (running) {
      const { reference } = running.request;
      return refused([refusal('operationRunning', { environment: hosted.slug, reference })]);
    }
    await tx.environment.update({ where: { id: hosted.id }, data: { provider, observeAt: new Date(at) } });
    await write({ provider: hosted.provider }, { provider });
    return done(null);
  });
}

/** Whether a provider can be chosen here: a simulation moves nothing real, so it is no choice where the installation is a real one. */
function isSetUp(provider: ProviderName): boolean {
  if (provider === 'simulated') return defaultProvider() === 'simulated';
  return provider === 'manual' || environment().HEADROOM_WEBHOOK_URL !== undefined;
}

/** Runs work on an environment whose hosting the actor may run: 404, R13 (both recorded). Its row stays locked. */
function onEnvironment(
  { actor, slug, what, at }: Deed,
  work: (tx: Tx, hosted: Hosted, write: Write) => Promise<Outcome<null>>,
): Promise<Outcome<null>> {
  return transaction(async (tx) => {
    const found = await tx.environment.findUnique({ where: { slug }, select: { contractId: true } });
    if (!found) return NOT_FOUND;
    const subject = `environment ${slug}`;
    const gate = await hostingStanding(tx, { actor, what, subject, at }, found.contractId);
    if (gate.kind !== 'done') return gate;
    const hosted = await lockHosted(tx, slug);
    const standing: Standing = gate.value;
    return work(tx, hosted, (before, after) =>
      record(tx, { at, who: actor.email, standing, what, subject, before, after, verdict: { allowed: true } }),
    );
  });
}

async function lockHosted(tx: Tx, slug: string): Promise<Hosted> {
  await tx.$queryRaw`SELECT 1 FROM "Environment" WHERE slug = ${slug} FOR NO KEY UPDATE`;
  const [hosted] = await tx.$queryRaw<[Hosted]>`
    SELECT e.id, e."contractId", e.slug, e.provider, (
      SELECT json_agg(json_build_object('id', s.id, 'name', s.name, 'fault', f.kind) ORDER BY s.name)
      FROM "Service" s LEFT JOIN "SimulatedFault" f ON f."serviceId" = s.id WHERE s."environmentId" = e.id) AS services
    FROM "Environment" e WHERE e.slug = ${slug}`;
  return hosted;
}

async function writeFault(tx: Tx, serviceIds: string[], kind: Fault | null): Promise<void> {
  await tx.simulatedFault.deleteMany({ where: { serviceId: { in: serviceIds } } });
  if (kind) await tx.simulatedFault.createMany({ data: serviceIds.map((serviceId) => ({ serviceId, kind })) });
}

function faultsOf(services: readonly { name: string; fault: Fault | null }[]): Json {
  return Object.fromEntries(services.map(({ name, fault }) => [name, fault]));
}
