import type { EndpointView } from '#domain/endpoint-view.ts';
import { AddressText } from '../address-text.tsx';
import { DataTable } from '../data-table.tsx';
import { LevelMark } from '../level-mark.tsx';
import * as words from '../words/endpoints.ts';
import { msWords } from '../words/times.ts';

type Props = { endpoints: readonly EndpointView[]; address: string; now: number; zone: string };

/** All that is probed of an environment, with its last readings. */
export function EndpointTable({ endpoints, address, now, zone }: Props) {
  return (
    <DataTable
      caption={words.TITLE}
      columns={words.COLUMNS.map((head, n) => ({ head, number: n === 3, tight: n > 3, broad: n === 1 }))}
      rows={endpoints.map((endpoint) => ({
        key: String(endpoint.id),
        cells: [
          <Name key="name" {...endpoint} address={address} />,
          <Target key="target" {...endpoint} />,
          <LevelCell key="level" {...endpoint} zone={zone} />,
          msWords(endpoint.reading.ms),
          words.lastWords(endpoint.reading.at, zone),
          words.nextWords(endpoint, now),
        ],
      }))}
    />
  );
}

function Name({ id, name, service, address }: EndpointView & { address: string }) {
  return (
    <span className="whitespace-normal">
      <a href={`${address}/${id}`}>{name}</a>
      <small>{words.placeWords(service)}</small>
    </span>
  );
}

function Target({ kind, target, demo }: EndpointView) {
  return (
    <div>
      <span className="wrap-anywhere">
        <AddressText address={target} />
      </span>
      <span className="hint block">{demo ? `${kind}, ${words.OF_DEMO}` : kind}</span>
    </div>
  );
}

function LevelCell({ zone, ...endpoint }: EndpointView & { zone: string }) {
  const why = [words.whyWords(endpoint), words.certificateWords(endpoint.reading, zone)].filter(Boolean);
  return (
    <>
      <LevelMark level={endpoint.reading.level} />
      {why.length > 0 && <small>{why.join('; ')}</small>}
    </>
  );
}
