import type { StoredRequest } from '#domain/stored-request.ts';
import { DataTable } from '../data-table.tsx';
import { linesWords } from '../words/changes.ts';
import { EDGE_COLUMNS, EDGE_WORDS, NEXT_DAY } from '../words/operations.ts';
import { formatMoment } from '../words/times.ts';

type Edge = { kind: keyof typeof EDGE_WORDS; at: number; request: StoredRequest };

/** Windows that open or close soon, in the viewer's time. */
export function EdgeTable({ edges, zone }: { edges: readonly Edge[]; zone: string }) {
  return (
    <DataTable
      caption={NEXT_DAY}
      columns={EDGE_COLUMNS.map((head) => ({ head, tight: head !== EDGE_COLUMNS[4] }))}
      rows={edges.map(({ kind, at, request: { reference, environment, lines } }) => ({
        key: `${reference} ${kind}`,
        cells: [
          formatMoment(at, zone),
          EDGE_WORDS[kind],
          <a key="reference" href={`/requests/${reference}`}>
            {reference}
          </a>,
          environment,
          linesWords(lines),
        ],
      }))}
    />
  );
}
