import type { RequestView } from '#domain/request-view.ts';
import { DataTable } from '../data-table.tsx';
import { StateMark } from '../state-mark.tsx';
import { linesWords } from '../words/changes.ts';
import { YOUR_MOVE } from '../words/overview.ts';
import { EMERGENCY, NO_WINDOW, REQUEST_COLUMNS } from '../words/request-table.ts';
import { formatWindow } from '../words/times.ts';

type Props = {
  requests: readonly RequestView[];
  caption: string;
  viewerZone: string;
  /** what the viewer is to do, in a column of its own */
  deed?: (request: RequestView) => string;
};

/** Requests below one another: reference, environment, what changes, when, state. */
export function RequestTable({ requests, caption, viewerZone, deed }: Props) {
  return (
    <DataTable
      caption={caption}
      columns={[...REQUEST_COLUMNS, ...(deed ? [YOUR_MOVE] : [])].map((head) => ({ head }))}
      rows={requests.map((request) => ({
        key: request.reference,
        cells: [
          <a key="reference" href={`/requests/${request.reference}`}>
            {request.reference}
          </a>,
          request.environment,
          linesWords(request.lines),
          windowOf(request, viewerZone),
          <StateMark key="state" state={request.state} overdue={request.overdue} />,
          ...(deed ? [deed(request)] : []),
        ],
      }))}
    />
  );
}

function windowOf({ window, emergency }: RequestView, viewerZone: string): string {
  if (!window) return NO_WINDOW;
  const { start, end, timeZone } = window;
  const times = formatWindow(
    { start: Date.parse(start), end: end === null ? null : Date.parse(end), timeZone },
    viewerZone,
  );
  return emergency ? `${EMERGENCY}: ${times}` : times;
}
