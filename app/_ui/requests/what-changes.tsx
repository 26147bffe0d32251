import type { Capacity, Catalogue, ServiceSizes } from '#domain/capacity.ts';
import { FINAL_STATES, type RequestState } from '#domain/lifecycle.ts';
import type { RequestView } from '#domain/request-view.ts';
import { DataTable } from '../data-table.tsx';
import { HeadroomList } from '../headroom-list.tsx';
import * as words from '../words/request.ts';
import { capacityWords, serviceWords } from '../words/sizes.ts';

type Props = { view: RequestView; services: readonly ServiceSizes[]; catalogue: Catalogue };

/** Each service with its headroom while the request is on, and its sizes when asked, requested, granted and observed, kept apart for ever. */
export function WhatChanges({ view: { lines, state }, services, catalogue }: Props) {
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
            sizeOr(observed, words.NOT_OBSERVED),
          ],
        }))}
      />
    </div>
  );
}

function sizeOr(size: Capacity | null, none: string): string {
  return size ? capacityWords(size) : none;
}
