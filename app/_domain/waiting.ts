import type { PersonMove, RequestState } from './lifecycle.ts';

/** The states in which a request waits for a person. */
export const WAITING_STATES = [
  'DRAFT',
  'IN_REVIEW',
  'NEEDS_INFO',
  'OFFERED',
  'FAILED',
] as const satisfies readonly RequestState[];

/** The moves that lead a request on; the others only take back or change. */
const LEADING_ON = ['submit', 'answer', 'accept', 'approve', 'retry'] as const satisfies readonly PersonMove[];
export type LeadingMove = (typeof LEADING_ON)[number];

/** The move by which this request waits for the person to whom these moves are open, or null. */
export function waitsFor(moves: readonly PersonMove[]): LeadingMove | null {
  return LEADING_ON.find((move) => moves.includes(move)) ?? null;
}
