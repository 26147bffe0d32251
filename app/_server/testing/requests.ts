import type { RequestState } from '#domain/lifecycle.ts';
import type { FullRequestView, RequestView } from '#domain/request-view.ts';
import type { Actor } from '../access/standing.ts';
import { actorFromToken, issueToken } from '../access/tokens.ts';
import { db } from '../db.ts';
import type { Outcome } from '../outcome.ts';

/** For tests: a demo person as the API would know them, by a real token. */
export async function actorOf(email: string): Promise<Actor> {
  const issued = await issueToken(email, { write: true, name: 'test' });
  const actor = issued.kind === 'done' ? await actorFromToken(`Bearer ${issued.value}`) : null;
  if (!actor) throw new Error(`no person ${email}`);
  return actor;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** For tests: the body of a request for one more yves task on nlw-stage, days from now, four hours long. */
export function body(changes: Record<string, unknown> = {}, startsInDays = 20, hours = 4): Record<string, unknown> {
  const start = Math.ceil(Date.now() / HOUR) * HOUR + startsInDays * DAY;
  return {
    environment: 'nlw-stage',
    purpose: 'DEMO',
    reason: 'The spring range is shown to the board.',
    lines: [{ service: 'yves', wanted: { max: 3 } }],
    window: {
      start: new Date(start).toISOString(),
      end: new Date(start + hours * HOUR).toISOString(),
      timeZone: 'Europe/Berlin',
    },
    consistency: { follow: [], note: 'Nothing follows: only the size changes.' },
    contact: 'Jana Petersen, +49 69 1234',
    authority: true,
    ...changes,
  };
}

/** For tests: the value of an outcome that must be done; throws with the refusal otherwise. */
export function doneOf(outcome: Outcome<RequestView>): FullRequestView {
  if (outcome.kind !== 'done') throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome.value as FullRequestView;
}

/** For tests: the codes an outcome was refused with. */
export function codesOf(outcome: Outcome<unknown>): string[] {
  if (outcome.kind === 'refused') return outcome.refusals.map(({ code }) => code);
  return outcome.kind === 'invalid' ? outcome.errors.map(({ path, code }) => `${path} ${code}`) : [outcome.kind];
}

/** For tests: what the tables hold, to be compared before and after what must change nothing. */
export async function census(): Promise<Record<string, unknown>> {
  const [row] = await db().$queryRaw<[Record<string, unknown>]>`
    SELECT (SELECT md5(coalesce(string_agg(r::text, '|' ORDER BY r.id), '')) FROM "UpscaleRequest" r) AS requests,
           (SELECT md5(coalesce(string_agg(l::text, '|' ORDER BY l."requestId", l."serviceId"), '')) FROM "RequestLine" l) AS lines,
           (SELECT md5(coalesce(string_agg(c::text, '|' ORDER BY c."requestId", c."serviceId"), '')) FROM "WindowClaim" c) AS claims,
           (SELECT md5(coalesce(string_agg(a::text, '|' ORDER BY a.id), '')) FROM "Approval" a) AS approvals,
           (SELECT md5(coalesce(string_agg(o::text, '|' ORDER BY o."requestId"), '')) FROM "Offer" o) AS offers,
           (SELECT count(*)::int FROM "RequestEvent") AS events,
           (SELECT count(*)::int FROM "RequestVersion") AS versions`;
  return row;
}

/** For tests: how many entries the record holds, and the last one. */
export async function recordEnd(): Promise<{
  n: number;
  what: string;
  who: string;
  verdict: unknown;
  standing: string | null;
}> {
  const last = await db().auditEntry.findFirstOrThrow({ orderBy: { n: 'desc' } });
  return { n: Number(last.n), what: last.what, who: last.who, verdict: last.verdict, standing: last.standing };
}

/** For tests: the state in which a request is stored. */
export async function stateOf(reference: string): Promise<RequestState> {
  return (await db().upscaleRequest.findUniqueOrThrow({ where: { reference } })).state;
}
