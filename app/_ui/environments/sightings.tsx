import type { Capacity } from '#domain/capacity.ts';
import type { ProviderName } from '#domain/hosting.ts';
import { Seen } from '../operations/seen.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import * as words from '../words/environments.ts';
import { driftWords } from '../words/operations.ts';
import { formatMoment } from '../words/times.ts';

type Service = {
  name: string;
  current: Capacity;
  expected: Capacity | null;
  at: number | null;
  by: ProviderName | null;
  driftSince: number | null;
};
type Props = {
  watched: { slug: string; services: readonly Service[] };
  now: number;
  zone: string;
  /** whether the viewer sees operations */
  staff: boolean;
};

/** When and by whom the sizes of now were seen, and what of them no window and no baseline explains. Instants in UTC ms. */
export function Sightings({ watched: { slug, services }, now, zone, staff }: Props) {
  const [oldest] = [...services].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const drifted = services.filter(({ driftSince }) => driftSince !== null);
  return (
    <div className="sightings">
      {oldest && (
        <p>
          {words.LAST_SEEN} <Seen at={oldest.at} by={oldest.by} now={now} zone={zone} />
        </p>
      )}
      {drifted.map(({ name, current, expected, driftSince, by }) => {
        const alarm = { kind: 'drift', environment: slug, service: name, expected, observed: current, by } as const;
        const since = driftSince ?? now;
        return (
          <VerdictBox
            key={name}
            tone="warn"
            sentence={`${driftWords({ ...alarm, since }, formatMoment(since, zone))} ${words.DRIFT_ALARMED}`}
            next={staff ? <a href="/operations">{words.DRIFT_LOOK}</a> : words.DRIFT_NEXT}
          />
        );
      })}
    </div>
  );
}
