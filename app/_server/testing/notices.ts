import type { FieldError } from '#domain/field-error.ts';
import type { NoticeInput } from '#domain/notice-form.ts';
import { db } from '../db.ts';
import type { Outcome } from '../outcome.ts';
import { codesOf } from './requests.ts';

const HOUR = 3_600_000;

/** For tests: what the form of an incident on nlw-stage tells. */
export function incidentInput(changes: Record<string, unknown> = {}, errors: FieldError[] = []): NoticeInput {
  const body = {
    ...{ title: 'Checkout is slow', text: 'We **look** into it.', impact: 'MAJOR_OUTAGE', state: 'INVESTIGATING' },
    ...{ scope: [{ environment: 'nlw-stage' }], ...changes },
  };
  return { body, errors };
}

/** For tests: what the form of a maintenance on nlw-stage tells, hours from an instant (UTC ms) and two hours long. */
export function maintenanceInput(at: number, inHours = 1, changes: Record<string, unknown> = {}): NoticeInput {
  const { state: _, ...body } = incidentInput({ title: 'New database', impact: 'OPERATIONAL' }).body;
  const window = {
    start: new Date(at + inHours * HOUR).toISOString(),
    end: new Date(at + (inHours + 2) * HOUR).toISOString(),
    timeZone: 'UTC',
  };
  return { body: { ...body, window, ...changes }, errors: [] };
}

/** For tests: what the tables hold of notices and levels, to be compared before and after what must change nothing. */
export async function noticeCensus(): Promise<Record<string, unknown>> {
  const [row] = await db().$queryRaw<[Record<string, unknown>]>`
    SELECT (SELECT md5(coalesce(string_agg(n::text, '|' ORDER BY n.id), '')) FROM "Notice" n) AS notices,
           (SELECT md5(coalesce(string_agg(u::text, '|' ORDER BY u.id), '')) FROM "NoticeUpdate" u) AS updates,
           (SELECT md5(coalesce(string_agg(s::text, '|' ORDER BY s."noticeId", s.number), '')) FROM "NoticeScope" s) AS scopes,
           (SELECT md5(coalesce(string_agg(l::text, '|' ORDER BY l."environmentId", l."from"), '')) FROM "LevelSpan" l) AS spans,
           (SELECT md5(coalesce(string_agg(e::text, '|' ORDER BY e."environmentId"), '')) FROM "EnvironmentStatus" e) AS statuses`;
  return row;
}

/** For tests: the level that is stored for an environment. */
export async function levelOf(slug: string): Promise<string | undefined> {
  const found = await db().environmentStatus.findFirst({ where: { environment: { slug } } });
  return found?.level;
}

/** For tests: what a form with a text alone tells. */
export function textInput(text: string): NoticeInput {
  return { body: { text }, errors: [] };
}

/** For tests: the id of a notice that must have been made; throws with the refusal otherwise. */
export function idOf(outcome: Outcome<string>): string {
  if (outcome.kind !== 'done') throw new Error(`refused: ${codesOf(outcome).join()}`);
  return outcome.value;
}
