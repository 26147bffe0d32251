import { toldImpact, toldState } from '#domain/notice.ts';
import type { Impact } from '#domain/status.ts';
import type { NoticeTitle } from '#domain/status-view.ts';
import { dateOf, type StatusDay } from '#domain/uptime.ts';
import { type Actor, scopeOf } from '../access/standing.ts';
import { isSlug } from '../api/query.ts';
import { db } from '../db.ts';
import { ms } from '../environments/rows.ts';
import { within } from '../requests/find.ts';

/** Notices of one month that are listed at most. */
const MOST_NOTICES = 200;
/** What PostgreSQL and a calendar both know. */
const MONTH = /^[2-9]\d{3}-(0[1-9]|1[0-2])$/;

/** A UTC month of an environment: the days that are told so far, and what was published of it; newest first. */
export type StatusMonth = {
  /** '2026-11' */
  month: string;
  /** the months beside it of which anything may be told */
  earlier: string | null;
  later: string | null;
  days: StatusDay[];
  notices: NoticeTitle[];
};

/** How one environment was in a month ('2026-11'; what is no month, or lies ahead, is this one). recent = its last days as the board has them, today included; the environment was judged with them. One statement. */
export async function monthOf(
  actor: Actor,
  slug: string,
  recent: readonly StatusDay[],
  asked: string | undefined,
  at: number = Date.now(),
): Promise<StatusMonth | null> {
  if (!isSlug(slug)) return null;
  const now = dateOf(at).slice(0, 7);
  const month = asked !== undefined && MONTH.test(asked) && asked < now ? asked : now;
  const [from, to] = [`${month}-01`, `${monthAfter(month, 1)}-01`];
  const [row] = await db().$queryRaw<Row[]>`
    SELECT (SELECT min(d.date)::text FROM "EnvironmentDay" d WHERE d."environmentId" = e.id) AS first, (
      SELECT coalesce(json_agg(json_build_object('date', d.date, 'level', d.level, 'upSeconds', d."upSeconds",
        'observedSeconds', d."observedSeconds", 'maintenanceSeconds', d."maintenanceSeconds",
        'upMaintenanceSeconds', d."upMaintenanceSeconds", 'observedMaintenanceSeconds', d."observedMaintenanceSeconds")), '[]')
      FROM "EnvironmentDay" d WHERE d."environmentId" = e.id AND d.date >= ${from}::date AND d.date < ${to}::date) AS days, (
      SELECT coalesce(json_agg(n.*), '[]') FROM (
        SELECT n.id, n.kind, n.title, n.state, n.impact, n.worst, ${ms('n."startsAt"')} AS "startsAt", ${ms('n."endsAt"')} AS "endsAt",
          ${ms('n."publishedAt"')} AS "publishedAt"
        FROM "Notice" n
        WHERE n."publishedAt" IS NOT NULL AND n.id IN (SELECT s."noticeId" FROM "NoticeScope" s WHERE s."environmentId" = e.id)
          AND n."startsAt" < ${to}::date::timestamp AT TIME ZONE 'UTC'
          AND (n."endsAt" IS NULL OR n."endsAt" >= ${from}::date::timestamp AT TIME ZONE 'UTC')
        ORDER BY n."startsAt" DESC, n.id LIMIT ${MOST_NOTICES}) n) AS notices
    FROM "Environment" e JOIN "Contract" c ON c.id = e."contractId"
    WHERE e.slug = ${slug} AND ${within(scopeOf(actor, 'seeEnvironments'))}`;
  if (!row) return null;
  const first = (row.first ?? recent.find(({ level }) => level !== 'UNKNOWN')?.date ?? from).slice(0, 7);
  return {
    month,
    earlier: first < month ? monthAfter(month, -1) : null,
    later: month < now ? monthAfter(month, 1) : null,
    days: daysWith(row.days, recent, month),
    notices: row.notices.map(({ publishedAt, worst, ...notice }) => ({
      ...notice,
      state: toldState({ ...notice, publishedAt }, at),
      impact: toldImpact({ ...notice, worst }),
    })),
  };
}

type Row = {
  first: string | null;
  days: StatusDay[];
  notices: (NoticeTitle & { publishedAt: number; worst: Impact })[];
};

/** Days that are rolled up, and for those that are not yet, the board's; newest first. */
function daysWith(stored: readonly StatusDay[], recent: readonly StatusDay[], month: string): StatusDay[] {
  const days = new Map<string, StatusDay>();
  for (const day of [...recent.filter(({ date }) => date.startsWith(month)), ...stored]) days.set(day.date, day);
  return [...days.values()].sort((a, b) => (a.date < b.date ? 1 : -1));
}

/** '2026-12', 1 → '2027-01' */
function monthAfter(month: string, by: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}
