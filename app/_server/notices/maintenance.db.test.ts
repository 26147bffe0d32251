import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { NoticeDeed } from '#domain/notice.ts';
import type { NoticeInput } from '#domain/notice-form.ts';
import type { Actor } from '../access/standing.ts';
import { db, transaction } from '../db.ts';
import { settle } from '../status/settle.ts';
import { settleDue } from '../status/settle-due.ts';
import { freshDatabase } from '../testing/database.ts';
import { idOf, incidentInput, levelOf, maintenanceInput, textInput } from '../testing/notices.ts';
import { actorOf, codesOf } from '../testing/requests.ts';
import { changeNotice } from './change.ts';
import { createNotice } from './create.ts';
import { getNotice } from './get.ts';

const HOUR = 3_600_000;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let [manager, customer] = [] as unknown as [Actor, Actor];
before(async () => {
  database = await freshDatabase({ demo: true });
  manager = await actorOf('manager@headroom.example');
  customer = await actorOf('customer@nordlicht.example');
});
after(() => database?.drop());
beforeEach(async () => {
  await db().notice.deleteMany();
  await db().endpoint.deleteMany();
});

const plan = async (at: number, input = maintenanceInput(at)) =>
  idOf(await createNotice(manager, { kind: 'MAINTENANCE', publish: true, input }, at));
const row = (id: string) => db().notice.findUniqueOrThrow({ where: { id }, include: { updates: true } });

test('Levels change when a maintenance begins and when it ends, at these very instants, and not when it is announced', async () => {
  const at = Date.now();
  const [environment] = await db().environment.findMany({ where: { slug: 'nlw-stage' } });
  await transaction((tx) => settle(tx, environment?.id ?? '', at));
  const before = await levelOf('nlw-stage');
  const input = maintenanceInput(at);
  await plan(at, input);
  assert.equal(await levelOf('nlw-stage'), before);
  await settleDue(at + HOUR - 1, 500);
  assert.equal(await levelOf('nlw-stage'), before);
  await settleDue(at + HOUR + 5000, 500);
  assert.equal(await levelOf('nlw-stage'), 'MAINTENANCE');
  await settleDue(at + 3 * HOUR + 7000, 500);
  assert.equal(await levelOf('nlw-stage'), before);
  const spans = await db().levelSpan.findMany({ where: { environmentId: environment?.id ?? '', maintenance: true } });
  assert.deepEqual(
    spans.map(({ from, to }) => [from.getTime(), to?.getTime()]),
    [[at + HOUR, at + 3 * HOUR]],
  );
});

test('A cancelled maintenance changes no level', async () => {
  const at = Date.now();
  const id = await plan(at, maintenanceInput(at, 1, { scope: [{ environment: 'kes-prod' }] }));
  const outcome = await changeNotice(manager, id, { deed: 'cancel', version: 1, input: textInput('Not needed.') }, at);
  assert.equal(outcome.kind, 'done');
  await settleDue(at + 2 * HOUR, 500);
  assert.notEqual(await levelOf('kes-prod'), 'MAINTENANCE');
  const page = await getNotice(manager, id, at + 2 * HOUR);
  assert.equal(page.kind === 'done' && page.value.stage, 'CANCELLED');
});

test('Times are judged when it is published, at their fields; a draft keeps what was typed', async () => {
  const at = Date.now();
  const make = (inHours: number, shown: boolean) =>
    createNotice(manager, { kind: 'MAINTENANCE', publish: shown, input: maintenanceInput(at, inHours) }, at);
  assert.deepEqual(codesOf(await make(-1, true)), ['window.start notAhead']);
  assert.deepEqual(codesOf(await make(-3, true)), ['window.start notAhead', 'window.end notAhead']);
  const id = idOf(await make(-3, false));
  const late = await changeNotice(manager, id, { deed: 'publish', version: 1, input: maintenanceInput(at, -3) }, at);
  assert.deepEqual(codesOf(late), ['window.start notAhead', 'window.end notAhead']);
  const future = incidentInput({ window: { start: new Date(at + HOUR).toISOString(), timeZone: 'UTC' } });
  assert.deepEqual(codesOf(await createNotice(manager, { kind: 'INCIDENT', publish: true, input: future }, at)), [
    'window.start notComeYet',
  ]);
  assert.equal((await row(id)).publishedAt, null);
});

test('Maintenance runs until its end, can be extended and ended early, and is fixed once it is over', async () => {
  const at = Date.now();
  const id = await plan(at);
  const on = (deed: NoticeDeed, version: number, input: NoticeInput, when: number) =>
    changeNotice(manager, id, { deed, version, input }, when);
  const until = (hours: number): NoticeInput => ({
    body: { text: 'Takes longer.', window: { end: new Date(at + hours * HOUR).toISOString(), timeZone: 'UTC' } },
    errors: [],
  });
  assert.deepEqual(codesOf(await on('end', 1, textInput('Done.'), at)), ['noticeElsewhere']);
  assert.deepEqual(codesOf(await on('extend', 1, until(2), at + 2 * HOUR)), ['window.end notAhead']);
  assert.deepEqual(codesOf(await on('extend', 1, until(2.5), at + 2 * HOUR)), ['window.end notAfterEnd']);
  assert.equal((await on('extend', 1, until(6), at + 2 * HOUR)).kind, 'done');
  const moved = maintenanceInput(at, 4).body;
  const { text: _, ...edit } = moved;
  assert.deepEqual(codesOf(await on('edit', 2, { body: edit, errors: [] }, at + 2 * HOUR)), [
    'window.start alreadyBegun',
  ]);
  assert.deepEqual(codesOf(await on('cancel', 2, textInput('No.'), at + 2 * HOUR)), ['noticeElsewhere']);
  assert.equal((await on('end', 2, textInput('Done sooner.'), at + 3 * HOUR)).kind, 'done');
  const { state, endsAt, updates } = await row(id);
  assert.deepEqual([state, endsAt?.getTime(), updates.length], ['COMPLETED', at + 3 * HOUR, 3]);
  for (const deed of ['update', 'edit', 'extend', 'end', 'cancel'] as const)
    assert.deepEqual(codesOf(await on(deed, 3, textInput('Late.'), at + 4 * HOUR)), ['noticeElsewhere'], deed);
});

test('What runs keeps its start, which its form does not say; what has not begun must say it', async () => {
  const at = Date.now();
  const id = await plan(at);
  const { text: _, ...body } = maintenanceInput(at, 1, { title: 'Newer database' }).body;
  const window = { end: new Date(at + 5 * HOUR).toISOString(), timeZone: 'Asia/Kathmandu' };
  const edit = (when: number) =>
    changeNotice(manager, id, { deed: 'edit', version: 1, input: { body: { ...body, window }, errors: [] } }, when);
  assert.deepEqual(codesOf(await edit(at)), ['window.start required']);
  assert.equal((await edit(at + 2 * HOUR)).kind, 'done');
  const { title, startsAt, endsAt } = await row(id);
  assert.deepEqual([title, startsAt.getTime(), endsAt?.getTime()], ['Newer database', at + HOUR, at + 5 * HOUR]);
});

test('Maintenance that time has ended is over, whatever is stored', async () => {
  const at = Date.now();
  const id = await plan(at);
  const page = await getNotice(customer, id, at + 4 * HOUR);
  assert.deepEqual(page.kind === 'done' && [page.value.stage, page.value.view.state], ['COMPLETED', 'COMPLETED']);
  assert.deepEqual(
    codesOf(await changeNotice(manager, id, { deed: 'end', version: 1, input: textInput('x') }, at + 4 * HOUR)),
    ['noticeElsewhere'],
  );
});

test('Overlapping maintenance is allowed and told to its publishers', async () => {
  const at = Date.now();
  const [first, second] = [await plan(at), await plan(at, maintenanceInput(at, 2))];
  const [apart, away] = [
    await plan(at, maintenanceInput(at, 9)),
    await plan(at, maintenanceInput(at, 1, { scope: [{ environment: 'kes-prod' }] })),
  ];
  const overlapsOf = async (id: string) => {
    const page = await getNotice(manager, id, at);
    return page.kind === 'done' && page.value.staff?.overlaps.map((each) => `${each.id} ${each.slug}`);
  };
  assert.deepEqual(await overlapsOf(first), [`${second} nlw-stage`]);
  assert.deepEqual(await overlapsOf(second), [`${first} nlw-stage`]);
  assert.deepEqual([await overlapsOf(apart), await overlapsOf(away)], [[], []]);
});
