import type { RequestView } from '#domain/request-view.ts';
import { DataTable } from '../data-table.tsx';
import { Mark } from '../mark.tsx';
import { StateMark } from '../state-mark.tsx';
import { COLUMNS } from '../words/approvals.ts';
import { linesWords } from '../words/changes.ts';
import { EMERGENCY } from '../words/request.ts';
import { formatInstantInZone } from '../words/times.ts';
import { decideBy } from './move-sheet.ts';

/** Undecided requests, each with the moment by which it must be decided, in its window's zone. */
export function ApprovalTable({ requests, caption }: { requests: readonly RequestView[]; caption: string }) {
  return (
    <DataTable
      caption={caption}
      columns={COLUMNS.map((head) => ({ head }))}
      rows={requests.map((request) => ({
        key: request.reference,
        cells: [
          <a key="reference" href={`/requests/${request.reference}`}>
            {request.reference}
          </a>,
          request.environment,
          linesWords(request.lines),
          deadline(request),
          <span key="state" className="marks">
            {request.emergency && (
              <Mark tone="warn" needed>
                {EMERGENCY}
              </Mark>
            )}
            <StateMark state={request.state} overdue={request.overdue} />
          </span>,
        ],
      }))}
    />
  );
}

function deadline({ window, prescaleMinutes }: RequestView): string {
  if (!window) return '';
  const start = Date.parse(window.start);
  return formatInstantInZone(decideBy({ window: { start }, prescaleMinutes }), window.timeZone);
}
