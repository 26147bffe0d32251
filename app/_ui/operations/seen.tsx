import { Mark } from '../mark.tsx';
import { ageWords, NEVER_SEEN, SEEN_BY, SIMULATED } from '../words/hosting.ts';
import { formatSecond } from '../words/times.ts';

/** What was seen of something that is not real. */
export function SimulatedMark() {
  return (
    <Mark tone="none" fill="dashed">
      {SIMULATED}
    </Mark>
  );
}

type Props = { at: number | null; by: string | null; now: number; zone: string };

/** When and by whom a size was seen: its age, the instant, and whether it is only simulated. */
export function Seen({ at, by, now, zone }: Props) {
  if (at === null) return <span className="seen">{NEVER_SEEN}</span>;
  return (
    <span className="seen">
      <time dateTime={new Date(at).toISOString()} title={formatSecond(at, zone)}>
        {ageWords(at, now)}
      </time>
      {by === 'simulated' && <SimulatedMark />}
      {(by === 'manual' || by === 'webhook') && SEEN_BY[by]}
    </span>
  );
}
