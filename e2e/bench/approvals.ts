import { callerAt } from './caller.ts';
import type { Portal } from './portal.ts';
import { withClient } from './stores.ts';
import { bodyFor, CUSTOMER, type Span } from './submit.ts';
import type { Line } from './table.ts';

const AT_ONCE = 50;

/** Fifty approvals of one request at once: one may count, in the answers, in the story and in the record. */
export async function approvalRace(portal: Portal, window: Span): Promise<Line> {
  const customer = await callerAt(portal.origin, portal.databaseUrl, CUSTOMER);
  const manager = await callerAt(portal.origin, portal.databaseUrl, 'manager@headroom.example');
  const { body: filed } = await customer.post('/api/v1/requests', bodyFor(window));
  const { reference, contentHash: hash } = filed;
  const approve = () => manager.post(`/api/v1/requests/${reference}/moves`, { move: 'approve', contentHash: hash });
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, approve));
  const [done, late] = [200, 409].map((wanted) => answers.filter(({ status }) => status === wanted).length);
  const { rows } = await withClient(portal.databaseUrl, (owner) => owner.query(COUNTS, [reference]));
  const { transitions, entries, state } = rows[0];
  return {
    what: `${AT_ONCE} approvals of one request at once`,
    measured: `${done} × 200, ${late} × 409, ${transitions} transition, ${entries} audit row, ${state}`,
    limit: 'exactly one',
    ok: done === 1 && late === AT_ONCE - 1 && transitions === 1 && entries === 1 && state === 'SCHEDULED',
  };
}

const COUNTS = `
  SELECT state,
    (SELECT count(*)::int FROM "RequestEvent" e WHERE e."requestId" = r.id AND e.move = 'approve') AS transitions,
    (SELECT count(*)::int FROM "AuditEntry" a WHERE a.subject = 'request ' || r.reference AND a.what = 'approve') AS entries
  FROM "UpscaleRequest" r WHERE r.reference = $1`;
