import type { RequestView } from '#domain/request-view.ts';
import { DataTable } from '../data-table.tsx';
import { Mark } from '../mark.tsx';
import { StateMark } from '../state-mark.tsx';
import { COLUMNS } from '../words/approvals.ts';
import { linesWords } from '../words/changes.ts';
import { EMERGENCY } from '../words/request-table.ts';
import { formatInstantInZone } from '../words/times.ts';
import { decideBy } from './move-sheet.ts';

/** Undecided requests, each with the moment by which it must be decided, in its window's zone. */
export function ApprovalTable({ requests, caption }: { requests: readonly RequestView[]; caption: string }) {
  return (
    <DataTable
      caption={caption}
      columns={COLUMNS.map((head) => ({ head, tight: head === COLUMNS[1] || head === COLUMNS[4] }))}
      rows={requests.map((request) => ({
        key: request.reference,
        cells: [
          <a key="reference" href={`/requests/${request.reference}`}>
            {request.reference}
          </a>,
          request.environment,
          linesWords(request.lines),
          <Deadline key="deadline" request={request} />,
          <StateMark key="state" state={request.state} overdue={request.overdue} />,
        ],
      }))}
    />
  );
}

/** A decision after the pre-scale has begun comes too late. */
function Deadline({ request: { window, prescaleMinutes, emergency } }: { request: RequestView }) {
  if (!window) return null;
  const start = Date.parse(window.start);
  return (
    <span>
      {formatInstantInZone(decideBy({ window: { start }, prescaleMinutes }), window.timeZone)}{' '}
      {emergency && (
        <Mark tone="warn" needed>
          {EMERGENCY}
        </Mark>
      )}
    </span>
  );
}
