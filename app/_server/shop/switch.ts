import { fieldError } from '#domain/field-error.ts';
import { SHOP_SERVICES, type ShopMode, type ShopState } from '#domain/shop.ts';
import type { Actor } from '../access/standing.ts';
import { type Tx, transaction } from '../db.ts';
import { hostingStanding } from '../hosting/gate.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { record } from '../record/append.ts';
import { SHOP_CHANGES } from './changes.ts';

/** The shop hears of its switch before it is probed. */
const HEAD_START_MS = 200;

/** Makes the demo shop of an environment open, slow, failing or down, for one service's pages or all of it (null), and has it probed at once. Not yours and not there: 404; R13 for all others; both recorded. `at` in UTC ms. */
export function setShop(
  actor: Actor,
  wanted: { environment: string; mode: ShopMode; service: string | null },
  at: number = Date.now(),
): Promise<Outcome<null>> {
  const { environment: slug, mode } = wanted;
  const [what, subject] = ['shop.switch', `environment ${slug}`];
  return transaction(async (tx) => {
    const found = await tx.environment.findUnique({ where: { slug }, select: { id: true, contractId: true } });
    if (!found) return NOT_FOUND;
    const gate = await hostingStanding(tx, { actor, what, subject, at }, found.contractId);
    if (gate.kind !== 'done') return gate;
    const before = await lockShop(tx, found.id);
    if (!before) return NOT_FOUND;
    const choices: readonly string[] = SHOP_SERVICES;
    if (wanted.service !== null && !choices.includes(wanted.service))
      return { kind: 'invalid', errors: [fieldError('service', 'unknownService', { choices: choices.join(', ') })] };
    const after: ShopState = { mode, service: mode === 'OPEN' ? null : wanted.service };
    if (after.mode === before.mode && after.service === before.service) return done(null);
    await tx.demoShop.update({ where: { environmentId: found.id }, data: after });
    await probeSoon(tx, found.id, at + HEAD_START_MS);
    await tx.$executeRaw`SELECT pg_notify(${SHOP_CHANGES}, ${found.id})`;
    const verdict = { allowed: true };
    await record(tx, { at, who: actor.email, standing: gate.value, what, subject, before, after, verdict });
    return done(null);
  });
}

async function lockShop(tx: Tx, environmentId: string): Promise<ShopState | null> {
  const [row] = await tx.$queryRaw<ShopState[]>`
    SELECT mode::text, service FROM "DemoShop" WHERE "environmentId" = ${environmentId}::uuid FOR NO KEY UPDATE`;
  return row ?? null;
}

/** A probe that is in hand saw the shop as it was: its result is dropped. */
async function probeSoon(tx: Tx, environmentId: string, at: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE "ProbeState" s SET "nextAt" = ${new Date(at)}, token = nextval('probe_token')
    FROM "Endpoint" p WHERE p.id = s."endpointId" AND p."environmentId" = ${environmentId}::uuid AND p.demo AND NOT p.paused`;
}
