import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FINAL_STATES, type RequestState } from '#domain/lifecycle.ts';
import { body } from '#server/testing/requests.ts';
import type { Ask } from './ask.ts';
import type { People } from './people.ts';
import type { Plot } from './plots.ts';

const MANAGER = 'manager@headroom.example';
const MINUTE = 60_000;
/** far more than anything here takes, deaths included */
const PATIENCE_MS = 3 * MINUTE;
const LOOK_MS = 200;
const OVER: readonly RequestState[] = [...FINAL_STATES, 'FAILED'];

export type World = { ask: Ask; people: People };
/** In how many ms a window starts, and how long it lasts. */
export type Window = { startsIn?: number; lasts?: number };

/** An emergency from its submission to its end early, as a customer and a manager live it who look when no answer comes. Answers its reference. */
export async function live(world: World, plot: Plot, window: Window = {}): Promise<string> {
  const reference = await scheduled(world, plot, window);
  await reached(world, reference, ['ACTIVE']);
  await moved(world, plot.customer, reference, { move: 'end', reason: 'Not needed any more.' }, ['ACTIVE']);
  await reached(world, reference, ['CLOSED']);
  return reference;
}

/** Submits and approves an emergency, again and for later where the start came before the approval; its reference. */
export async function scheduled(
  { ask, people }: World,
  plot: Plot,
  { startsIn = 2000, lasts = 10 * MINUTE }: Window = {},
): Promise<string> {
  const reason = `The campaign began today: ${randomUUID()}.`;
  const reference = await submitted({ ask, people }, plot, reason, { startsIn, lasts });
  await moved({ ask, people }, MANAGER, reference, { move: 'approve', confirmEmergency: true }, ['IN_REVIEW']);
  const isLate = (await stateOf({ ask }, reference)) === 'EXPIRED';
  return isLate ? scheduled({ ask, people }, plot, { startsIn: startsIn * 2, lasts }) : reference;
}

async function submitted(
  { ask, people }: World,
  { environment, service, wanted, customer }: Plot,
  reason: string,
  { startsIn, lasts }: Required<Window>,
): Promise<string> {
  // as with the approval: a machine that is slower than the start is ahead asks again for later
  for (let ahead = startsIn; ; ) {
    const start = Date.now() + ahead;
    const [from, to] = [new Date(start).toISOString(), new Date(start + lasts).toISOString()];
    const window = { start: from, end: to, timeZone: 'Europe/Berlin' };
    const asked = { environment, reason, lines: [{ service, wanted }], window, emergency: { reason } };
    const answer = await people.post(customer, '/requests', body(asked));
    if (answer?.status === 201) return answer.reference;
    // no answer is not no
    const [found] = await ask<{ reference: string }>(
      `SELECT reference FROM "UpscaleRequest" WHERE content->>'reason' = $1`,
      [reason],
    );
    if (found) return found.reference;
    const isLate = answer?.rule === 'R15' && Date.now() >= start;
    if (isLate) ahead *= 2;
    if (answer && answer.status < 500 && !isLate)
      throw new Error(`${environment} ${service}: ${JSON.stringify(answer)}`);
    await sleep(LOOK_MS);
  }
}

/** Sends a move until the request has left the states it is for. */
async function moved(
  world: World,
  who: string,
  reference: string,
  move: { move: string } & Record<string, unknown>,
  from: RequestState[],
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (from.includes(await stateOf(world, reference))) {
    const answer = await world.people.post(who, `/requests/${reference}/moves`, move);
    if (answer?.status === 200) return;
    if (Date.now() > deadline) throw new Error(`${reference} ${move.move}: ${JSON.stringify(answer)}`);
    await sleep(LOOK_MS);
  }
}

/** Waits until a request is in one of these states; one that fails or does not get there is lost. */
export async function reached({ ask }: World, reference: string, states: RequestState[]): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const state = await stateOf({ ask }, reference);
    if (states.includes(state)) return;
    if (OVER.includes(state) || Date.now() > deadline)
      throw new Error(`${reference} is ${state} instead of ${states}: ${await storyOf(ask, reference)}`);
    await sleep(LOOK_MS);
  }
}

/** The state in which a request is stored. */
export async function stateOf({ ask }: Pick<World, 'ask'>, reference: string): Promise<RequestState> {
  const [row] = await ask<{ state: RequestState }>('SELECT state FROM "UpscaleRequest" WHERE reference = $1', [
    reference,
  ]);
  if (!row) throw new Error(`${reference} is lost`);
  return row.state;
}

async function storyOf(ask: Ask, reference: string): Promise<string> {
  const rows = await ask<{ entry: string }>(
    `SELECT concat_ws(' ', at, what, verdict) AS entry FROM "AuditEntry"
     WHERE subject = 'request ' || $1 OR subject LIKE 'operation ' || $1 || ' %' ORDER BY n`,
    [reference],
  );
  return rows.map(({ entry }) => entry).join('\n');
}
