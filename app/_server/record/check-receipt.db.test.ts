import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { CLOCK_MOVES, decide, type MoveFacts, PERSON_MOVES, REQUEST_STATES } from '#domain/lifecycle.ts';
import { STANDINGS } from '#domain/policy.ts';
import { type Receipt, signReceipt } from '#domain/receipt.ts';
import { entryHash, GENESIS } from '#domain/record-chain.ts';
import type { RequestContent } from '#domain/request.ts';
import { receiptAnswer } from '../api/schemas.ts';
import { db } from '../db.ts';
import { moveRequest } from '../requests/move.ts';
import { submitRequest } from '../requests/submit.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { engineAt } from '../testing/engine.ts';
import { actorOf, body, doneOf } from '../testing/requests.ts';
import { anchorHead } from './anchor.ts';
import { getReceipt, ownReceiptKey } from './receipt.ts';

const CHECKER = join(import.meta.dirname, '../../../public/check-receipt.mjs');
type Checker = {
  MOVES: Record<string, string[]>;
  checkReceipt(receipt: unknown, given?: { key?: string; anchor?: string }): { proved: string[]; faults: string[] };
};
const { MOVES, checkReceipt } = (await import(pathToFileURL(CHECKER).href)) as Checker;

// failures that a test provokes are not to be read
process.env.LOG_LEVEL ??= 'silent';
const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'headroom-receipt-'));
const receipts: Receipt[] = [];
let database: FreshDatabase;
before(async () => {
  database = await freshDatabase({ demo: true });
  const operator = await actorOf('operator@headroom.example');
  await scheduled();
  await carriedOut();
  const rows = await db().upscaleRequest.findMany({
    where: { submittedAt: { not: null } },
    orderBy: { reference: 'asc' },
  });
  for (const { reference } of rows) {
    const issued = await getReceipt(operator, reference);
    assert.equal(issued.kind, 'done', reference);
    if (issued.kind === 'done') receipts.push(JSON.parse(JSON.stringify(issued.value)));
  }
});
after(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A request that was asked for, edited, refused to a stranger and approved, by the real writers. */
async function scheduled(): Promise<void> {
  const [customer, partner, manager] = await Promise.all(
    ['customer@nordlicht.example', 'partner@brueckner.example', 'manager@headroom.example'].map(actorOf),
  );
  if (!customer || !partner || !manager) throw new Error('the demo has lost its people');
  const asked = doneOf(await submitRequest(customer, body(), { draft: false }));
  const { reference } = asked;
  assert.equal((await moveRequest(partner, reference, { move: 'withdraw' })).kind, 'refused');
  const edited = doneOf(await moveRequest(customer, reference, { move: 'edit', changes: { prescaleMinutes: 30 } }));
  doneOf(await moveRequest(manager, reference, { move: 'approve', contentHash: edited.contentHash ?? '' }));
}

/** What the worker makes of windows: one that opens, is extended, and closes; one that is refused, tried again and stays. */
async function carriedOut(): Promise<void> {
  const [customer, manager] = await Promise.all(
    ['customer@nordlicht.example', 'manager@headroom.example'].map(actorOf),
  );
  if (!customer || !manager) throw new Error('the demo has lost its people');
  const engine = engineAt(Date.now());
  const ask = async (service: string, wanted: object, lasts: number | null) => {
    const at = engine.now();
    const end = lasts === null ? null : new Date(at + MINUTE + lasts).toISOString();
    const window = { start: new Date(at + MINUTE).toISOString(), end, timeZone: 'Europe/Berlin' };
    const sent = { ...body({ lines: [{ service, wanted }] }), window, emergency: { reason: 'It is on television.' } };
    const asked = doneOf(await submitRequest(customer, sent, { draft: false, at }));
    return approve(asked.reference);
  };
  const approve = async (reference: string) =>
    doneOf(await moveRequest(manager, reference, { move: 'approve', confirmEmergency: true }, { at: engine.now() }));
  const fault = await db().service.findFirstOrThrow({ where: { name: 'glue', environment: { slug: 'nlw-stage' } } });
  await db().simulatedFault.create({ data: { serviceId: fault.id, kind: 'REFUSE' } });
  const [limited, permanent] = [await ask('yves', { max: 3 }, 5 * MINUTE), await ask('glue', { max: 3 }, null)];
  await engine.pass(2 * MINUTE);
  await db().simulatedFault.deleteMany();
  doneOf(await moveRequest(manager, permanent.reference, { move: 'retry' }, { at: engine.now() }));
  const until = Date.parse(limited.window?.end ?? '') + 5 * MINUTE;
  const extend = { move: 'extend', reason: 'It is still on.', until } as const;
  const more = doneOf(await moveRequest(customer, limited.reference, extend, { at: engine.now() }));
  await approve(more.reference);
  await engine.pass(15 * MINUTE);
  const states = await db().upscaleRequest.groupBy({
    by: ['state'],
    where: { reference: { in: [limited, permanent, more].map(({ reference }) => reference) } },
  });
  assert.deepEqual(
    states.map(({ state }) => state),
    ['CLOSED'],
  );
}

/** Exit code and output of the checker as a process of its own. */
async function run(receipt: unknown, ...options: string[]): Promise<{ code: number; out: string }> {
  const file = join(folder, 'own.receipt.json');
  writeFileSync(file, typeof receipt === 'string' ? receipt : JSON.stringify(receipt));
  return promisify(execFile)(process.execPath, [CHECKER, file, ...options]).then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    ({ code, stdout, stderr }) => ({ code, out: stdout + stderr }),
  );
}

/** One that is in a state; CLOSED after a return. */
const ofState = (state: string) => {
  const found = receipts.find(
    ({ request, entries }) => request.state === state && (state !== 'CLOSED' || entries.at(-1)?.what === 'close'),
  );
  if (!found) throw new Error(`no receipt of a request that is ${state}`);
  return structuredClone(found);
};

test('Its table of moves is the one of the portal', () => {
  const allowed = new Map<string, Set<string>>();
  const standings = [...STANDINGS];
  for (const failedDuring of ['APPLYING', 'RETURNING', null] as const)
    for (const windowEnd of [null, 1])
      for (const approversNeeded of [1, 2])
        for (const continuedBy of ['UR-2026-0001', null])
          for (const from of [null, ...REQUEST_STATES])
            for (const move of [...PERSON_MOVES, ...CLOCK_MOVES]) {
              const facts: MoveFacts = {
                ...{ requestedById: 'a', windowEnd, failedDuring, approvedBy: [], approversNeeded },
                ...{ offeredBy: 'c', continuedBy },
              };
              const isClock = (CLOCK_MOVES as readonly string[]).includes(move);
              for (const mover of [
                { personId: 'b', standings },
                ...(isClock || move === 'return' ? (['clock'] as const) : []),
              ]) {
                const verdict = decide(from, move, mover, facts);
                if (!verdict.allowed) continue;
                const pairs = allowed.get(move) ?? new Set();
                allowed.set(move, pairs.add(`${from ?? '-'} ${verdict.to}`));
              }
            }
  const sorted = (table: Iterable<[string, Iterable<string>]>) =>
    [...table].map(([move, pairs]) => [move, [...pairs].sort()]).sort();
  assert.deepEqual(sorted(Object.entries(MOVES)), sorted(allowed));
});

test('Every receipt is of the published shape, holds, and leaves refused attempts out', async () => {
  assert.ok(receipts.length > 12);
  const { publicKey: key } = ownReceiptKey();
  for (const receipt of receipts) {
    receiptAnswer.parse(receipt);
    assert.deepEqual(
      checkReceipt(receipt, { key }).faults,
      [],
      `${receipt.request.reference} ${receipt.request.state}`,
    );
    assert.ok(receipt.entries.every(({ who }) => who !== 'partner@brueckner.example'));
  }
  const operated = receipts.filter(({ entries }) => entries.some(({ subject }) => subject.startsWith('operation ')));
  assert.ok(operated.length >= 3);
  const moves = new Set(operated.flatMap(({ entries }) => entries.map(({ what }) => what)));
  for (const move of ['operation.failed', 'retry', 'adopt', 'handOver', 'close']) assert.ok(moves.has(move), move);
  for (const receipt of operated)
    assert.match(checkReceipt(receipt).proved.join('\n'), /carried out and observed by simulated: a simulation/);
  const states = new Set(receipts.map(({ request }) => request.state));
  for (const state of ['SCHEDULED', 'ACTIVE', 'CLOSED', 'RETURNING', 'OFFERED', 'EXPIRED'])
    assert.ok(states.has(state as never), state);
});

test('As a program it says what was proved and what a receipt cannot prove, and exits 0', async () => {
  const { publicKey } = ownReceiptKey();
  for (const state of ['SCHEDULED', 'CLOSED', 'IN_REVIEW']) {
    const { code, out } = await run(ofState(state), '--key', publicKey);
    assert.equal(code, 0, out);
    assert.match(out, /proved {2}It is signed with the key that was given/);
    assert.match(out, /What a receipt alone cannot prove:\n {2}- that nothing happened/);
    assert.match(out, /The receipt holds\.\n$/);
  }
  assert.match((await run(ofState('CLOSED'))).out, /cannot prove:\n {2}- who issued it: without --key/);
});

test('Another key, no key, no file, no JSON and unknown options are 1, without a stack trace', async () => {
  const receipt = ofState('CLOSED');
  const other = signReceipt(receipt, 'a secret of somebody else, long enough').publicKey;
  for (const [sent, ...options] of [
    [receipt, '--key', other],
    [receipt, '--key'],
    [receipt, '--kye', receipt.publicKey],
    [receipt, '--anchor', join(folder, 'none.head')],
    ['{"format":'],
    ['null'],
    ['[]'],
    ['{"entries":[{}],"head":null,"request":{"lines":7}}'],
  ] as [unknown, ...string[]][]) {
    const { code, out } = await run(sent, ...options);
    assert.equal(code, 1, out);
    assert.doesNotMatch(out, /\n {4}at /);
  }
  const steered = await run({ ...receipt, issuedAt: '\u001b[2J\nThe receipt holds.' });
  assert.ok(!steered.out.includes('\u001b') && !/^The receipt holds\.$/m.test(steered.out));
});

type Leaf = { path: (string | number)[]; value: unknown };
function leaves(value: unknown, path: Leaf['path'] = []): Leaf[] {
  if (value === null || typeof value !== 'object') return [{ path, value }];
  const members: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return members.length === 0 ? [{ path, value }] : members.flatMap(([name, each]) => leaves(each, [...path, name]));
}
function put<T>(receipt: T, path: Leaf['path'], value: unknown): T {
  const copy = structuredClone(receipt);
  let at = copy as Record<string | number, unknown>;
  for (const name of path.slice(0, -1)) at = at[name] as typeof at;
  at[path.at(-1) ?? ''] = value;
  return copy;
}
function others(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1, String(value), null];
  if (typeof value === 'boolean') return [!value, null];
  if (typeof value !== 'string') return ['x', 0];
  const last = value.at(-1) === 'A' ? 'B' : 'A';
  return [`${value} `, value.slice(0, -1), `${value.slice(0, -1)}${last}`, null];
}

test('Every change of every leaf is found', () => {
  let tried = 0;
  for (const state of ['SCHEDULED', 'CLOSED']) {
    const receipt = ofState(state);
    for (const { path, value } of leaves(receipt)) {
      const other = others(value)[tried++ % others(value).length];
      const { faults } = checkReceipt(put(receipt, path, other));
      assert.ok(faults.length > 0, `${path.join('.')}: ${JSON.stringify(value)} → ${JSON.stringify(other)}`);
    }
  }
  assert.ok(tried > 300, `${tried}`);
});

test('A receipt that says something twice is no receipt, however it is laid out', async () => {
  const text = JSON.stringify(ofState('CLOSED'), null, 2);
  assert.equal((await run(text)).code, 0);
  for (const [where, twin] of [
    ['"request": {', '"state": "ACTIVE",'],
    ['"request": {', '"st\\u0061te" : "ACTIVE",'],
    ['{', '"issuedAt": "a \\" { : ",'],
  ] as const) {
    const { code, out } = await run(text.replace(where, `${where} ${twin}`));
    assert.deepEqual([code, out.includes('a member stands in it twice')], [1, true], twin);
  }
});

test('A changed, added, removed or moved member makes the program exit 1', async () => {
  const receipt = ofState('CLOSED');
  const known = leaves(receipt);
  const change = fc.oneof(
    fc
      .constantFrom(...known)
      .chain(({ path, value }) => fc.constantFrom(...others(value)).map((to) => put(receipt, path, to))),
    fc.constantFrom(...known).map(({ path }) => put(receipt, [...path.slice(0, -1), 'added'], 1)),
    fc.nat(receipt.entries.length - 1).map((n) => ({ ...receipt, entries: receipt.entries.toSpliced(n, 1) })),
    fc.constant({ ...receipt, entries: receipt.entries.toReversed() }),
  );
  await fc.assert(
    fc.asyncProperty(change, async (changed) => (await run(changed)).code === 1),
    { numRuns: 25 },
  );
});

/** Changes a receipt, then makes every hash, link and the signature fit again, as only the installation itself could. */
function forged(receipt: Receipt, change: (receipt: Receipt) => void): Receipt {
  const copy = structuredClone(receipt);
  change(copy);
  copy.entries = copy.entries.map((entry) => ({ ...entry, hash: entryHash(entry) }));
  for (const [place, entry] of copy.entries.entries()) {
    const before = copy.entries[place - 1];
    if (before && before.n + 1 === entry.n) entry.previous = before.hash;
    entry.hash = entryHash(entry);
  }
  const last = copy.entries.at(-1);
  if (last && copy.head.n === last.n) copy.head.hash = last.hash;
  const { signature: _, ...unsigned } = copy;
  return signReceipt(unsigned, process.env.AUTH_SECRET ?? '');
}
type Entry = { after: Snapshot; before: Snapshot | null; who: string; what: string; verdict: Record<string, unknown> };
type Snapshot = {
  state: string;
  version: number;
  contentHash: string;
  requestedBy: string;
  approvals: { by: string; contentHash: string }[];
  lines: { service: string; current: unknown; granted: unknown; observed: unknown }[];
};
const entriesOf = ({ entries }: Receipt) => entries as unknown as Entry[];
const entryTo = (receipt: Receipt, state: string) => {
  const entry = entriesOf(receipt).find(({ after }) => after.state === state);
  if (!entry) throw new Error(`nothing leads to ${state}`);
  return entry;
};
/** Changes what an entry says came of it, and what the next one begins with. */
function rewrite(receipt: Receipt, state: string, change: (snapshot: Snapshot) => void): void {
  const entry = entryTo(receipt, state);
  const next = entriesOf(receipt)[entriesOf(receipt).indexOf(entry) + 1];
  change(entry.after);
  if (next?.before) change(next.before);
}

const FORGERIES: [what: string, state: string, change: (receipt: Receipt) => void, found: RegExp][] = [
  [
    'approved by who asked',
    'SCHEDULED',
    (receipt) => {
      rewrite(receipt, 'SCHEDULED', (snapshot) => {
        snapshot.approvals = snapshot.approvals.map((approval) => ({ ...approval, by: snapshot.requestedBy }));
      });
      receipt.approvals = receipt.approvals.map((approval) => ({ ...approval, by: receipt.request.requestedBy }));
    },
    /approved their own request/,
  ],
  [
    'one approval counted twice',
    'SCHEDULED',
    (receipt) => {
      rewrite(receipt, 'SCHEDULED', ({ approvals }) => approvals.push(...approvals));
      receipt.approvals.push(...receipt.approvals);
    },
    /approved twice/,
  ],
  [
    'another content than the approved one',
    'SCHEDULED',
    (receipt) => {
      const hash = 'f'.repeat(64);
      rewrite(receipt, 'SCHEDULED', ({ approvals }) => {
        for (const approval of approvals) approval.contentHash = hash;
      });
      for (const approval of receipt.approvals) approval.contentHash = hash;
    },
    /another content than/,
  ],
  [
    'scheduled without approval',
    'SCHEDULED',
    (receipt) => {
      rewrite(receipt, 'SCHEDULED', (snapshot) => {
        snapshot.approvals = [];
      });
      receipt.approvals = [];
    },
    /without an approval/,
  ],
  [
    'an approval nobody gave',
    'SCHEDULED',
    (receipt) => {
      entryTo(receipt, 'SCHEDULED').who = 'manager2@headroom.example';
    },
    /no entry has manager@headroom.example approve it/,
  ],
  [
    'a content that was not asked for',
    'SCHEDULED',
    (receipt) => {
      (receipt.request.content as RequestContent).prescaleMinutes += 1;
    },
    /content hash is not the one of the content/,
  ],
  [
    'a purchase order written in later',
    'SCHEDULED',
    (receipt) => {
      (receipt.request.content as RequestContent).purchaseOrder = 'PO-1';
    },
    /content is not what the last entry says/,
  ],
  [
    'a size that was never granted',
    'SCHEDULED',
    (receipt) => {
      for (const { request } of [receipt])
        request.lines = request.lines.map((line) => ({ ...line, granted: line.current }));
    },
    /sizes is not what the last entry says/,
  ],
  [
    'a step that is left out',
    'CLOSED',
    (receipt) => {
      receipt.entries.splice(entriesOf(receipt).indexOf(entryTo(receipt, 'APPLYING')), 1);
    },
    /begins where the entry before it did not end/,
  ],
  [
    'a move the table does not have',
    'CLOSED',
    (receipt) => {
      entryTo(receipt, 'ACTIVE').what = 'apply';
    },
    /apply does not lead from APPLYING to ACTIVE/,
  ],
  [
    'active without being seen',
    'CLOSED',
    (receipt) => {
      rewrite(receipt, 'ACTIVE', ({ lines }) => {
        for (const line of lines) line.observed = line.current;
      });
    },
    /active without being seen as granted/,
  ],
  [
    'closed without being seen back',
    'CLOSED',
    (receipt) => {
      rewrite(receipt, 'CLOSED', ({ lines }) => {
        for (const line of lines) line.observed = line.granted;
      });
      receipt.request.lines = receipt.request.lines.map((line) => ({ ...line, observed: line.granted }));
    },
    /closed without \w+ being seen at its baseline/,
  ],
  [
    'an entry of another request',
    'CLOSED',
    (receipt) => {
      const [entry] = receipt.entries;
      if (entry) entry.subject = 'request UR-2020-0001';
    },
    /is about something else/,
  ],
  [
    'a head before the last entry',
    'CLOSED',
    (receipt) => {
      receipt.head = { n: 1, hash: GENESIS };
    },
    /head lies before the last entry/,
  ],
  [
    'another state than the record says',
    'CLOSED',
    (receipt) => {
      receipt.request.state = 'CANCELLED';
    },
    /state is not what the last entry says/,
  ],
];

for (const [what, state, change, found] of FORGERIES)
  test(`Signed by the installation itself and still found: ${what}`, () => {
    const receipt = ofState(state);
    assert.deepEqual(
      checkReceipt(forged(receipt, () => {})).faults.filter((fault) => !/head is not/.test(fault)),
      [],
    );
    assert.match(checkReceipt(forged(receipt, change)).faults.join('\n'), found);
  });

test('An anchor file proves its entries and the head, and finds a record that was written anew', async () => {
  const receipt = ofState('CLOSED');
  const file = join(folder, 'copy.head');
  anchorHead(file, receipt.head, Date.now());
  const { code, out } = await run(receipt, '--anchor', file);
  assert.equal(code, 0, out);
  assert.match(out, /proved {2}The anchor file holds 1 entry of it/);
  const [first] = receipt.entries;
  anchorHead(file, { n: first?.n ?? 0, hash: 'e'.repeat(64) }, Date.now());
  const other = await run(receipt, '--anchor', file);
  assert.deepEqual([other.code, /Entry \d+ is not the one that was anchored/.test(other.out)], [1, true]);
  writeFileSync(file, '1 half a li');
  const none = await run(receipt, '--anchor', file);
  assert.deepEqual([none.code, /could not be compared/.test(none.out)], [1, true]);
});
