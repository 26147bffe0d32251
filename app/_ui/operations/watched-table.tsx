import type { ProviderName } from '#domain/hosting.ts';
import type { Fault } from '#domain/transition.ts';
import { DataTable } from '../data-table.tsx';
import { Mark } from '../mark.tsx';
import { PROVIDER_WORDS } from '../words/hosting.ts';
import * as words from '../words/operations.ts';
import { Seen } from './seen.tsx';

/** A service as it was last seen; instants in UTC ms. */
type WatchedService = {
  name: string;
  at: number | null;
  by: ProviderName | null;
  driftSince: number | null;
  fault: Fault | null;
};
export type WatchedRow = {
  slug: string;
  provider: ProviderName;
  chosen: boolean;
  unsettled: keyof typeof words.UNSETTLED_WORDS | null;
  services: readonly WatchedService[];
};

type Props = { watched: readonly WatchedRow[]; now: number; zone: string };

/** Environments below one another: who carries out, when each was last seen, what differs or is made to fail. */
export function WatchedTable({ watched, now, zone }: Props) {
  return (
    <DataTable
      caption={words.ENVIRONMENTS}
      columns={words.ENVIRONMENT_COLUMNS.map((head) => ({ head }))}
      rows={watched.map(({ slug, provider, chosen, unsettled, services }) => ({
        key: slug,
        cells: [
          <a key="slug" href={`/environments/${slug}`}>
            {slug}
          </a>,
          <span key="provider">
            {PROVIDER_WORDS[provider]}
            {chosen && <small>{words.CHOSEN}</small>}
          </span>,
          <LastSeen key="seen" services={services} now={now} zone={zone} />,
          <Oddities key="odd" services={services} unsettled={unsettled} />,
        ],
      }))}
    />
  );
}

/** The oldest sighting of its services: all of them were seen since. */
function LastSeen({ services, now, zone }: { services: readonly WatchedService[]; now: number; zone: string }) {
  const [oldest] = [...services].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  if (!oldest) return null;
  return <Seen at={oldest.at} by={oldest.by} now={now} zone={zone} />;
}

/** What differs, what is under way or failed, or that all is as expected; and the faults switched on. */
function Oddities({ services, unsettled }: Pick<WatchedRow, 'services' | 'unsettled'>) {
  const drifted = services.filter(({ driftSince }) => driftSince !== null).map(({ name }) => name);
  return (
    <span className="oddities">
      {drifted.length > 0 && (
        <Mark tone="warn" needed>
          {words.DRIFTED(drifted)}
        </Mark>
      )}
      {unsettled && (
        <Mark tone={unsettled === 'failed' ? 'bad' : 'plan'} shape={unsettled === 'failed' ? undefined : 'half'}>
          {words.UNSETTLED_WORDS[unsettled]}
        </Mark>
      )}
      {drifted.length === 0 && !unsettled && <Mark tone="good">{words.AS_EXPECTED}</Mark>}
      {services.map(
        ({ name, fault }) =>
          fault && (
            <Mark key={name} tone="none" fill="dashed">
              {words.FAULT_ON(name, fault)}
            </Mark>
          ),
      )}
    </span>
  );
}
