import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { z } from 'zod';
import * as shapes from '#server/api/schemas.ts';
import { db } from '#server/db.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { body } from '#server/testing/requests.ts';
import { type Answered, call, tokenOf } from './_http/testing.ts';

let database: FreshDatabase;
const tokens: Record<string, string> = {};
before(async () => {
  database = await freshDatabase({ demo: true });
  const people = {
    customer: 'customer@nordlicht.example',
    partner: 'partner@brueckner.example',
    manager: 'manager@headroom.example',
    operator: 'operator@headroom.example',
    alpina: 'customer@alpina.example',
    both: 'both@alpina.example',
  };
  for (const [name, email] of Object.entries(people)) tokens[name] = await tokenOf(email);
});
after(() => database?.drop());

const get = (who: string, path: string) => call('GET', path, { token: tokens[who] ?? '' });
const post = (who: string, path: string, sent: unknown) => call('POST', path, { token: tokens[who] ?? '', body: sent });
const submit = async (changes = {}, days = 20) => {
  const answered = await post('customer', '/requests', body(changes, days));
  assert.equal(answered.status, 201, answered.text);
  return shapes.requestAnswer.parse(answered.body);
};
const move = (who: string, reference: string, sent: Record<string, unknown>) =>
  post(who, `/requests/${reference}/moves`, sent);

/** A good answer, exactly of its shape, stored by no one. */
function good<T extends z.ZodType>(answered: Answered, shape: T, status = 200): z.infer<T> {
  assert.equal(answered.status, status, answered.text);
  assert.equal(answered.headers.get('content-type'), 'application/json');
  assert.equal(answered.headers.get('cache-control'), 'no-store');
  return shape.parse(answered.body);
}

/** A problem of that status, exactly of its shape; rule where one is named. */
function refused(answered: Answered, status: number, rule?: string): z.infer<typeof shapes.problemAnswer> {
  assert.equal(answered.status, status, answered.text);
  assert.equal(answered.headers.get('content-type'), 'application/problem+json');
  assert.equal(answered.headers.get('cache-control'), 'no-store');
  const problem = shapes.problemAnswer.parse(answered.body);
  assert.equal(problem.status, status);
  assert.equal(problem.rule, rule);
  if (rule) assert.ok(problem.next && problem.type === `/guide#${rule}`);
  return problem;
}

test('Me says who I am and what I am to each contract', async () => {
  assert.deepEqual(good(await get('both', '/me'), shapes.meAnswer).standings, [
    { contract: 'ALP-2025', standing: 'customer' },
    { contract: 'NLW-2024', standing: 'partner' },
  ]);
  const operator = good(await get('operator', '/me'), shapes.meAnswer);
  assert.deepEqual(
    operator.standings.map(({ contract, standing }) => `${contract} ${standing}`),
    ['ALP-2025 operator', 'JUN-2026 operator', 'KES-2022 operator', 'NLW-2024 operator'],
  );
});

test('A customer sees the own environments with a verdict each, a page at a time', async () => {
  const { items } = good(await get('customer', '/environments'), shapes.environmentsAnswer);
  assert.deepEqual(
    items.map(({ slug, upscale }) => `${slug} ${upscale.rule ?? 'allowed'}`),
    ['nlw-dev R4', 'nlw-stage allowed', 'nlw-prod R8'],
  );
  assert.ok(items.every(({ upscale }) => upscale.allowed || (upscale.reason && upscale.next)));
  const first = good(await get('manager', '/environments?limit=11'), shapes.environmentsAnswer);
  assert.equal(first.items.length, 11);
  const rest = good(await get('manager', `/environments?cursor=${first.nextCursor}`), shapes.environmentsAnswer);
  assert.equal(rest.items.length, 1);
  assert.equal(rest.nextCursor, undefined);
  // on a business day the earliest start moves with the clock
  const { upscale, ...one } = good(await get('customer', '/environments/nlw-stage'), shapes.environmentAnswer);
  assert.deepEqual({ ...one, upscale: { ...upscale, earliestStart: items[1]?.upscale.earliestStart } }, items[1]);
  assert.ok(upscale.earliestStart && upscale.earliestStart >= (items[1]?.upscale.earliestStart ?? ''));
});

test('A partner sees environments without earliest start, and why no form is open to them', async () => {
  const { items } = good(await get('partner', '/environments'), shapes.environmentsAnswer);
  assert.equal(items.length, 3);
  for (const { upscale } of items) {
    assert.equal(upscale.earliestStart, undefined);
    assert.equal(upscale.rule, 'R3');
  }
});

test('A request goes from submission to approval, and each is answered with the request', async () => {
  const answered = await post('customer', '/requests', body({}, 21));
  const asked = good(answered, shapes.requestAnswer, 201);
  assert.equal(answered.headers.get('location'), `/api/v1/requests/${asked.reference}`);
  assert.equal(asked.state, 'IN_REVIEW');
  assert.deepEqual(asked.moves, ['edit', 'withdraw']);
  const question = await move('manager', asked.reference, { move: 'ask', question: 'Which range?' });
  assert.equal(good(question, shapes.requestAnswer).state, 'NEEDS_INFO');
  const told = await move('customer', asked.reference, { move: 'answer', answer: 'Spring.' });
  assert.equal(good(told, shapes.requestAnswer).state, 'IN_REVIEW');
  const approved = good(
    await move('manager', asked.reference, { move: 'approve', contentHash: asked.contentHash }),
    shapes.requestAnswer,
  );
  assert.equal(approved.state, 'SCHEDULED');
  assert.deepEqual(approved.lines[0]?.granted, approved.lines[0]?.requested);
  assert.equal(approved.approvals[0]?.by, 'manager@headroom.example');
});

test('A partner sees a request by exactly the public members, and its history by four', async () => {
  const { reference } = await submit({ watchers: ['ops@nordlicht.example'], expected: { peakRps: 10 } }, 22);
  await move('manager', reference, { move: 'ask', question: 'For the partner?' });
  const seen = good(await get('partner', `/requests/${reference}`), shapes.partnerRequestAnswer);
  const exact = 'reference environment contract state lines window prescaleMinutes emergency overdue createdAt moves';
  assert.deepEqual(Object.keys(seen).sort(), exact.split(' ').sort());
  assert.deepEqual(seen.moves, []);
  const { items } = good(await get('partner', `/requests/${reference}/history`), shapes.partnerHistoryAnswer);
  assert.deepEqual(
    items.map(({ from, move, to }) => [from, move, to]),
    [
      [undefined, 'submit', 'IN_REVIEW'],
      ['IN_REVIEW', 'ask', 'NEEDS_INFO'],
    ],
  );
  const list = good(await get('partner', '/requests'), shapes.requestsAnswer);
  for (const item of list.items) shapes.partnerRequestAnswer.parse(item);
  const full = good(await get('manager', `/requests/${reference}/history?limit=1`), shapes.historyAnswer);
  assert.deepEqual([full.items[0]?.by, full.items[0]?.standing], ['customer@nordlicht.example', 'customer']);
  const rest = await get('manager', `/requests/${reference}/history?cursor=${full.nextCursor}`);
  assert.deepEqual(
    good(rest, shapes.historyAnswer).items.map(({ by }) => by),
    ['manager@headroom.example'],
  );
});

test('The list comes in pages without gap or repetition, filtered by state and environment', async () => {
  const seen: string[] = [];
  for (let path = '/requests?limit=3'; path !== ''; ) {
    const { items, nextCursor } = good(await get('manager', path), shapes.requestsAnswer);
    seen.push(...items.map(({ reference }) => reference));
    path = nextCursor === undefined ? '' : `/requests?limit=3&cursor=${nextCursor}`;
  }
  const all = await db().upscaleRequest.findMany({
    where: { submittedAt: { not: null } },
    select: { reference: true },
  });
  assert.deepEqual(seen.toSorted(), all.map(({ reference }) => reference).sort());
  const filtered = good(await get('alpina', '/requests?state=OFFERED&environment=alp-stage-us'), shapes.requestsAnswer);
  assert.ok(filtered.items.length > 0);
  assert.ok(filtered.items.every(({ state, environment }) => state === 'OFFERED' && environment === 'alp-stage-us'));
  const foreign = good(await get('customer', '/requests?environment=kes-stage'), shapes.requestsAnswer);
  assert.deepEqual(foreign.items, []);
  good(await get('customer', '/requests?state=&environment=&limit=&cursor='), shapes.requestsAnswer);
});

test('Every request of the demo is answered exactly in its shape, in every state', async () => {
  const { items } = good(await get('manager', '/requests?limit=200'), shapes.requestsAnswer);
  for (const { reference } of items) {
    const one = good(await get('manager', `/requests/${reference}`), shapes.requestAnswer);
    const { items: history } = good(await get('manager', `/requests/${reference}/history`), shapes.historyAnswer);
    assert.equal(history.at(-1)?.to, one.state);
  }
});

test('A draft lacks what it likes, is seen by its customers alone, and is submitted by a move', async () => {
  const kept = good(
    await post('customer', '/requests', { environment: 'nlw-stage', draft: true }),
    shapes.requestAnswer,
    201,
  );
  assert.equal(kept.state, 'DRAFT');
  assert.equal(kept.window, undefined);
  for (const who of ['partner', 'manager', 'operator']) {
    refused(await get(who, `/requests/${kept.reference}`), 404);
    refused(await get(who, `/requests/${kept.reference}/history`), 404);
  }
  const missing = refused(await move('customer', kept.reference, { move: 'submit' }), 422);
  assert.ok(missing.errors?.some(({ path }) => path === 'purpose'));
  const { environment: _, ...changes } = body({}, 23);
  const sent = await move('customer', kept.reference, { move: 'submit', changes });
  assert.equal(good(sent, shapes.requestAnswer).state, 'IN_REVIEW');
});

test('An active window is extended by a new request that names it', async () => {
  const { items } = good(await get('alpina', '/requests?state=ACTIVE'), shapes.requestsAnswer);
  const active = items.find(({ environment }) => environment === 'alp-stage-eu');
  assert.ok(active?.window?.end);
  const end = new Date(Date.parse(active.window.end) + 3_600_000).toISOString();
  const extended = await move('alpina', active.reference, {
    move: 'extend',
    reason: 'One hour more.',
    changes: { window: { end } },
  });
  const made = good(extended, shapes.requestAnswer, 201);
  assert.equal(made.extends, active.reference);
  assert.equal(extended.headers.get('location'), `/api/v1/requests/${made.reference}`);
  assert.deepEqual(made.window, { ...active.window, start: active.window.end, end });
});

test('A refusal names its rule, its next step and every other reason', async () => {
  const big = { lines: [{ service: 'yves', wanted: { max: 9 } }], consistency: { follow: [], note: '' } };
  const problem = refused(await post('customer', '/requests', body(big, 0.1)), 422, 'R17');
  const rules = problem.errors?.map(({ rule }) => rule);
  assert.deepEqual([...new Set(rules)], ['R17', 'R6', 'R11', 'R15']);
  assert.ok(problem.errors?.some(({ path }) => path === 'lines.0.wanted.max'));
});

test('Who may not is 403, what is taken, stale or past is 409', async () => {
  refused(await post('partner', '/requests', body()), 403, 'R3');
  refused(await post('manager', '/requests', body()), 403, 'R3');
  refused(await post('customer', '/requests', body({ environment: 'nlw-dev' })), 403, 'R4');
  refused(await post('customer', '/requests', body({ environment: 'nlw-prod' })), 403, 'R8');
  const { reference, version } = await submit({}, 24);
  const taken = refused(await post('customer', '/requests', body({}, 24)), 409, 'R14');
  assert.ok(taken.detail.includes(reference));
  refused(await move('manager', reference, { move: 'approve', version: version + 1 }), 409);
  refused(await move('manager', reference, { move: 'approve', contentHash: '0'.repeat(64) }), 409);
  refused(await move('customer', reference, { move: 'approve' }), 403, 'R12');
  refused(await move('manager', reference, { move: 'withdraw' }), 403, 'R3');
  refused(await move('partner', reference, { move: 'cancel', reason: 'No.' }), 403, 'R13');
  refused(await move('customer', reference, { move: 'cancel', reason: 'No.' }), 409);
  refused(await move('customer', reference, { move: 'accept' }), 409);
});

test('Two managers are needed at Alpina, and one cannot be both', async () => {
  const asked = shapes.requestAnswer.parse(
    (
      await post(
        'alpina',
        '/requests',
        body({ environment: 'alp-stage-us', lines: [{ service: 'glue', wanted: { max: 3 } }] }, 25),
      )
    ).body,
  );
  const once = good(await move('manager', asked.reference, { move: 'approve' }), shapes.requestAnswer);
  assert.equal(once.state, 'IN_REVIEW');
  refused(await move('manager', asked.reference, { move: 'approve' }), 409);
});

test('Shape is judged after who, and before the moment', async () => {
  const { reference } = await submit({}, 26);
  const malformed = { move: 'approve', contentHash: 'no hash', colour: 'red' };
  refused(await move('partner', reference, malformed), 403, 'R12');
  refused(await move('customer', reference, malformed), 403, 'R12');
  refused(await move('alpina', reference, malformed), 404);
  refused(await move('manager', 'UR-2026-9999', malformed), 404);
  const problem = refused(await move('manager', reference, malformed), 422);
  assert.deepEqual(problem.errors?.map(({ path }) => path).sort(), ['colour', 'contentHash']);
  await move('customer', reference, { move: 'withdraw' });
  refused(await move('manager', reference, malformed), 422);
  refused(await move('manager', reference, { move: 'approve' }), 409);
  refused(await move('alpina', reference, { move: 'jump' }), 422);
});

test('An emergency is approved by who confirms it', async () => {
  const { reference } = await submit({ emergency: { reason: 'The campaign began early.' } }, 1);
  refused(await move('manager', reference, { move: 'approve' }), 422, 'R15');
  const approved = await move('manager', reference, { move: 'approve', confirmEmergency: true });
  const view = good(approved, shapes.requestAnswer);
  assert.deepEqual(
    [view.state, view.emergency, view.emergencyReason],
    ['SCHEDULED', true, 'The campaign began early.'],
  );
});
