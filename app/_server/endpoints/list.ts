import { type EndpointSheet, type EndpointView, levelOfOne } from '#domain/endpoint-view.ts';
import type { ProbeReason } from '#domain/probe.ts';
import { refusal } from '#domain/refusal.ts';
import type { Endpoint, ProbeState } from '#prisma/generated/client.ts';
import { type Actor, mayOn, scopeOf, standingsOn } from '../access/standing.ts';
import { isSlug } from '../api/query.ts';
import { db } from '../db.ts';
import { done, NOT_FOUND, type Outcome, refused } from '../outcome.ts';
import { settingsOf } from './rows.ts';

/** All that is probed of one environment, by name, with the last readings, for those who say what is probed: R13 for all others, and not yours is not there. One statement. */
export async function listEndpoints(
  actor: Actor,
  slug: string,
  at: number = Date.now(),
): Promise<Outcome<EndpointSheet>> {
  if (!isSlug(slug)) return NOT_FOUND;
  const scope = scopeOf(actor, 'seeEnvironments');
  const found = await db().environment.findFirst({
    where: { slug, ...(scope !== 'all' && { contractId: { in: scope } }) },
    include: {
      services: { select: { name: true }, orderBy: { name: 'asc' } },
      endpoints: { include: { service: { select: { name: true } }, state: true }, orderBy: { name: 'asc' } },
    },
    relationLoadStrategy: 'join',
  });
  if (!found) return NOT_FOUND;
  if (!mayOn(actor, found.contractId, 'publishStatus'))
    return refused([refusal('notPublisher', { standing: standingsOn(actor, found.contractId)[0] ?? 'partner' })]);
  return done({
    slug,
    name: found.name,
    services: found.services.map(({ name }) => name),
    endpoints: found.endpoints.map((row) => viewOf(row, at)),
  });
}

type Row = Endpoint & { service: { name: string } | null; state: ProbeState | null };

function viewOf(row: Row, at: number): EndpointView {
  const { id, version, paused, demo, state } = row;
  return {
    ...{ ...settingsOf(row), id, version, paused, demo },
    reading: readingOf(row, at),
    nextAt: paused ? null : (state?.nextAt.getTime() ?? null),
  };
}

function readingOf({ name, service, state }: Row, at: number): EndpointView['reading'] {
  const [outcome, staleAt] = [state?.outcome ?? null, state?.staleAt?.getTime() ?? null];
  const reason = state?.reason as ProbeReason | null | undefined;
  const judged = { endpoint: name, service: service?.name ?? null, outcome, reason: reason?.code ?? null, staleAt };
  return {
    level: levelOfOne(judged, at),
    reason: reason ?? null,
    ms: state?.ms ?? null,
    at: state?.at?.getTime() ?? null,
    certificateEndsAt: state?.certificateEndsAt?.getTime() ?? null,
  };
}
