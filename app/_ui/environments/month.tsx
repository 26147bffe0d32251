import type { NoticeTitle } from '#domain/status-view.ts';
import type { StatusDay } from '#domain/uptime.ts';
import { DataTable } from '../data-table.tsx';
import { LevelMark } from '../level-mark.tsx';
import { Mark } from '../mark.tsx';
import { observedShare } from '../status/ninety-days.ts';
import { kindOf, stateOf } from '../status/notice.ts';
import { percent } from '../status/percent.ts';
import * as words from '../words/environment-status.ts';
import { NO_DATA, OBSERVED_ALL, OBSERVED_NONE } from '../words/status.ts';
import { formatMoment } from '../words/times.ts';

/** Days of a month on which not all was well or not all was seen, newest first; until = the instant (UTC ms) up to which today has come. */
export function MonthDays({ days, until }: { days: readonly StatusDay[]; until: number }) {
  const told = days.filter((day) => isRemarkable(day, until));
  if (days.length > 0 && told.length === 0) return <p>{words.DAYS_ALL_WELL}</p>;
  const columns = words.DAY_COLUMNS.map((head, n) => ({ head, number: n > 1 }));
  return (
    <>
      <DataTable
        caption={words.DAYS}
        columns={columns}
        rows={told.map((day) => ({ key: day.date, cells: cellsOf(day, until) }))}
      />
      <p className="hint">{words.DAYS_HINT}</p>
    </>
  );
}

function isRemarkable(day: StatusDay, until: number): boolean {
  return day.level !== 'OPERATIONAL' || day.upSeconds < day.observedSeconds || observedShare(day, until) < 1;
}

function cellsOf(day: StatusDay, until: number): React.ReactNode[] {
  const { date, level, upSeconds, observedSeconds, upMaintenanceSeconds, observedMaintenanceSeconds } = day;
  const observed = observedShare(day, until);
  return [
    words.dayWords(date),
    <LevelMark key="level" level={level} />,
    shareWords(upSeconds, observedSeconds),
    shareWords(upSeconds - upMaintenanceSeconds, observedSeconds - observedMaintenanceSeconds),
    observed === 0 ? OBSERVED_NONE : observed === 1 ? OBSERVED_ALL : percent(observed),
  ];
}

function shareWords(part: number, whole: number): string {
  return whole > 0 ? percent(part / whole) : NO_DATA;
}

/** What was published of a month, newest first; now in UTC ms, zone = the viewer's. */
export function MonthNotices({ notices, now, zone }: { notices: readonly NoticeTitle[]; now: number; zone: string }) {
  if (notices.length === 0) return <p className="text-soft">{words.NO_NOTICES}</p>;
  const rows = notices.map((notice) => ({
    key: notice.id,
    cells: [
      <a key="title" className="whitespace-normal" href={`/status/incidents/${notice.id}`}>
        {notice.title}
      </a>,
      <KindMark key="kind" notice={notice} now={now} />,
      stateOf(notice, now),
      formatMoment(notice.startsAt, zone),
      notice.endsAt === null ? words.STILL : formatMoment(notice.endsAt, zone),
    ],
  }));
  const columns = words.NOTICE_COLUMNS.map((head, n) => ({ head, tight: n > 2 }));
  return <DataTable caption={words.NOTICES} columns={columns} rows={rows} />;
}

function KindMark({ notice, now }: { notice: NoticeTitle; now: number }) {
  const { look, said } = kindOf(notice, now);
  return <Mark {...look}>{said}</Mark>;
}
