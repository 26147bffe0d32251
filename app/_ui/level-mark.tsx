import type { Level } from '#domain/status.ts';
import { type Fill, Mark, type Shape, type Tone } from './mark.tsx';
import { LEVEL_WORDS } from './words/states.ts';

const LOOKS: Record<Level, { tone: Tone; shape?: Shape; fill?: Fill; needed?: boolean }> = {
  OPERATIONAL: { tone: 'good' },
  MAINTENANCE: { tone: 'plan' },
  DEGRADED: { tone: 'warn', needed: true },
  PARTIAL_OUTAGE: { tone: 'bad', fill: 'hollow', needed: true },
  MAJOR_OUTAGE: { tone: 'bad', needed: true },
  UNKNOWN: { tone: 'none', fill: 'dashed' },
};

/** How an environment is doing; no data is unknown, never green. */
export function LevelMark({ level }: { level: Level }) {
  return <Mark {...LOOKS[level]}>{LEVEL_WORDS[level]}</Mark>;
}
