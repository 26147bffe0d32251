import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Cable, cableTo } from '../../../e2e/stack/cable.ts';
import { STATUS_CHANGES, statusChangeOf } from '../changes.ts';
import { db } from '../db.ts';
import { publicLooks } from '../start/public-looks.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { newContract, newEndpoint, newEnvironment, newNotice, probed } from '../testing/status.ts';
import { statusPage } from './board.ts';
import { publicStatus } from './public.ts';

const SECRET = 'planted-secret';
const ORIGIN = 'http://status.example';
/** whose readings last 16 s */
const QUICK = { intervalSeconds: 5, timeoutMs: 100, retries: 0 };
/** what the rest of the portal says here */
const PASSED_ON = 418;
const PATH = '/status/AAA-2026';

let database: FreshDatabase;
let cable: Cable;
let server: Server;
let contractId: string;
let environmentId: string;
let endpointId: number;
let slug: string;

before(async () => {
  database = await freshDatabase();
  cable = await cableTo(database.url);
  process.env.DATABASE_URL = cable.url;
  contractId = await newContract('AAA-2026', { publicStatus: true });
  await newContract('PRIVATE-2026');
  environmentId = await newEnvironment(['yves']);
  ({ slug } = await db().environment.findUniqueOrThrow({ where: { id: environmentId } }));
  await plantSecrets();
  server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const status = publicStatus([ORIGIN], publicLooks(ORIGIN));
  server.on('request', (asked, answer) => status.answer(asked, answer) || answer.writeHead(PASSED_ON).end());
  server.on('close', status.end);
  await statusPage({ contracts: 'all' });
});
after(async () => {
  server?.closeAllConnections();
  server?.close();
  await database?.drop();
  await cable?.cut();
});

/** Into everything that is for staff alone, or of a request. */
async function plantSecrets(): Promise<void> {
  endpointId = await newEndpoint(environmentId, `${SECRET} endpoint`, 'yves');
  await db().endpoint.update({ where: { id: endpointId }, data: { target: `${SECRET}.internal:443`, ...QUICK } });
  await probed(endpointId, { at: Date.now(), outcome: 'DOWN', lasts: 3_600_000 });
  const reason = { code: 'failed', params: { code: SECRET } };
  await db().probeState.update({ where: { endpointId }, data: { reason } });
  const draft = await newNotice(environmentId, { kind: 'INCIDENT', publishedAt: null, startsAt: Date.now() });
  await db().notice.update({ where: { id: draft }, data: { title: SECRET, postMortem: SECRET } });
  const times = { publishedAt: Date.now(), startsAt: Date.now() - 60_000 };
  const noticeId = await newNotice(environmentId, { kind: 'INCIDENT', impact: 'DEGRADED', ...times });
  const author = { id: randomUUID(), email: `${SECRET}@example.com`, name: SECRET };
  await db().person.create({ data: author });
  const title = 'Shop <b>slow</b> ]]> & more\u0007';
  await db().notice.update({ where: { id: noticeId }, data: { title, createdById: author.id } });
  const text = 'We **look** at <script>it</script> ]]>.';
  const update = {
    id: randomUUID(),
    noticeId,
    at: new Date(),
    state: 'INVESTIGATING',
    text,
    personId: author.id,
  } as const;
  await db().noticeUpdate.create({ data: update });
  await db().$executeRaw`
    INSERT INTO "UpscaleRequest" (id, reference, "contractId", "environmentId", "requestedById", state, "rulebookId", "variationIds", content, "updatedAt")
    VALUES (gen_random_uuid(), 'UR-2099-0001', ${contractId}::uuid, ${environmentId}::uuid, ${author.id}::uuid, 'DRAFT', ${SECRET}, '{}',
      jsonb_build_object('reason', ${SECRET}::text), now())`;
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };
type Asking = { method?: string; headers?: Record<string, string>; port?: number };

function ask(path: string, { method = 'GET', headers = {}, port }: Asking = {}): Promise<Answer> {
  const to = { port: port ?? (server.address() as AddressInfo).port, path, method, agent: false };
  return new Promise((resolve, reject) => {
    const asked = request({ ...to, headers: { host: 'status.example', ...headers } }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) });
    });
    asked.on('error', reject).end();
  });
}

async function until<T>(found: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const value = await found();
    if (value) return value;
    await sleep(20);
  }
}

const told = () =>
  db().$executeRaw`SELECT pg_notify(${STATUS_CHANGES}, ${statusChangeOf({ contractId, environmentId: null })})`;
const documents = () => ['', '.json', '.atom', '.svg', `/${slug}.svg`].map((end) => PATH + end);

test('every document is sent in each encoding with a tag of its own, and not again while it is known', async () => {
  for (const path of documents()) {
    const plain = await ask(path);
    assert.equal(plain.status, 200, path);
    const packed = [
      ['br', 'gzip, deflate, br', brotliDecompressSync],
      ['gzip', 'gzip;q=0.5, br;q=0', gunzipSync],
    ] as const;
    for (const [encoding, accept, unpack] of packed) {
      const answer = await ask(path, { headers: { 'accept-encoding': accept } });
      // one packet is not packed
      const isPacked = plain.body.length >= 1200;
      assert.equal(answer.headers['content-encoding'], isPacked ? encoding : undefined);
      assert.deepEqual(isPacked ? unpack(answer.body) : answer.body, plain.body);
      assert.equal(answer.headers.etag === plain.headers.etag, !isPacked);
      for (const tag of [answer.headers.etag ?? '', `"x", W/${answer.headers.etag?.replace('W/', '')}`, '*']) {
        const known = await ask(path, { headers: { 'accept-encoding': accept, 'if-none-match': tag } });
        assert.deepEqual([known.status, known.body.length, known.headers.etag], [304, 0, answer.headers.etag]);
        assert.equal(known.headers.vary, 'accept-encoding');
      }
    }
    const head = await ask(path, { method: 'HEAD' });
    assert.deepEqual([head.status, head.body.length, head.headers.etag], [200, 0, plain.headers.etag]);
    assert.equal(head.headers['content-length'], String(plain.body.length));
    assert.equal(plain.headers['cache-control'], 'public, no-cache');
    assert.equal(plain.headers['x-content-type-options'], 'nosniff');
    assert.equal((await ask(path, { headers: { 'if-none-match': '"other"' } })).status, 200);
  }
});

test('the page carries a fresh nonce and the hashes of what stands in it; programs of other sites may read the rest', async () => {
  const [one, two] = [await ask(PATH), await ask(PATH)];
  const nonces = [one, two].map(
    ({ headers }) => /'nonce-([A-Za-z0-9+/]{22}==)'/.exec(String(headers['content-security-policy']))?.[1],
  );
  assert.ok(nonces[0] && nonces[1] && nonces[0] !== nonces[1]);
  assert.equal(String(one.headers['content-security-policy']).match(/'sha256-/g)?.length, 2);
  assert.equal(one.headers['access-control-allow-origin'], undefined);
  assert.equal(one.headers['cross-origin-resource-policy'], 'same-origin');
  for (const path of documents().slice(1)) {
    const { headers } = await ask(path);
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
    assert.match(String(headers['x-headroom-as-of']), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const asked = await ask(path, { method: 'OPTIONS', headers: { origin: 'https://else.example' } });
    assert.deepEqual([asked.status, asked.headers['access-control-allow-headers']], [204, 'if-none-match']);
  }
});

test('strangers are told levels and notices, and nothing that is for staff or of a request', async () => {
  const [html = '', json = '', atom = '', ...badges] = await Promise.all(
    [...documents(), `${PATH}?q=${slug}`, `${PATH}.json?page=2`].map(async (path) => String((await ask(path)).body)),
  );
  for (const text of [html, json, atom, ...badges]) assert.doesNotMatch(text, new RegExp(SECRET));
  const { total } = JSON.parse(String((await ask(`${PATH}.json?q=${slug}?else`)).body));
  assert.equal(total, 0, 'what is asked for goes on behind a question mark');
  const { environments, incidents, asOf, stale, ...rest } = JSON.parse(json);
  assert.deepEqual(rest.contract, { reference: 'AAA-2026', organisation: 'Shop of AAA-2026' });
  assert.deepEqual(
    [environments[0].slug, environments[0].level, environments[0].days.length],
    [slug, 'MAJOR_OUTAGE', 90],
  );
  assert.equal(environments[0].reasons, undefined);
  assert.deepEqual([incidents.length, stale, new Date(asOf).toISOString()], [1, false, asOf]);
  assert.equal(
    incidents[0].updates[0].html,
    '<p>We <strong>look</strong> at &lt;script&gt;it&lt;/script&gt; ]]&gt;.</p>\n',
  );
  assert.match(html, /Shop &lt;b&gt;slow/);
  assert.match(atom, /Shop &lt;b&gt;slow&lt;\/b&gt; \]\]&gt; &amp; more : Investigating/);
  assert.match(atom, /<id>http:\/\/status\.example\/status\/AAA-2026#n-[0-9a-f-]{36}-\d+<\/id>/);
  assert.match(badges[0] ?? '', /<title>Shop of AAA-2026: Major outage\. As of /);
  assert.match(badges[1] ?? '', new RegExp(`<title>${slug}: Major outage`));
});

test('other addresses are for the portal: private and unknown contracts, other hosts, odd paths and methods alike', async () => {
  const others = ['/status', '/status/', '/status/PRIVATE-2026', '/status/NO-SUCH', '/status/PRIVATE-2026.json'];
  const odd = [
    '/status/%',
    '/status/%2e%2e',
    '/status/private-2026',
    '/status/private-2026.json',
    `${PATH}/`,
    `${PATH}.xml`,
    `${PATH}/../AAA-2026.json/x`,
  ];
  for (const path of [...others, ...odd, '/status/PRIVATE-2026/live', '/status/__proto__'])
    assert.equal((await ask(path)).status, PASSED_ON, path);
  assert.equal((await ask(PATH, { headers: { host: 'evil.example' } })).status, PASSED_ON);
  assert.equal((await ask(PATH, { headers: { rsc: '1' } })).status, PASSED_ON);
  assert.equal((await ask(PATH, { method: 'POST' })).status, PASSED_ON);
  assert.equal((await ask(`${PATH}/no-such.svg`)).status, 404);
  assert.equal((await ask(`${PATH}?utm_source=x`)).status, 200);
  assert.equal((await ask('/status/%41AA-2026')).status, 200);
});

test('a public reference in other letters leads to its own spelling, with all that comes after it, and never elsewhere', async () => {
  const ways = {
    '/status/aaa-2026': PATH,
    '/status/Aaa-2026?q=x%0d%0ay&page=2': `${PATH}?q=x%0d%0ay&page=2`,
    '/status/aaa-2026.json': `${PATH}.json`,
    '/status/aaa-2026/live': `${PATH}/live`,
    [`/status/aaa-2026/${slug}.svg`]: `${PATH}/${slug}.svg`,
    '/status/aaa-2026/%0d%0aset-cookie:x.svg': `${PATH}/%0D%0Aset-cookie:x.svg`,
  };
  for (const [asked, to] of Object.entries(ways))
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, body } = await ask(asked, { method });
      assert.deepEqual([status, headers.location, body.length, headers['set-cookie']], [308, to, 0, undefined]);
      assert.equal(headers['cache-control'], 'public, no-cache');
    }
  assert.equal((await ask('/status/aaa-2026', { method: 'POST' })).status, PASSED_ON);
  assert.equal((await ask('/status/aaa-2026', { headers: { rsc: '1' } })).status, PASSED_ON);
  assert.equal((await ask('/status/aaa-2026', { headers: { host: 'evil.example' } })).status, PASSED_ON);
});

test('a change is told to every open page once the new document stands, and the document has it', async () => {
  const { port } = server.address() as AddressInfo;
  const before = (await ask(PATH)).headers.etag;
  const stream = request({ port, path: `${PATH}/live`, headers: { host: 'status.example' }, agent: false }).end();
  const [answer] = await once(stream, 'response');
  assert.match(String(answer.headers['content-type']), /^text\/event-stream/);
  answer.setEncoding('utf8');
  const heard: string[] = [];
  answer.on('data', (text: string) => heard.push(text));
  const stood = await until(async () => /^event: version\ndata: (\S+)\n\n/.exec(heard.join(''))?.[1]);
  assert.ok(before?.startsWith(`"${stood}`));
  await probed(endpointId, { at: Date.now(), outcome: 'UP', lasts: 3_600_000 });
  const version = await until(async () => /event: change\ndata: (\S+)\n\n/.exec(heard.join(''))?.[1]);
  const now = await ask(PATH);
  assert.notEqual(now.headers.etag, before);
  assert.ok(now.headers.etag?.startsWith(`"${version}`));
  await until(async () => JSON.parse(String((await ask(`${PATH}.json`)).body)).environments[0].level === 'DEGRADED');
  assert.match(String((await ask(`${PATH}/${slug}.svg`)).body), /Degraded/);
  stream.destroy();
});

test('two processes hold the same bytes', async () => {
  const [publicUrl, looksUrl] = ['./public.ts', '../start/public-looks.ts'].map((file) =>
    pathToFileURL(new URL(file, import.meta.url).pathname),
  );
  const code = `
    import { createServer } from 'node:http';
    const { publicStatus } = await import('${publicUrl}');
    const { publicLooks } = await import('${looksUrl}');
    const status = publicStatus(['${ORIGIN}'], publicLooks('${ORIGIN}'));
    const server = createServer((asked, answer) => status.answer(asked, answer) || answer.writeHead(503).end());
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
  const args = ['--conditions=react-server', '--input-type=module', '-e', code];
  const other = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [text] = await once(other.stdout, 'data');
    const port = Number(text);
    await until(async () => (await ask(PATH, { port })).status === 200);
    for (const path of documents())
      await until(async () => {
        const [mine, theirs] = [await ask(path), await ask(path, { port })];
        return mine.headers.etag === theirs.headers.etag && mine.body.equals(theirs.body);
      });
  } finally {
    other.kill();
  }
});

test('without the database the documents stand, say so, and fade; nothing turns green or red; then all is well by itself', async () => {
  const incident = await db().notice.findFirstOrThrow({ where: { publishedAt: { not: null } } });
  const shown = async () => {
    const { status, headers, body } = await ask(`${PATH}.json`);
    assert.equal(status, 200);
    const { stale, environments } = JSON.parse(String(body));
    assert.equal(headers['x-headroom-stale'], stale ? 'true' : undefined);
    return { stale, level: environments[0].level };
  };
  await probed(endpointId, { at: Date.now(), outcome: 'DOWN', lasts: 3_600_000 });
  await until(async () => (await shown()).level === 'MAJOR_OUTAGE');
  // it runs out while the database is away
  await db().probeState.update({ where: { endpointId }, data: { staleAt: new Date(Date.now() + 1000) } });
  await cable.cut();
  await until(async () => (await shown()).stale);
  await until(async () => String((await ask(`${PATH}.svg`)).body).includes('not current'));
  // the readings are old by now: what is only measured is not known any more, what people told lasts
  await until(async () => {
    const { environments } = await statusPage({ contracts: [contractId] });
    const [environment] = environments;
    return environment?.services[0]?.level === 'DEGRADED' && environment.level === 'DEGRADED';
  });
  await cable.mend();
  const back = await until(async () => {
    const now = await shown();
    return !now.stale && now;
  });
  assert.equal(back.level, 'DEGRADED', 'at no moment as it was before');
  await db().notice.update({ where: { id: incident.id }, data: { title: 'Told after the outage' } });
  await told();
  await until(async () => String((await ask(PATH)).body).includes('Told after the outage'));
});

test('a contract that is not public any more has no document and tells nobody more, and one that becomes so has one', async () => {
  const { port } = server.address() as AddressInfo;
  const stream = request({ port, path: `${PATH}/live`, headers: { host: 'status.example' }, agent: false }).end();
  const [open] = await once(stream, 'response');
  await db().contract.update({ where: { id: contractId }, data: { publicStatus: false } });
  await told();
  for (const path of [...documents(), '/status/aaa-2026'])
    await until(async () => (await ask(path)).status === PASSED_ON);
  await once(open.resume(), 'end');
  await db().contract.update({ where: { id: contractId }, data: { publicStatus: true } });
  await told();
  for (const path of documents()) await until(async () => (await ask(path)).status === 200);
});
