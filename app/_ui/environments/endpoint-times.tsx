import type { ProbeOutcome, ProbeReason, ProbeReasonCode } from '#domain/probe.ts';
import type { Level } from '#domain/status.ts';
import { AddressText } from '../address-text.tsx';
import { DataTable } from '../data-table.tsx';
import { LevelMark } from '../level-mark.tsx';
import { Mark } from '../mark.tsx';
import { StatusMarkup } from '../status/status-markup.tsx';
import { reasonWords } from '../words/endpoints.ts';
import * as words from '../words/environment-status.ts';
import { serviceWords } from '../words/sizes.ts';
import { LEVEL_WORDS } from '../words/states.ts';
import { REASON_WORDS } from '../words/status.ts';
import { msWords } from '../words/times.ts';
import { sparkline } from './sparkline.ts';

type Times = { p50: number | null; p95: number | null };
type Endpoint = {
  id: number;
  name: string;
  service: string | null;
  paused: boolean;
  outcome: ProbeOutcome | null;
  since: number | null;
  code: ProbeReasonCode | null;
  day: Times;
  hours: readonly Times[];
  days: Times;
  /** for staff alone */
  staff?: { target: string; reason: ProbeReason | null };
};

const LEVEL_OF: Record<ProbeOutcome, Level> = { UP: 'OPERATIONAL', SLOW: 'DEGRADED', DOWN: 'MAJOR_OUTAGE' };

/** How each endpoint answers now, and how long that took in the last 24 hours and usually takes. */
export function EndpointTimes(props: { endpoints: readonly Endpoint[]; now: number; zone: string }) {
  const { endpoints, now, zone } = props;
  if (endpoints.length === 0) return <p className="text-soft">{words.NO_ENDPOINTS}</p>;
  const rows = endpoints.map((endpoint) => ({
    key: String(endpoint.id),
    cells: [
      <Name key="name" endpoint={endpoint} />,
      <Now key="now" endpoint={endpoint} now={now} zone={zone} />,
      <Spark key="spark" hours={endpoint.hours} />,
      msWords(endpoint.day.p50),
      msWords(endpoint.day.p95),
      words.usualWords(endpoint.days.p50, endpoint.days.p95),
    ],
  }));
  const columns = words.RESPONSE_COLUMNS.map((head, n) => ({ head, number: n > 2, tight: n === 1 }));
  return (
    <div className="times">
      <DataTable caption={words.RESPONSE_TIMES} columns={columns} rows={rows} />
      <p className="hint">{words.RESPONSE_HINT}</p>
    </div>
  );
}

function Name({ endpoint: { name, service, staff } }: { endpoint: Endpoint }) {
  return (
    <span>
      {name}
      {service !== null && <small>{serviceWords(service)}</small>}
      {staff && (
        <small className="target">
          <AddressText address={staff.target} />
        </small>
      )}
    </span>
  );
}

function Now({ endpoint, now, zone }: { endpoint: Endpoint; now: number; zone: string }) {
  const { outcome, since, code, paused, staff } = endpoint;
  if (paused)
    return (
      <Mark tone="none" fill="dashed">
        {words.PAUSED}
      </Mark>
    );
  const level = outcome === null ? 'UNKNOWN' : LEVEL_OF[outcome];
  return (
    <>
      <LevelMark level={level}>
        {level === 'OPERATIONAL' ? LEVEL_WORDS[level] : words.levelSince(level, since, now, zone)}
      </LevelMark>
      {code !== null && <small>{staff?.reason ? reasonWords(staff.reason) : REASON_WORDS[code]}</small>}
    </>
  );
}

function Spark({ hours }: { hours: readonly Times[] }) {
  const picture = sparkline(hours);
  return picture ? <StatusMarkup of={picture} /> : <span className="text-soft">{words.NO_ANSWERS}</span>;
}
