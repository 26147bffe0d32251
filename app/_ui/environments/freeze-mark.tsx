import type { Freeze } from '#domain/judge.ts';
import { Mark } from '../mark.tsx';
import { freezeDates, freezeWords } from '../words/environments.ts';

type Props = { freeze: Freeze /** UTC ms */; now: number; timeZone: string /** days only */; short?: boolean };

/** A freeze (R16): a running one calls for attention, a coming one is planned. */
export function FreezeMark({ freeze, now, timeZone, short = false }: Props) {
  return (
    <Mark tone={freeze.startsAt <= now ? 'warn' : 'plan'}>
      {short ? freezeDates(freeze, timeZone) : freezeWords(freeze, timeZone)}
    </Mark>
  );
}
