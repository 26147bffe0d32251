import { isFull, type RequestView } from '#domain/request-view.ts';
import { DataTable } from '../data-table.tsx';
import { Mark } from '../mark.tsx';
import { StateMark } from '../state-mark.tsx';
import { linesWords } from '../words/changes.ts';
import { LATE } from '../words/hosting.ts';
import { PERCENT } from '../words/operations.ts';
import { EMERGENCY, NO_WINDOW, REQUEST_COLUMNS, YOURS } from '../words/request-table.ts';
import { windowTimes } from '../words/times.ts';

type Props = {
  requests: readonly RequestView[];
  caption: string;
  viewerZone: string;
  /** all of one environment, which need not be said */
  here?: boolean;
  /** what the viewer is to do, in a column of its own */
  deed?: (request: RequestView) => React.ReactNode;
};

/** Requests below one another: reference, environment, what changes, when, state. */
export function RequestTable({ requests, caption, viewerZone, here = false, deed }: Props) {
  const { request, environment, what, window, state, yours } = REQUEST_COLUMNS;
  const heads = [request, ...(here ? [] : [environment]), what, window, state, ...(deed ? [yours] : [])];
  return (
    <DataTable
      caption={caption}
      columns={heads.map((head) => ({ head, tight: head === environment || head === state, broad: head === window }))}
      rows={requests.map((each) => ({
        key: each.reference,
        cells: [
          <a key="reference" href={`/requests/${each.reference}`}>
            {each.reference}
          </a>,
          ...(here ? [] : [each.environment]),
          linesWords(each.lines),
          <Window key="window" request={each} viewerZone={viewerZone} />,
          <State key="state" request={each} />,
          ...(deed ? [deed(each)] : []),
        ],
      }))}
    />
  );
}

/** The state, below it how far and how late it is, for those who may see it. */
function State({ request }: { request: RequestView }) {
  const full = isFull(request) ? request : null;
  const { state, progress } = full?.operation ?? {};
  const said = [
    (state === 'CALLING' || state === 'ACCEPTED') && progress !== undefined && PERCENT(progress),
    full?.lateSeconds !== undefined && LATE(full.lateSeconds * 1_000),
  ].filter(Boolean);
  return (
    <>
      <StateMark state={request.state} overdue={request.overdue} />
      {said.length > 0 && <small>{said.join(' · ')}</small>}
    </>
  );
}

/** The window in its own zone, below it in the viewer's where the clocks differ. */
function Window({ request: { window, emergency }, viewerZone }: { request: RequestView; viewerZone: string }) {
  if (!window) return NO_WINDOW;
  const { start, end, timeZone } = window;
  const span = { start: Date.parse(start), end: end === null ? null : Date.parse(end), timeZone };
  const { own, yours } = windowTimes(span, viewerZone);
  return (
    <span>
      {own}{' '}
      {emergency && (
        <Mark tone="warn" needed>
          {EMERGENCY}
        </Mark>
      )}
      {yours && <small>{YOURS(yours)}</small>}
    </span>
  );
}
