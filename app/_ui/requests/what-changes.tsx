import type { Capacity, Catalogue, ServiceSizes } from '#domain/capacity.ts';
import { FINAL_STATES, type RequestState } from '#domain/lifecycle.ts';
import type { RequestView } from '#domain/request-view.ts';
import { DataTable } from '../data-table.tsx';
import { HeadroomList } from '../headroom-list.tsx';
import { Seen } from '../operations/seen.tsx';
import * as words from '../words/request.ts';
import { capacityWords, serviceWords } from '../words/sizes.ts';

/** When and by whom a service was last observed for the request. */
export type LineSeen = { service: string; observedAt: number | null; observedBy: string | null };

type Props = {
  view: RequestView;
  /** for those who may see it */
  seen: readonly LineSeen[];
  services: readonly ServiceSizes[];
  catalogue: Catalogue;
  now: number;
  viewerZone: string;
};

/** Each service with its headroom while the request is on, and its sizes when asked, requested, granted and observed, kept apart for ever. */
export function WhatChanges({ view: { lines, state }, seen, services, catalogue, now, viewerZone }: Props) {
  if (lines.length === 0) return <p className="text-soft">{words.NOTHING_YET}</p>;
  const isOver = (FINAL_STATES as readonly RequestState[]).includes(state);
  const rows = lines.flatMap(({ service, requested, granted }) => {
    const found = services.find(({ name }) => name === service);
    return found ? [{ ...found, wanted: requested, granted }] : [];
  });
  return (
    <div className="sizes">
      {!isOver && <HeadroomList rows={rows} catalogue={catalogue} />}
      <DataTable
        caption={words.SIZE_TABLE}
        columns={words.SIZE_COLUMNS.map((head) => ({ head }))}
        rows={lines.map(({ service, current, requested, granted, observed }) => ({
          key: service,
          cells: [
            serviceWords(service),
            capacityWords(current),
            capacityWords(requested),
            sizeOr(granted, words.NOT_GRANTED),
            <Observed
              key="observed"
              size={observed}
              seen={seen.find((each) => each.service === service)}
              now={now}
              zone={viewerZone}
            />,
          ],
        }))}
      />
    </div>
  );
}

type ObservedProps = { size: Capacity | null; seen: LineSeen | undefined; now: number; zone: string };

/** What was really there, always with when and by whom it was seen. */
function Observed({ size, seen, now, zone }: ObservedProps) {
  const { observedAt, observedBy } = seen ?? {};
  return (
    <span>
      {sizeOr(size, words.NOT_OBSERVED)}
      {size && observedAt && <Seen at={observedAt} by={observedBy ?? null} now={now} zone={zone} />}
    </span>
  );
}

function sizeOr(size: Capacity | null, none: string): string {
  return size ? capacityWords(size) : none;
}
