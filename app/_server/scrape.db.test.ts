import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { isOverdue, lateBy } from '#domain/clock.ts';
import { dueFacts } from '#domain/stored-request.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { db } from './db.ts';
import { counted, moved, providerCall, tickDone } from './metrics.ts';
import { loadRequests } from './requests/load.ts';
import { scrape } from './scrape.ts';
import { type FreshDatabase, freshDatabase } from './testing/database.ts';

const HOUR = 3_600_000;
let database: FreshDatabase;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database.drop());

/** The samples by name and labels. */
async function samples(now?: number): Promise<Map<string, number>> {
  const { text } = await scrape(now);
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

test('late, overdue and failed are what the domain calls so, at any time', async () => {
  const requests = await loadRequests(db(), Prisma.sql`SELECT id FROM "UpscaleRequest"`);
  const seen = new Set<string>();
  for (const hours of [-24 * 400, -24, 0, 1, 24 * 8, 24 * 400]) {
    const now = Date.now() + hours * HOUR;
    const told = await samples(now);
    const late = requests.filter((one) => lateBy(dueFacts(one), now) > 0);
    const overdue = requests.filter((one) => isOverdue({ ...one, windowEnd: one.window?.end ?? null }, now));
    assert.equal(told.get('headroom_windows_late'), late.length, `late after ${hours} h`);
    assert.equal(told.get('headroom_windows_overdue'), overdue.length, `overdue after ${hours} h`);
    seen.add(`${late.length} ${overdue.length}`);
    const failed = requests.filter(({ state }) => state === 'FAILED');
    for (const [during, state] of [
      ['apply', 'APPLYING'],
      ['return', 'RETURNING'],
    ])
      assert.equal(
        told.get(`headroom_windows_failed{during="${during}"}`),
        failed.filter(({ failedDuring }) => failedDuring === state).length,
      );
    for (const { state } of requests)
      assert.equal(
        told.get(`headroom_requests{state="${state}"}`),
        requests.filter((one) => one.state === state).length,
      );
  }
  assert.ok(seen.size > 2, 'the demo tells of windows late and in time');
});

test('what workers counted is told by worker, and never added up', async () => {
  tickDone({ ms: 20, claimed: 3 });
  providerCall({ provider: 'simulated', what: 'apply', outcome: 'accepted', ms: 100 });
  moved('activate');
  const metrics = JSON.parse(JSON.stringify(await counted()));
  for (const slot of [0, 1])
    await db().worker.create({ data: { id: randomUUID(), slot, startedAt: new Date(), beatAt: new Date(), metrics } });
  const told = await samples();
  for (const process of ['worker-0', 'worker-1']) {
    assert.equal(told.get(`headroom_claims_total{process="${process}"}`), 3);
    assert.equal(told.get(`headroom_tick_seconds_count{process="${process}"}`), 1);
    assert.equal(told.get(`headroom_tick_seconds_bucket{le="0.005",process="${process}"}`), 0);
    assert.equal(told.get(`headroom_tick_seconds_bucket{le="0.02",process="${process}"}`), 1);
    assert.equal(told.get(`headroom_moves_total{move="activate",process="${process}"}`), 1);
    const call = `what="apply",outcome="accepted",provider="simulated",process="${process}"`;
    assert.equal(told.get(`headroom_provider_calls_total{${call}}`), 1);
  }
  assert.equal(told.get('headroom_workers'), 2);
  assert.ok((told.get('process_resident_memory_bytes{process="web"}') ?? 0) > 1e6);
  assert.equal(told.get('headroom_claims_total{process="web"}'), undefined);
});

test('each name is described once', async () => {
  const { text } = await scrape();
  assert.equal(new Set(text.match(/^# TYPE \S+/gm)).size, text.match(/^# TYPE \S+/gm)?.length);
});
