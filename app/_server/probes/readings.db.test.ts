import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Client } from 'pg';
import { connect, db } from '../db.ts';
import { freshDatabase, untilBlocked } from '../testing/database.ts';
import { endpointsAt } from '../testing/endpoints.ts';
import { type ClaimedProbe, claimProbes, cutFuture, giveBack } from './claim.ts';
import { Post } from './post.ts';
import { type Finding, writeChanged, writeUnchanged } from './readings.ts';

process.env.LOG_LEVEL ??= 'silent';
const SLUG = 'nlw-stage';
const HOUR = 3_600_000;
let database: Awaited<ReturnType<typeof freshDatabase>>;
before(async () => {
  database = await freshDatabase({ demo: true });
});
after(() => database?.drop());
beforeEach(async () => {
  await db().endpoint.deleteMany({});
  await db().probeResult.deleteMany({});
});

/** What a probe under a claim found, now. */
function found({ id, environmentId, token }: ClaimedProbe, changes: Partial<Finding> = {}): Finding {
  const at = Date.now();
  return {
    ...{ endpointId: id, environmentId, token, at, staleAt: at + HOUR, nextAt: at + 60_000 },
    ...{ outcome: 'UP', ms: 5, reason: null, certificateEndsAt: null, ...changes },
  };
}
const write = (finding: Finding) => writeChanged(finding.environmentId, [finding], Date.now());
const only = <T>(each: readonly T[]): T => {
  assert.equal(each.length, 1);
  return each[0] as T;
};
const state = async () => only(await db().probeState.findMany());

test('A dead worker’s probe comes again when its lease is over, not after its whole interval, under a higher token', async () => {
  await endpointsAt(SLUG, ['http://shop.example/'], { intervalSeconds: 86_400, timeoutMs: 2000, retries: 1 });
  const at = Date.now();
  const lost = only(await claimProbes(at, 10));
  const lease = 2 * 2500 + 10_000;
  assert.deepEqual(await claimProbes(at + lease - 1, 10), []);
  const again = only(await claimProbes(at + lease, 10));
  assert.ok(again.id === lost.id && again.token > lost.token);
  // whoever was thought dead is not believed any more
  const late = found(lost, { outcome: 'DOWN' });
  assert.deepEqual(await writeUnchanged([late]), []);
  await write(late);
  assert.deepEqual([(await state()).outcome, (await state()).at, await db().probeResult.count()], [null, null, 0]);
  await giveBack([lost], at);
  assert.ok((await state()).nextAt.getTime() > at);
  await write(found(again));
  assert.deepEqual([(await state()).outcome, await db().probeResult.count()], ['UP', 1]);
});

test('An endpoint that is gone, or was changed meanwhile, gets no reading', async () => {
  const [id = 0] = await endpointsAt(SLUG, ['http://shop.example/']);
  const claim = only(await claimProbes(Date.now(), 10));
  await db().$executeRaw`UPDATE "ProbeState" SET token = nextval('probe_token') WHERE "endpointId" = ${id}`;
  await write(found(claim));
  assert.equal((await state()).outcome, null);
  await db().endpoint.delete({ where: { id } });
  await write(found(claim));
  assert.deepEqual(await writeUnchanged([found(claim)]), []);
  assert.equal(await db().probeResult.count(), 0);
});

test('What is the same is written at once for all; what is news is left for its level', async () => {
  await endpointsAt(SLUG, ['http://a.example/', 'http://b.example/', 'http://c.example/', 'http://d.example/']);
  const claims = (await claimProbes(Date.now(), 10)).sort((one, other) => one.id - other.id);
  for (const claim of claims) await write(found(claim));
  const [a, b, c, d] = claims as [ClaimedProbe, ClaimedProbe, ClaimedProbe, ClaimedProbe];
  const slow = { code: 'slow', params: { ms: 9, limitMs: 5 } } as const;
  await db().probeState.update({ where: { endpointId: d.id }, data: { staleAt: new Date(Date.now() - 1) } });
  const news = await writeUnchanged([
    found(a, { ms: 7, certificateEndsAt: 1_900_000_000_000 }),
    found(b, { outcome: 'SLOW', reason: slow }),
    found(c, { outcome: 'DOWN', ms: null, reason: { code: 'refused', params: {} } }),
    found(d),
  ]);
  assert.deepEqual(
    news.map(({ endpointId }) => endpointId),
    [b.id, c.id, d.id],
  );
  const stored = await db().probeState.findUniqueOrThrow({ where: { endpointId: a.id } });
  assert.deepEqual([stored.ms, stored.reason, stored.certificateEndsAt?.getTime()], [7, null, 1_900_000_000_000]);
  assert.equal(await db().probeResult.count(), 5);
  await write(found(b, { outcome: 'SLOW', reason: slow }));
  const other = await writeUnchanged([
    found(b, { outcome: 'SLOW', reason: { code: 'certificateSoon', params: { days: 3 } } }),
  ]);
  assert.equal(other.length, 1);
  assert.deepEqual(
    await writeUnchanged([found(b, { outcome: 'SLOW', reason: { ...slow, params: { ms: 8, limitMs: 5 } } })]),
    [],
  );
  // a connection that does not stand shows no certificate: the last one seen is kept
  await write(found(a, { outcome: 'DOWN', ms: null, reason: { code: 'refused', params: {} } }));
  const kept = await db().probeState.findUniqueOrThrow({ where: { endpointId: a.id } });
  assert.equal(kept.certificateEndsAt?.getTime(), 1_900_000_000_000);
});

test('A day without a partition gets one, and the results are written', async () => {
  await endpointsAt(SLUG, ['http://a.example/']);
  const claim = only(await claimProbes(Date.now(), 10));
  const owner = connect(database.url, '');
  const partition = `"ProbeResult_${new Date().toISOString().slice(0, 10).replaceAll('-', '')}"`;
  for (const isNews of [true, false]) {
    await owner.$executeRawUnsafe(`DROP TABLE ${partition}`);
    const post = new Post(Date.now);
    post.add(found(claim), isNews);
    await post.flush();
    assert.equal(await db().probeResult.count(), 1);
  }
  await owner.$disconnect();
});

test('While the database is away results wait, and those that waited too long are dropped', async () => {
  await endpointsAt(SLUG, ['http://a.example/', 'http://b.example/']);
  const claims = await claimProbes(Date.now(), 10);
  for (const claim of claims) await write(found(claim));
  const [same, news] = claims as [ClaimedProbe, ClaimedProbe];
  const kept = globalThis as { headroomDb?: ReturnType<typeof db> };
  const here = db();
  const filled = (post: Post) => {
    post.add(found(same, { ms: 11 }), false);
    post.add(found(news, { outcome: 'DOWN', ms: null, reason: { code: 'reset', params: {} } }), true);
    return post;
  };
  kept.headroomDb = connect('postgresql://nobody@127.0.0.1:1/none', '');
  const [patient, impatient] = [filled(new Post(Date.now)), filled(new Post(Date.now, 0))];
  await Promise.all([patient.flush(), impatient.flush()]);
  kept.headroomDb = here;
  await impatient.flush();
  const before = await db().probeState.findMany({ orderBy: { endpointId: 'asc' } });
  assert.deepEqual(new Set(before.map(({ outcome, ms }) => `${outcome} ${ms}`)), new Set(['UP 5']));
  await patient.flush();
  const after = await db().probeState.findMany();
  assert.deepEqual(new Set(after.map(({ outcome, ms }) => `${outcome} ${ms}`)), new Set(['UP 11', 'DOWN null']));
});

test('What a clock that was ahead said of the future is taken back', async () => {
  await endpointsAt(SLUG, ['http://a.example/'], { intervalSeconds: 60 });
  const now = Date.now();
  assert.equal(await cutFuture(now), 0);
  const ahead = new Date(now + 5 * HOUR);
  const [at, staleAt] = [new Date(now + 4 * HOUR), ahead];
  await db().probeState.updateMany({ data: { nextAt: ahead, outcome: 'UP', at, since: at, staleAt } });
  assert.equal(await cutFuture(now), 1);
  const cut = await state();
  assert.deepEqual([cut.at?.getTime(), cut.since?.getTime(), cut.nextAt.getTime()], [now, now, now]);
  assert.ok(cut.staleAt && cut.staleAt.getTime() > now && cut.staleAt.getTime() <= now + 150_000);
  assert.equal(await cutFuture(now), 0);
  // what is as it should be is not touched
  const claim = only(await claimProbes(now, 10));
  await write(found(claim, { staleAt: now + 130_000 }));
  const whole = await state();
  await cutFuture(now);
  assert.deepEqual(await state(), whole);
});

test('Readings are locked in the order in which a notice on several environments needs them', async () => {
  const environments = await db().environment.findMany({ where: { live: true }, orderBy: { id: 'asc' }, take: 2 });
  const [early, late] = environments.map(({ slug }) => slug);
  const [last = 0] = await endpointsAt(late ?? '', ['http://late.example/']);
  const [first = 0] = await endpointsAt(early ?? '', ['http://early.example/']);
  assert.ok(last < first);
  const claims = await claimProbes(Date.now(), 10);
  const notice = new Client({ connectionString: database.url });
  await notice.connect();
  const lock = (id: number) =>
    notice.query('SELECT 1 FROM "ProbeState" WHERE "endpointId" = $1 FOR UPDATE NOWAIT', [id]);
  await notice.query('BEGIN');
  await lock(first);
  const writing = writeUnchanged(claims.map((claim) => found(claim)));
  await untilBlocked(notice);
  await lock(last);
  await notice.query('COMMIT');
  assert.equal((await writing).length, 2);
  await notice.end();
});
