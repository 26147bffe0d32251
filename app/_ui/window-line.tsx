import type { RequestWindow } from '#domain/request.ts';
import { formatInstant } from './words/times.ts';
import { lastsWords, PERMANENT, RETURNS, STATION_HEAD, STATIONS, WINDOW_CAPTION, YOURS } from './words/window.ts';

type Props = { window: RequestWindow; prescaleMinutes: number /** UTC ms */; now: number; viewerZone: string };
type Station = { name: string; at: number | null; here?: boolean };

/** The window as a line with stations and its timetable: now, pre-scale, window, return, in the window's zone and the viewer's. */
export function WindowLine({ window, prescaleMinutes, now, viewerZone }: Props) {
  const { timeZone } = window;
  const stations = stationsOf(window, prescaleMinutes, now);
  const differs = stations.some(
    ({ at }) => at !== null && formatInstant(at, timeZone) !== formatInstant(at, viewerZone),
  );
  const length = window.end === null ? null : window.end - window.start;
  return (
    <div className="timetable">
      <Line window={window} prescaleMinutes={prescaleMinutes} now={now} />
      <table>
        <caption className="sr-only">{WINDOW_CAPTION}</caption>
        <thead>
          <tr>
            <th scope="col">{STATION_HEAD}</th>
            <th scope="col">{timeZone}</th>
            {differs && <th scope="col">{YOURS(viewerZone)}</th>}
          </tr>
        </thead>
        <tbody>
          {stations.map(({ name, at, here }) => (
            <tr key={name} className={here ? 'here' : undefined}>
              <th scope="row">{name}</th>
              <td>{at === null ? PERMANENT : formatInstant(at, timeZone)}</td>
              {differs && <td>{at === null ? '' : formatInstant(at, viewerZone)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">
        {lastsWords(length, prescaleMinutes)}
        {length !== null && ` ${RETURNS[0]?.toUpperCase()}${RETURNS.slice(1)}.`}
      </p>
    </div>
  );
}

/** The stations in the order of time; now stands where it belongs. */
function stationsOf(window: RequestWindow, prescaleMinutes: number, now: number): Station[] {
  const planned: Station[] = [
    ...(prescaleMinutes > 0 ? [{ name: STATIONS.prescale, at: window.start - prescaleMinutes * 60_000 }] : []),
    { name: STATIONS.opens, at: window.start },
    { name: STATIONS.closes, at: window.end },
  ];
  const after = planned.findIndex(({ at }) => at === null || at > now);
  const here: Station = { name: STATIONS.now, at: now, here: true };
  return after < 0 ? [...planned, here] : [...planned.slice(0, after), here, ...planned.slice(after)];
}

/** Places on the line in percent: a line diagram, stations keep their distance whatever the hours between them. */
const PLACES = { before: 4, prescale: 22, opens: 34, closes: 84, after: 96 };

function Line({ window, prescaleMinutes, now }: Omit<Props, 'viewerZone'>) {
  const { prescale, opens, closes } = PLACES;
  const end = window.end === null ? 100 : closes;
  return (
    <svg className="line" aria-hidden="true">
      <line className="rail" x1="0" x2="100%" y1="16" y2="16" />
      {prescaleMinutes > 0 && (
        <rect className="prescale" x={`${prescale}%`} y="10" width={`${opens - prescale}%`} height="12" />
      )}
      <rect className="window" x={`${opens}%`} y="10" width={`${end - opens}%`} height="12" />
      <circle className="station" cx={`${opens}%`} cy="16" r="6" />
      {window.end !== null && <circle className="station" cx={`${closes}%`} cy="16" r="6" />}
      <rect className="present" x={`${placeOf(now, window, prescaleMinutes)}%`} y="2" width="4" height="28" />
    </svg>
  );
}

/** Where an instant lies on the line, in percent. */
function placeOf(now: number, window: RequestWindow, prescaleMinutes: number): number {
  const { before, prescale, opens, closes, after } = PLACES;
  const begins = window.start - prescaleMinutes * 60_000;
  if (now < begins) return before;
  if (now < window.start) return between(now, begins, window.start, prescale, opens);
  if (window.end === null) return (opens + closes) / 2;
  return now < window.end ? between(now, window.start, window.end, opens, closes) : after;
}

function between(at: number, from: number, to: number, left: number, right: number): number {
  return Math.round(left + ((at - from) / (to - from)) * (right - left));
}
