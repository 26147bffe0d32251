import type { LevelSpan } from '#domain/level-spans.ts';
import { LEVELS, type Level, type ServiceLevel } from '#domain/status.ts';
import type { StatusEnvironment } from '#domain/status-view.ts';
import { DAYS_SHOWN, dateOf, dayOf, type StatusDay, uptimeOf, uptimeOutsideMaintenance } from '#domain/uptime.ts';
import { fadedAt, fadedServices, fadedStatus, hasFaded } from './board-faded.ts';
import { type ContractRow, DAY_NUMBERS, type Lasts, type NoticeRow, type StatusRow } from './board-rows.ts';

const DAY_MS = 86_400_000;

/** A contract on the board. */
export type ContractEntry = Omit<ContractRow, 'environments'> & { entries: Entry[]; notices: NoticeRow[] };
/** An environment on the board; what changes changes in place. */
export type Entry = ContractRow['environments'][number] & {
  contract: ContractEntry;
  /** what a search looks in */
  sought: string;
  status: Status | null;
  /** days that are rolled up, packed */
  days: Buffer;
  /** null = none is measured */
  lasts: Lasts | null;
  view: { of: string; made: StatusEnvironment } | null;
};
type Status = Omit<StatusRow, 'spans' | 'id'> & { spans: LevelSpan[]; changedAt: number };

/** Of when the facts are; when the database last answered, and, when it cannot be asked since, what time it is. All in UTC ms. */
export type AsOf = { asOf: number; answeredAt: number; stale: boolean; now: number };

export const NO_DAYS = Buffer.alloc(0);

/** An environment whose status is not known yet. */
export function entryOf(contract: ContractEntry, row: ContractRow['environments'][number]): Entry {
  const sought = `${row.slug}\n${row.name}\n${contract.reference}\n${contract.organisation}`.toLowerCase();
  return { ...row, contract, sought, status: null, days: NO_DAYS, lasts: null, view: null };
}

/** What is kept of a status as it is stored. */
export function statusOfRow({ id: _, spans: rows, ...row }: StatusRow): Status {
  const spans = rows.map(([from, to, level, underlying, maintenance]) => ({
    from,
    to,
    level,
    underlying,
    maintenance,
  }));
  const changedAt = Math.max(row.since, ...row.services.map(({ since }) => since), spans.at(-1)?.from ?? 0);
  return { ...row, spans, changedAt };
}

/** The level to be shown: as stored, but while the database is away a reading that has gone stale since says nothing. */
export function levelOf(entry: Entry, at: AsOf): Level {
  const level = entry.status?.level ?? 'UNKNOWN';
  return hasFaded(entry, at) ? fadedStatus(entry, at).level : level;
}

/** Views that are kept at once; ninety days are much larger made than packed. */
const MOST_VIEWS = 1000;
const viewed = new Set<Entry>();

/** An environment as pages show it; made once for each moment. */
export function viewOf(entry: Entry, at: AsOf): StatusEnvironment {
  const faded = hasFaded(entry, at);
  const of = `${at.asOf} ${faded}`;
  if (entry.view?.of === of) return entry.view.made;
  const made = makeView(entry, at, faded);
  entry.view = { of, made };
  viewed.delete(entry);
  for (const oldest of viewed.size < MOST_VIEWS ? [] : viewed) {
    oldest.view = null;
    viewed.delete(oldest);
    break;
  }
  viewed.add(entry);
  return made;
}

function makeView(entry: Entry, at: AsOf, faded: boolean): StatusEnvironment {
  const { id, slug, name, kind, region, contract, live, status } = entry;
  const days = daysOf(entry, at.asOf);
  const level = levelOf(entry, at);
  return {
    id,
    slug,
    name,
    kind,
    region,
    contract: contract.reference,
    organisation: contract.organisation,
    live,
    level,
    measured: entry.lasts !== null,
    // where a clock was ahead nothing is of later than now
    since: faded && level !== status?.level ? fadedAt(entry, at) : status && Math.min(status.since, at.asOf),
    reasons: faded ? fadedStatus(entry, at).reasons : (status?.reasons ?? []),
    services: faded ? fadedServices(entry, at) : (status?.services ?? []).map((service) => since(service, at)),
    days,
    uptime: uptimeOf(days),
    uptimeOutsideMaintenance: uptimeOutsideMaintenance(days),
  };
}

function since(service: ServiceLevel, { asOf }: AsOf): ServiceLevel {
  return service.since <= asOf ? service : { ...service, since: asOf };
}

/** The last 90 UTC days as of an instant: those that are rolled up as they were packed, later ones from the spans. */
function daysOf({ days, status }: Entry, asOf: number): StatusDay[] {
  const today = Math.floor(asOf / DAY_MS);
  const packed = new Map<number, number>();
  for (let at = 0; at < days.length; at += DAY_NUMBERS * 4) packed.set(days.readInt32BE(at), at);
  const rolledTo = (status?.rolledTo ?? 0) / DAY_MS;
  return Array.from({ length: DAYS_SHOWN }, (_, index) => {
    const day = today - DAYS_SHOWN + 1 + index;
    const date = dateOf(day * DAY_MS);
    const at = packed.get(day);
    if (at !== undefined && day < rolledTo) return unpacked(days, at, date);
    return dayOf(date, day >= rolledTo ? (status?.spans ?? []) : [], asOf);
  });
}

function unpacked(days: Buffer, at: number, date: string): StatusDay {
  const number = (place: number) => days.readInt32BE(at + place * 4);
  return {
    date,
    level: LEVELS[number(1)] ?? 'UNKNOWN',
    upSeconds: number(2),
    observedSeconds: number(3),
    maintenanceSeconds: number(4),
    upMaintenanceSeconds: number(5),
    observedMaintenanceSeconds: number(6),
  };
}
