import type { Level } from '#domain/status.ts';
import { Mark } from './mark.tsx';
import { LEVEL_LOOKS } from './shapes.ts';
import { LEVEL_WORDS } from './words/states.ts';

/** How an environment is doing; no data is unknown, never green. children = what stands there instead of the level's own word. */
export function LevelMark({ level, children = LEVEL_WORDS[level] }: { level: Level; children?: React.ReactNode }) {
  return <Mark {...LEVEL_LOOKS[level]}>{children}</Mark>;
}
