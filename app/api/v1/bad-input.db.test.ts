import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { problemAnswer } from '#server/api/schemas.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { body } from '#server/testing/requests.ts';
import { call, checksums, tokenOf } from './_http/testing.ts';

let database: FreshDatabase;
let token: string;
let manager: string;
let reference: string;
before(async () => {
  database = await freshDatabase({ demo: true });
  token = await tokenOf('customer@nordlicht.example');
  manager = await tokenOf('manager@headroom.example');
  const asked = await call('POST', '/requests', { token, body: body({}, 40) });
  reference = String(asked.body.reference);
});
after(() => database?.drop());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (ms: number) => new Date(Date.now() + ms).toISOString();
const line = (wanted: unknown, service: unknown = 'yves') => ({ lines: [{ service, wanted }] });
const window = (changes: object) => ({ window: { ...(body({}, 41).window as object), ...changes } });
/** Raw JSON where JavaScript could not say it. */
const raw = (member: string, json: string) => JSON.stringify(body({ [member]: '@@' }, 41)).replace('"@@"', json);

/** What is sent to POST /requests, and the path of the first error. */
const BODIES: [what: string, sent: unknown, path: string][] = [
  // no object at all
  ...[null, [], '"text"', 1, true].map((sent): [string, unknown, string] => [
    `root ${JSON.stringify(sent)}`,
    JSON.stringify(sent),
    '',
  ]),
  // wrong types, objects where text belongs
  ...[
    'purpose',
    'reason',
    'contact',
    'purchaseOrder',
    'lines',
    'window',
    'consistency',
    'watchers',
    'emergency',
    'expected',
    'loadTest',
    'prescaleMinutes',
    'authority',
    'draft',
  ]
    .flatMap((name) =>
      [{}, 7.5, [[]], 'x\u0000', null, { set: 'x' }, { contains: '' }].map((value): [string, unknown, string] => [
        `${name} ${JSON.stringify(value)}`,
        body({ [name]: value }, 41),
        name,
      ]),
    )
    .filter(([what]) => !/^(reason|contact|purchaseOrder) "|^expected \{\}$/.test(what)),
  ...[
    {},
    7,
    null,
    [],
    { equals: 'nlw-stage' },
    ' nlw-stage',
    'NLW-STAGE',
    '',
    'x'.repeat(100_000),
    'nlw-stage\u0000',
  ].map((value): [string, unknown, string] => [
    `environment ${JSON.stringify(value).slice(0, 40)}`,
    body({ environment: value }, 41),
    'environment',
  ]),
  // missing and extra
  ...['environment', 'purpose', 'reason', 'lines', 'window', 'consistency', 'contact', 'authority'].map(
    (name): [string, unknown, string] => [
      `without ${name}`,
      Object.fromEntries(Object.entries(body({}, 41)).filter(([key]) => key !== name)),
      name,
    ],
  ),
  ['an unknown member', body({ colour: 'red' }, 41), 'colour'],
  ['__proto__', raw('__proto__', '{"polluted":true}').replace('{', '{"__proto__":{"draft":true},'), '__proto__'],
  ['constructor', raw('constructor', '{"prototype":{}}'), 'constructor'],
  ['an unknown purpose', body({ purpose: 'PARTY' }, 41), 'purpose'],
  ['a purpose with spaces', body({ purpose: ' DEMO ' }, 41), 'purpose'],
  ['authority false', body({ authority: false }, 41), 'authority'],
  // lines
  ['an unknown service', body(line({ max: 3 }, 'mainframe'), 41), 'lines.0.service'],
  ['a service that is an operator', body(line({ max: 3 }, { not: '' }), 41), 'lines.0.service'],
  ['a service of Object', body(line({ max: 3 }, 'toString'), 41), 'lines.0.service'],
  ['no lines', body({ lines: [] }, 41), 'lines'],
  [
    'many lines',
    body({ lines: Array.from({ length: 5_000 }, () => ({ service: 'yves', wanted: { max: 3 } })) }, 41),
    'lines',
  ],
  [
    'one service twice',
    body({ lines: [1, 2].map(() => ({ service: 'yves', wanted: { max: 3 } })) }, 41),
    'lines.1.service',
  ],
  ['nothing wanted', body(line({}), 41), 'lines.0.wanted'],
  ['an unknown attribute', body(line({ max: 3, gpu: 1 }), 41), 'lines.0.wanted.gpu'],
  ...[-1, 1.5, 2 ** 31, '3', null, {}, [3]].map((max): [string, unknown, string] => [
    `max ${JSON.stringify(max)}`,
    body(line({ max }), 41),
    'lines.0.wanted.max',
  ]),
  ['max 1e309', raw('lines', '[{"service":"yves","wanted":{"max":1e309}}]'), 'lines.0.wanted.max'],
  ['max -1e309', raw('lines', '[{"service":"yves","wanted":{"max":-1e309}}]'), 'lines.0.wanted.max'],
  // rules of sizes (R17)
  ['a class that is none', body(line({ instance: 'db.huge' }, 'database'), 41), 'lines.0.wanted.instance'],
  ['an attribute of the other shape', body(line({ count: 2 }), 41), 'lines.0.wanted.count'],
  ['a pair that is not listed', body(line({ cpu: 1024, memory: 999_999 }), 41), 'lines.0.wanted.memory'],
  ['the baseline', body(line({ max: 2 }), 41), 'lines.0.wanted'],
  ['below the baseline', body(line({ max: 1, cpu: 2048, memory: 4096 }), 41), 'lines.0.wanted.max'],
  // windows
  ...[
    '2026-02-30T10:00:00Z',
    '2026-13-01T00:00:00Z',
    'tomorrow',
    '2026-12-01',
    '2026-12-01T09:00',
    ' 2026-12-01T09:00:00Z',
    '0000-00-00T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '',
    1_800_000_000_000,
    {},
    null,
  ].map((start): [string, unknown, string] => [
    `start ${JSON.stringify(start)}`,
    body(window({ start }), 41),
    'window.start',
  ]),
  ['end before start', body(window({ end: iso(DAY) }), 41), 'window.end'],
  [
    'end at start',
    body(window({ start: iso(41 * DAY).replace(/\d{3}Z/, '000Z'), end: iso(41 * DAY).replace(/\d{3}Z/, '000Z') }), 41),
    'window.end',
  ],
  ['a second', body(window({ start: '2027-01-01T00:00:00Z', end: '2027-01-01T00:00:01Z' }), 41), 'window.end'],
  ['years', body(window({ end: iso(800 * DAY) }), 41), 'window.end'],
  ['in years', body(window({ start: iso(900 * DAY), end: iso(901 * DAY) }), 41), 'window.start'],
  ['no end at all', body({ window: { start: iso(41 * DAY), timeZone: 'Europe/Berlin' } }, 41), 'window.end'],
  ...['Mars/Olympus', '+02:00', '', 'Europe/Berlin ', 'Europe/Berlin\u0000', 5, {}, 'x'.repeat(10_000)].map(
    (timeZone): [string, unknown, string] => [
      `zone ${JSON.stringify(timeZone).slice(0, 40)}`,
      body(window({ timeZone }), 41),
      'window.timeZone',
    ],
  ),
  ...[-1, 1441, 0.5, '10', 2 ** 31].map((value): [string, unknown, string] => [
    `pre-scale ${value}`,
    body({ prescaleMinutes: value }, 41),
    'prescaleMinutes',
  ]),
  // texts
  ['a long reason', body({ reason: 'a'.repeat(100_000) }, 41), 'reason'],
  ['an empty reason', body({ reason: ' \n ' }, 41), 'reason'],
  ['NUL', body({ reason: 'a\u0000b' }, 41), 'reason'],
  ['bidi', body({ contact: 'a\u202Eb' }, 41), 'contact'],
  ['a lone surrogate', body({ reason: 'a\ud800b' }, 41), 'reason'],
  ['a lone surrogate, escaped', raw('reason', '"a\\udfffb"'), 'reason'],
  ['a secret', body({ reason: 'password: hunter22' }, 41), 'reason'],
  ['a watcher who is no address', body({ watchers: ['ops'] }, 41), 'watchers.0'],
  // load test and consistency
  [
    'shares above everything',
    body({ loadTest: { tool: 'k6', dataSharePercent: 1e300, trafficSharePercent: 10, generators: [] } }, 41),
    'loadTest.dataSharePercent',
  ],
  ['a negative rate', body({ expected: { peakRps: -1 } }, 41), 'expected.peakRps'],
  [
    'an unknown environment to follow',
    body({ consistency: { follow: ['nowhere'], note: 'x' } }, 41),
    'consistency.follow.0',
  ],
  [
    "another customer's environment to follow",
    body({ consistency: { follow: ['kes-stage'], note: 'x' } }, 41),
    'consistency.follow.0',
  ],
  // bombs
  ['deep lists', raw('reason', '['.repeat(200_000) + ']'.repeat(200_000)), 'reason'],
  ['deep objects', raw('lines', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`), 'lines'],
  [
    'a hundred thousand members',
    raw('consistency', `{${Array.from({ length: 50_000 }, (_, n) => `"k${n}":1`).join()}}`),
    'consistency.follow',
  ],
];

test('Every bad body is 422 with a message at its member, and nothing is stored', async () => {
  const before = await checksums();
  for (const [what, sent, path] of BODIES) {
    const answered = await call('POST', '/requests', { token, body: sent });
    assert.equal(answered.status, 422, `${what}: ${answered.text.slice(0, 500)}`);
    const { errors = [] } = problemAnswer.parse(answered.body);
    const paths = errors.map((error) => error.path);
    assert.ok(
      paths.some((each) => each === path || each.startsWith(`${path}.`)),
      `${what}: ${answered.text.slice(0, 500)}`,
    );
    assert.ok(
      errors.every(({ message }) => message.length > 10 && message.length < 500),
      what,
    );
    assert.ok(answered.text.length < 20_000, `${what} is answered in ${answered.text.length} characters`);
  }
  assert.deepEqual(await checksums(), before);
});

test('Foreign and unknown slugs to follow are answered the same', async () => {
  const answers = ['nowhere', 'kes-stage', 'nlw-stage'].map((slug) =>
    call('POST', '/requests', { token, body: body({ consistency: { follow: [slug], note: 'x' } }, 41) }),
  );
  const [unknown, foreign] = await Promise.all(answers);
  assert.equal(unknown?.text, foreign?.text);
});

test('Drafts with bad members are 422 too', async () => {
  const before = await checksums();
  for (const sent of [
    { reason: 5 },
    { window: { start: 'x' } },
    { lines: [{ service: 'nothing', wanted: { max: 3 } }] },
    { extra: 1 },
    { draft: 'true' },
  ])
    assert.equal(
      (await call('POST', '/requests', { token, body: { environment: 'nlw-stage', draft: true, ...sent } })).status,
      422,
    );
  assert.deepEqual(await checksums(), before);
});

/** What a manager sends to POST /requests/REF/moves, and the path of the first error. */
const MOVES: [sent: unknown, path: string][] = [
  [{}, 'move'],
  [[], ''],
  [null, ''],
  [{ move: 'jump' }, 'move'],
  [{ move: 'expire' }, 'move'],
  [{ move: 'constructor' }, 'move'],
  [{ move: ' approve' }, 'move'],
  [{ move: ['approve'] }, 'move'],
  [{ move: { equals: 'approve' } }, 'move'],
  [{ move: 'approve', version: '1' }, 'version'],
  [{ move: 'approve', version: 0 }, 'version'],
  [{ move: 'approve', version: 2 ** 31 }, 'version'],
  [{ move: 'approve', version: 1.5 }, 'version'],
  [{ move: 'approve', contentHash: 'x' }, 'contentHash'],
  [{ move: 'approve', contentHash: { not: '' } }, 'contentHash'],
  [{ move: 'approve', confirmEmergency: 'yes' }, 'confirmEmergency'],
  [{ move: 'approve', extra: 1 }, 'extra'],
  [{ move: 'approve', answer: 'no question' }, 'answer'],
  [{ move: 'reject' }, 'reason'],
  [{ move: 'reject', reason: '' }, 'reason'],
  [{ move: 'reject', reason: 'a'.repeat(4_001) }, 'reason'],
  [{ move: 'reject', reason: 'a\u0000' }, 'reason'],
  [{ move: 'reject', reason: {} }, 'reason'],
  [{ move: 'ask' }, 'question'],
  [{ move: 'offer' }, 'offer'],
  [{ move: 'offer', offer: {} }, 'offer'],
  [{ move: 'offer', offer: { lines: [] } }, 'offer.lines'],
  [{ move: 'offer', offer: { lines: [{ service: 'nothing', wanted: { max: 3 } }] } }, 'offer.lines.0.service'],
  [{ move: 'offer', offer: { lines: [{ service: 'yves', wanted: { max: 99 } }] } }, 'offer.lines.0.wanted.max'],
  [{ move: 'offer', offer: { window: { start: 'x', end: null, timeZone: 'Europe/Berlin' } } }, 'offer.window.start'],
  [
    { move: 'offer', offer: { window: { start: iso(-DAY), end: iso(DAY), timeZone: 'Europe/Berlin' } } },
    'offer.window.start',
  ],
];

test('Every bad move is 422 with a message at its member, and nothing is stored', async () => {
  const before = await checksums();
  const edits = [
    { reason: 5 },
    { lines: [] },
    { window: { start: iso(DAY) } },
    { extra: 1 },
    { environment: 'kes-stage' },
    { authority: false },
    { consistency: { follow: ['kes-dev'], note: 'x' } },
  ];
  const sent: [string, unknown, string][] = [
    ...MOVES.map(([each, path]): [string, unknown, string] => [manager, each === null ? 'null' : each, path]),
    [token, { move: 'edit' }, 'changes'],
    [token, { move: 'edit', changes: 'x' }, 'changes'],
    ...edits.map((changes): [string, unknown, string] => [
      token,
      { move: 'edit', changes },
      `changes.${Object.keys(changes)[0]}`,
    ]),
  ];
  for (const [who, each, path] of sent) {
    const answered = await call('POST', `/requests/${reference}/moves`, { token: who, body: each });
    assert.equal(answered.status, 422, `${JSON.stringify(each)}: ${answered.text}`);
    const { errors = [] } = problemAnswer.parse(answered.body);
    assert.ok(
      errors.some((error) => error.path === path || error.path.startsWith(`${path}.`)),
      `${JSON.stringify(each)}: ${answered.text}`,
    );
  }
  assert.deepEqual(await checksums(), before);
});
