import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { StatusDay } from '#domain/uptime.ts';
import { db } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { actorOf } from '../testing/requests.ts';
import { monthOf } from './history.ts';

const NOW = Date.parse('2026-11-03T10:00:00Z');
const JANA = 'customer@nordlicht.example';
const SUMS = { maintenanceSeconds: 0, upMaintenanceSeconds: 0, observedMaintenanceSeconds: 0 };
const day = (date: string, level: StatusDay['level'] = 'OPERATIONAL', upSeconds = 86_400): StatusDay => ({
  ...{ date, level, upSeconds, observedSeconds: 86_400, ...SUMS },
});

let database: FreshDatabase;
let stage: { id: string; contractId: string };
before(async () => {
  database = await freshDatabase({ demo: true });
  stage = await db().environment.findUniqueOrThrow({ where: { slug: 'nlw-stage' } });
  const { id: environmentId } = stage;
  await db().noticeScope.deleteMany({ where: { environmentId } });
  await db().environmentDay.deleteMany({ where: { environmentId } });
  const stored = [day('2026-09-30'), day('2026-10-01', 'DEGRADED'), day('2026-10-31'), day('2026-11-01', 'DEGRADED')];
  await db().environmentDay.createMany({
    data: stored.map(({ date, ...sums }) => ({ environmentId, date: new Date(date), ...sums })),
  });
});
after(() => database?.drop());

const month = async (asked?: string, email = JANA, recent: StatusDay[] = []) =>
  monthOf(await actorOf(email), 'nlw-stage', recent, asked, NOW);

test('a month has its days newest first, and leads to the months of which anything is told', async () => {
  const october = await month('2026-10');
  assert.deepEqual(october?.days, [day('2026-10-31'), day('2026-10-01', 'DEGRADED')]);
  assert.deepEqual([october?.earlier, october?.later], ['2026-09', '2026-11']);
  const september = await month('2026-09');
  assert.deepEqual([september?.earlier, september?.later], [null, '2026-10']);
});

test('days that are not rolled up yet are those of the board; what is no month is this one', async () => {
  const recent = [day('2026-10-31', 'MAJOR_OUTAGE', 0), day('2026-11-01'), day('2026-11-02'), day('2026-11-03')];
  for (const asked of [undefined, '2026-11', '2026-13', '2031-01', '0001-01', "2026-10'--", ''])
    assert.deepEqual(
      (await month(asked, JANA, recent))?.days,
      [day('2026-11-03'), day('2026-11-02'), day('2026-11-01', 'DEGRADED')],
      asked,
    );
});

test('notices of a month touch it, are published, and are of this environment', async () => {
  const { id: createdById } = await db().person.findUniqueOrThrow({ where: { email: 'manager@headroom.example' } });
  const notice = async (title: string, startsAt: string, endsAt: string | null, draft = false) => {
    const id = randomUUID();
    const scope = {
      number: 1,
      contractId: stage.contractId,
      environmentId: stage.id,
      slug: 'nlw-stage',
      name: 'STAGE',
    };
    await db().notice.create({
      data: {
        ...{ id, kind: 'INCIDENT', title, impact: 'OPERATIONAL', worst: 'DEGRADED', createdById },
        state: endsAt === null ? 'MONITORING' : 'RESOLVED',
        startsAt: new Date(startsAt),
        endsAt: endsAt === null ? null : new Date(endsAt),
        publishedAt: draft ? null : new Date(startsAt),
        scope: { create: scope },
      },
    });
  };
  await notice('long', '2026-08-30T00:00:00Z', '2026-10-01T00:00:00Z');
  await notice('september', '2026-09-02T00:00:00Z', '2026-09-30T23:59:59Z');
  await notice('open', '2026-10-31T23:59:59Z', null);
  await notice('november', '2026-11-01T00:00:00Z', null);
  await notice('secret draft', '2026-10-05T00:00:00Z', null, true);
  assert.deepEqual(
    (await month('2026-10', 'partner@brueckner.example'))?.notices.map(({ title, impact }) => `${title} ${impact}`),
    ['open OPERATIONAL', 'long DEGRADED'],
  );
});

test('nothing is told of an environment that is not theirs', async () => {
  assert.equal(await month('2026-10', 'customer@kestrel.example'), null);
  assert.equal(await monthOf(await actorOf(JANA), 'no-such-place', [], undefined, NOW), null);
  assert.equal(await monthOf(await actorOf(JANA), 'a\0b', [], undefined, NOW), null);
});
