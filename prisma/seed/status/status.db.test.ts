import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LevelSpan } from '#domain/level-spans.ts';
import { dateOf, dayOf } from '#domain/uptime.ts';
import { db } from '#server/db.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { HISTORY_STEP_MS } from './troubles.ts';

const DAY = 86_400_000;
let database: FreshDatabase;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database?.drop());

async function storedSpans(environmentId: string): Promise<LevelSpan[]> {
  const rows = await db().levelSpan.findMany({ where: { environmentId }, orderBy: { from: 'asc' } });
  return rows.map(({ from, to, level, underlying, maintenance }) => ({
    ...{ from: from.getTime(), to: to?.getTime() ?? null, level, underlying, maintenance },
  }));
}

test('Every live environment has 90 days of spans without a hole, and days that are their sums', async () => {
  const rows = await db().environment.findMany({ include: { status: true, days: { orderBy: { date: 'asc' } } } });
  assert.deepEqual(
    rows.flatMap(({ slug, status }) => (status ? [] : [slug])),
    ['jun-prod'],
  );
  for (const { id, slug, status, days } of rows.filter(({ live }) => live)) {
    const spans = await storedSpans(id);
    for (const [index, span] of spans.entries()) assert.equal(span.to, spans[index + 1]?.from ?? null, slug);
    const [last, settledAt] = [spans.at(-1), status?.settledAt.getTime() ?? 0];
    assert.deepEqual([last?.level, last?.underlying], [status?.level, status?.underlying], slug);
    assert.equal(days.length, 89);
    assert.equal(spans[0]?.from, days[0]?.date.getTime());
    assert.equal(days.at(-1)?.date.getTime(), Math.floor(settledAt / DAY) * DAY - DAY);
    for (const { environmentId: _, date, ...day } of days)
      assert.deepEqual({ date: dateOf(date.getTime()), ...day }, dayOf(dateOf(date.getTime()), spans, settledAt), slug);
  }
});

test('A level says why, and its services say theirs', async () => {
  const { services, reasons, level } = await db().environmentStatus.findFirstOrThrow({
    where: { environment: { slug: 'alp-stage-us' } },
  });
  assert.equal(level, 'DEGRADED');
  const levels = (services as { service: string; level: string }[]).map((each) => `${each.service} ${each.level}`);
  assert.deepEqual(levels, ['backoffice OPERATIONAL', 'glue OPERATIONAL', 'search DEGRADED', 'yves OPERATIONAL']);
  const notice = await db().notice.findFirstOrThrow({
    where: { kind: 'INCIDENT', endsAt: null, publishedAt: { not: null } },
  });
  assert.deepEqual(
    (reasons as { what: string; id: string }[]).map(({ what, id }) => [what, id]),
    [['notice', notice.id]],
  );
});

test('What was probed is as long as what the levels tell', async () => {
  const { id } = await db().environment.findUniqueOrThrow({ where: { slug: 'kes-prod' } });
  const [outage] = (await storedSpans(id)).filter(({ level }) => level === 'MAJOR_OUTAGE');
  assert.ok(outage?.to);
  const down = await db().$queryRaw<{ down: number }[]>`
    SELECT d.down FROM "ProbeDay" d JOIN "Endpoint" e ON e.id = d."endpointId"
    WHERE e."environmentId" = ${id}::uuid AND e.name = 'Load balancer' AND d.down > 0`;
  const probed = down.reduce((sum, day) => sum + day.down, 0);
  assert.equal(probed * HISTORY_STEP_MS, 40 * 60_000);
  assert.ok(outage.to - outage.from >= probed * HISTORY_STEP_MS);
});

test('Raw probes of the last day and the hours of a week stand before the marks of the rollups', async () => {
  const [{ raw, hours, oldest, newest } = { raw: 0, hours: 0, oldest: 0, newest: 0 }] = await db().$queryRaw<
    { raw: number; hours: number; oldest: number; newest: number }[]
  >`
    SELECT (SELECT count(*)::int FROM "ProbeResult") AS raw, count(*)::int AS hours,
      extract(epoch FROM min(hour))::float8 * 1000 AS oldest, extract(epoch FROM max(hour))::float8 * 1000 AS newest
    FROM "ProbeHour"`;
  const endpoints = await db().endpoint.count();
  assert.equal(endpoints, 44);
  assert.ok(raw > endpoints * 700 && raw <= endpoints * 720, String(raw));
  const marks = await db().rollupMark.findMany({ orderBy: { kind: 'desc' } });
  assert.deepEqual(
    marks.map(({ kind }) => kind),
    ['hours', 'days'],
  );
  assert.equal(newest, (marks[0]?.upTo.getTime() ?? 0) - 3_600_000);
  assert.equal(newest - oldest, 7 * DAY - 3_600_000);
  assert.equal(hours, endpoints * 7 * 24);
});

test('The record holds each change of a notice, by whoever made it, and the notices are as it says', async () => {
  const notices = await db().notice.findMany({ include: { createdBy: true } });
  assert.equal(notices.filter(({ publishedAt }) => publishedAt === null).length, 1);
  for (const { id, createdBy, version, state, postMortem } of notices) {
    const entries = await db().auditEntry.findMany({ where: { subject: `notice ${id}` }, orderBy: { n: 'asc' } });
    assert.ok(entries.every(({ who }) => who === createdBy.email));
    const said: Record<string, unknown> = Object.assign({}, ...entries.map(({ after }) => after));
    assert.deepEqual([entries.length, said.state, said.postMortem], [version, state, postMortem]);
  }
});
