import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fieldsOf } from '#domain/form-fields.ts';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import type { Outcome } from '../outcome.ts';
import { freshDatabase } from '../testing/database.ts';
import { actorOf, body, census } from '../testing/requests.ts';
import { checkForm, openForm } from './check.ts';
import { listUndecided } from './list.ts';
import { moveRequest } from './move.ts';
import { getRequestPage } from './page.ts';
import { submitRequest } from './submit.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let customer: Actor;
let manager: Actor;
let partner: Actor;

before(async () => {
  database = await freshDatabase({ demo: true });
  customer = await actorOf('customer@nordlicht.example');
  manager = await actorOf('manager@headroom.example');
  partner = await actorOf('partner@brueckner.example');
});
after(() => database?.drop());

const DAY = 86_400_000;
/** A wall time of Berlin that is noon in UTC or an hour or two beside it. */
const local = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 16);
const form = (fields: Record<string, string>) =>
  fieldsOf(Object.entries({ environment: 'nlw-stage', timeZone: 'Europe/Berlin', ...fields }));
/** The value of an outcome that must be done. */
function doneValue<T>(outcome: Outcome<T>): T {
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  return (outcome as Extract<Outcome<T>, { kind: 'done' }>).value;
}
const codes = (refusals: readonly { code: string }[]) => refusals.map(({ code }) => code);

test('an empty form has its effect and no refusal but the unsaid consistency', async () => {
  const checked = doneValue(await checkForm(customer, form({})));
  assert.deepEqual(codes(checked.refusals), ['consistencyMissing']);
  assert.equal(checked.effect?.uses, 0);
  assert.equal(typeof checked.effect?.left, 'number');
  assert.equal(checked.window, null);
});

test('every refusal of what is filled in, although the rest is missing', async () => {
  const checked = doneValue(
    await checkForm(customer, form({ 'wanted.yves.max': '9', start: local(1), end: local(2), note: 'None' })),
  );
  assert.deepEqual([...new Set(codes(checked.refusals))], ['aboveCeiling', 'reachesProd', 'tooSoon']);
  assert.ok(checked.errors.some(({ path, code }) => path === 'reason' && code === 'required'));
  assert.equal(checked.effect?.uses, 1);
});

test('a taken window is named, but a request being changed does not stand in its own way', async () => {
  const mine = doneValue(await submitRequest(customer, body({}, 40), { draft: false }));
  const page = doneValue(await getRequestPage(customer, mine.reference));
  const { window } = page.stored;
  const fields = form({
    'wanted.yves.max': '3',
    timeZone: 'UTC',
    start: new Date(window?.start ?? 0).toISOString().slice(0, 16),
    end: new Date((window?.end ?? 0) + 60_000).toISOString().slice(0, 16),
    note: 'None',
  });
  assert.deepEqual(codes(doneValue(await checkForm(customer, fields)).refusals), ['windowTaken']);
  assert.deepEqual(codes(doneValue(await checkForm(customer, fields, { edited: page.stored })).refusals), []);
});

test('a service or environment that is not there is told at its field, and the rest is judged all the same', async () => {
  const checked = doneValue(
    await checkForm(customer, form({ 'wanted.nginx.max': '3', start: local(1), end: local(2) })),
  );
  assert.ok(checked.errors.some(({ path, code }) => path === 'lines.0.service' && code === 'unknownService'));
  assert.ok(codes(checked.refusals).includes('tooSoon'));
});

test('where one may not ask the place refuses alone; what is not yours is not there; nothing is written', async () => {
  const before = await census();
  assert.deepEqual(codes(doneValue(await checkForm(partner, form({}))).refusals), ['notCustomer']);
  assert.deepEqual(codes(doneValue(await checkForm(manager, form({}))).refusals), ['notCustomer']);
  for (const [slug, code] of Object.entries({ 'nlw-prod': 'prodNotRequestable', 'nlw-dev': 'devNeverGrows' })) {
    assert.deepEqual(codes(doneValue(await openForm(customer, slug)).refusals), [code]);
    assert.equal(doneValue(await checkForm(customer, form({ environment: slug }))).effect, null);
  }
  assert.equal((await openForm(customer, 'kes-stage')).kind, 'notFound');
  assert.equal((await checkForm(customer, form({ environment: 'kes-stage' }))).kind, 'notFound');
  assert.deepEqual(await census(), before);
});

test('a page of a request tells a partner neither people nor reasons, and no verdict', async () => {
  const mine = doneValue(await submitRequest(customer, body({}, 60), { draft: false }));
  doneValue(await moveRequest(manager, mine.reference, { move: 'ask', question: 'Which data set?' }));
  const seen = doneValue(await getRequestPage(partner, mine.reference));
  assert.equal(seen.today, null);
  assert.ok(!('reason' in seen.view));
  assert.deepEqual(
    seen.story.map((item) => Object.keys(item).sort().join()),
    ['at,move,to', 'at,from,move,to'],
  );
  const full = doneValue(await getRequestPage(manager, mine.reference));
  assert.deepEqual([full.story[1]?.note, codes(full.today?.refusals ?? [])], ['Which data set?', []]);
});

test('undecided requests come soonest first, and only to who decides them', async () => {
  const all = await listUndecided(manager, 200);
  const starts = all.map(({ window }) => Date.parse(window?.start ?? ''));
  assert.deepEqual(
    starts,
    [...starts].sort((a, b) => a - b),
  );
  assert.ok(all.every(({ state }) => ['IN_REVIEW', 'NEEDS_INFO', 'OFFERED'].includes(state)));
  assert.deepEqual(await listUndecided(customer, 200), []);
  assert.equal(await db().upscaleRequest.count({ where: { reference: all[0]?.reference ?? '' } }), 1);
});
