import { upscaleDays } from '#domain/budget.ts';
import { refusal } from '#domain/refusal.ts';
import { refused } from '../../outcome.ts';
import type { Plan, Planning } from '../move.ts';
import { aboveCeiling } from '../sizes.ts';

/** Ask and answer: the words are the move. */
export async function planNote({ command }: Planning): Promise<Plan> {
  return change({ note: command.question ?? command.answer ?? command.reason });
}

/** Reject, withdraw, cancel: every upscale-day is given back (R18). */
export async function planGivingBack({ command }: Planning): Promise<Plan> {
  return change({ note: command.reason, data: { upscaleDays: 0 } });
}

/** End early: the days not begun are given back (R18). */
export async function planEnd({ command, request, at }: Planning): Promise<Plan> {
  return change({ note: command.reason, data: { upscaleDays: begunDays(request, at) } });
}

/** Retry or give up a failed one: another try of applying takes the whole window again, if today's ceiling allows it (R17), giving up the days begun (R18). */
export async function planRepair({ tx, command, request, at, to }: Planning): Promise<Plan> {
  const above = to === 'APPLYING' ? await aboveCeiling(tx, request) : null;
  if (above) {
    const { granted: wanted, ...size } = above.params;
    return refused([refusal('aboveCeiling', { ...size, wanted })]);
  }
  const again = to === 'APPLYING' && { upscaleDays: begunDays(request) };
  const begun = Math.min(request.upscaleDays, begunDays(request, at));
  const givenUp = command.move === 'giveUp' && { upscaleDays: begun };
  return change({ note: command.reason, data: { ...again, ...givenUp } });
}

function begunDays(request: Planning['request'], at?: number): number {
  return request.window ? upscaleDays(request.window, request.prescaleMinutes, at) : 0;
}

function change({ note, data }: { note: string | undefined; data?: { upscaleDays?: number } }): Plan {
  return { kind: 'change', change: { ...(note !== undefined && { note }), ...(data && { data }) } };
}
