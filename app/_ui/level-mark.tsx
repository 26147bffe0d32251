import type { Level } from '#domain/status.ts';
import { Mark } from './mark.tsx';
import { LEVEL_LOOKS } from './shapes.ts';
import { LEVEL_WORDS } from './words/states.ts';

/** How an environment is doing; no data is unknown, never green. */
export function LevelMark({ level }: { level: Level }) {
  return <Mark {...LEVEL_LOOKS[level]}>{LEVEL_WORDS[level]}</Mark>;
}
