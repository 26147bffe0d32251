import type { Freeze } from '#domain/judge.ts';
import { Mark } from '../mark.tsx';
import { freezeWords } from '../words/environments.ts';
import { formatInstant, formatInstantInZone } from '../words/times.ts';

/** A freeze (R16): running ones call for attention, coming ones are planned. now in UTC ms. */
export function FreezeMark({ freeze, now, timeZone }: { freeze: Freeze; now: number; timeZone: string }) {
  const running = freeze.startsAt <= now;
  return (
    <Mark tone={running ? 'warn' : 'plan'}>
      {freezeWords(
        freeze.name,
        running ? null : formatInstant(freeze.startsAt, timeZone),
        formatInstantInZone(freeze.endsAt, timeZone),
      )}
    </Mark>
  );
}
