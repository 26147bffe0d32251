import type { ProbeOutcome, ProbeReason } from '#domain/probe.ts';
import type { Tone } from '../mark.tsx';
import { triedWords } from '../words/endpoints.ts';
import type { Tried } from './answer.ts';

/** What a probe found; instants in UTC ms. */
type Found = {
  outcome: ProbeOutcome | null;
  ms: number | null;
  reason: ProbeReason | null;
  certificateEndsAt: number | null;
};

const TONES: Record<ProbeOutcome, Tone> = { UP: 'good', SLOW: 'warn', DOWN: 'bad' };

/** What a try found, as the form shows it. */
export function triedShown(found: Found, zone: string): Tried {
  return {
    tone: found.outcome === null ? 'none' : TONES[found.outcome],
    sentence: triedWords(found, zone),
    next: null,
  };
}
