import type { LevelSeen } from '#domain/environment-view.ts';
import type { Level, LevelReason, ServiceLevel } from '#domain/status.ts';
import type { NoticeView, StatusEnvironment } from '#domain/status-view.ts';
import { UPTIME_DAYS, type Uptime, type UptimeKey } from '#domain/uptime.ts';
import { DataTable } from '../data-table.tsx';
import { LevelMark } from '../level-mark.tsx';
import { daySummary, dayTable } from '../status/day-table.ts';
import { html } from '../status/html.ts';
import { ninetyDays } from '../status/ninety-days.ts';
import { notice } from '../status/notice.ts';
import { percent } from '../status/percent.ts';
import { StatusMarkup } from '../status/status-markup.tsx';
import * as words from '../words/environment-status.ts';
import { NOT_LIVE } from '../words/environments.ts';
import { serviceWords } from '../words/sizes.ts';
import { LEVEL_WORDS } from '../words/states.ts';
import { ENDPOINT_OF, NO_DATA, NO_READING, NOTICE_REASON, REASON_WORDS, UPTIME_HEADS } from '../words/status.ts';
import { formatInstant } from '../words/times.ts';

type Now = { level: Level; since: number | null; live: boolean; zone: string };

/** The level of now in full: the mark and since when. */
export function LevelNow({ level, since, live, zone }: Now) {
  return (
    <p className="level-now">
      <LevelMark level={level} />
      <span className="hint">
        {since === null ? words.NEVER : words.sinceWords(formatInstant(since, zone))}
        {!live && ` ${NOT_LIVE}.`}
      </span>
    </p>
  );
}

/** The level of now at the head of a page, leading to all about it. */
export function StatusLink({ status, now, zone }: { status: LevelSeen; now: number; zone: string }) {
  return (
    <a className="status-link" href="#status">
      <LevelMark level={status.level}>{words.levelSince(status.level, status.since, now, zone)}</LevelMark>
    </a>
  );
}

/** Why it is not operational: endpoints by name, notices by title, which are told below. */
export function Reasons({ reasons }: { reasons: readonly LevelReason[] }) {
  if (reasons.length === 0) return null;
  return (
    <ul className="reasons" aria-label={words.WHY}>
      {reasons.map((reason) => (
        <li key={reason.what === 'notice' ? reason.id : `${reason.service} ${reason.endpoint}`}>
          <Reason reason={reason} />
        </li>
      ))}
    </ul>
  );
}

/** One cause in words. */
export function Reason({ reason, page = '' }: { reason: LevelReason /** where notices are told */; page?: string }) {
  if (reason.what === 'notice')
    return (
      <>
        {NOTICE_REASON[reason.kind]}: <a href={`${page}#n-${reason.id}`}>{reason.title}</a>
      </>
    );
  const { endpoint, service, code } = reason;
  return `${ENDPOINT_OF(endpoint, service && serviceWords(service))}: ${code === null ? NO_READING : REASON_WORDS[code]}`;
}

/** The levels of services that have one. */
export function ServiceLevels({
  services,
  now,
  zone,
}: {
  services: readonly ServiceLevel[];
  now: number;
  zone: string;
}) {
  if (services.length === 0) return null;
  return (
    <ul className="service-levels" aria-label={words.SERVICES_NOW}>
      {services.map(({ service, level, since }) => (
        <li key={service}>
          <span>{serviceWords(service)}</span>
          <LevelMark level={level}>
            {level === 'OPERATIONAL' ? LEVEL_WORDS[level] : words.levelSince(level, since, now, zone)}
          </LevelMark>
        </li>
      ))}
    </ul>
  );
}

/** 90 days as a picture, and as a table for those who open it. */
export function NinetyDays({ environment: { name, days }, now }: { environment: StatusEnvironment; now: number }) {
  const picture = html`<div class="env-days">${ninetyDays(days, now)}<details>${daySummary(name)}${dayTable(name, days, now)}</details></div>`;
  return <StatusMarkup of={picture} />;
}

const KEYS = Object.keys(UPTIME_DAYS) as UptimeKey[];

/** Uptime of today, 7, 30 and 90 days; a second line leaves maintenance out where that reads differently. */
export function UptimeTable({ uptime, outside }: { uptime: Uptime; outside: Uptime }) {
  const row = (head: string, of: Uptime) => ({
    key: head,
    cells: [
      head,
      ...KEYS.map((key) => {
        const share = of[key];
        return share === null ? NO_DATA : percent(share);
      }),
    ],
  });
  const [whole, rest] = [row(words.UPTIME_WITH, uptime), row(words.UPTIME_WITHOUT, outside)];
  const differs = whole.cells.slice(1).join() !== rest.cells.slice(1).join();
  const heads = KEYS.map((key) => ({ head: UPTIME_HEADS[key], number: true }));
  return (
    <>
      <DataTable
        caption={words.UPTIME_CAPTION}
        columns={[{ head: words.UPTIME_CAPTION }, ...heads]}
        rows={differs ? [whole, rest] : [whole]}
      />
      <p className="hint">{words.UPTIME_HINT}</p>
    </>
  );
}

type Notices = {
  open: readonly NoticeView[];
  planned: readonly NoticeView[];
  asOf: number;
  zone: string;
  slug: string;
};

/** What is on and what is planned. */
export function Notices({ open, planned, asOf, zone, slug }: Notices) {
  const viewer = { zone, isStranger: false, path: `/environments/${slug}` };
  return <StatusMarkup of={html`${[...open, ...planned].map((each) => notice(each, asOf, viewer))}`} />;
}
