import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { expect, test } from './fixtures.ts';
import { expectState } from './pages/request.ts';
import { HENRIK, INES, JANA, LUKAS, NORA, PRIYA } from './people.ts';
import { worldOf } from './replay/world.ts';
import { allAnswer, tellLevel } from './stack/levels.ts';
import { freePort, listening, type Portal, startWeb, stopWeb } from './stack/portal.ts';
import { send } from './stack/raw.ts';
import { newCookieOf } from './stack/sign-in.ts';

/** An open page's stream, as the wire has it. */
type Stream = {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  text(): string;
  ended: Promise<void>;
  leave(): void;
};

function follow(port: number, query: string, headers: Record<string, string>, at = '/live'): Promise<Stream> {
  const { promise, resolve, reject } = Promise.withResolvers<Stream>();
  const path = at + query;
  const outgoing = request(
    { host: '127.0.0.1', port, path, headers: { host: `localhost:${port}`, ...headers } },
    (incoming) => {
      let text = '';
      const ended = Promise.withResolvers<void>();
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      incoming.on('error', () => {}).on('close', ended.resolve);
      const { statusCode: status = 0, headers } = incoming;
      resolve({ status, headers, text: () => text, ended: ended.promise, leave: () => outgoing.destroy() });
    },
  );
  outgoing.on('error', reject).end();
  return promise;
}

/** A token of a person, as the account page makes them. */
async function tokenOf({ sql }: Portal, email: string): Promise<string> {
  const token = `hr_${randomBytes(32).toString('base64url')}`;
  await sql.query(
    `INSERT INTO "ApiToken" (id, "personId", name, hash, write) SELECT $1, id, 'metrics', $2, false FROM "Person" WHERE email = $3`,
    [randomUUID(), createHash('sha256').update(token).digest('hex'), email],
  );
  return token;
}

/** A change as a writer tells it, of a request that is there. */
async function change({ sql }: Portal, contract: string, submitted = true): Promise<string> {
  const { rows } = await sql.query<{ reference: string }>(
    `SELECT r.reference, pg_notify('headroom', r."contractId" || ' ' || r.reference) FROM "UpscaleRequest" r
     JOIN "Contract" c ON c.id = r."contractId" WHERE c.reference = $1 AND (r."submittedAt" IS NOT NULL) = $2
     ORDER BY r.reference LIMIT 1`,
    [contract, submitted],
  );
  expect(rows).toHaveLength(1);
  return rows[0]?.reference ?? '';
}

const seen = (stream: Stream) => [...stream.text().matchAll(/event: change\ndata: (.*)\n\n/g)].map(([, data]) => data);
/** A stream that is open. */
async function settled(portal: Portal, query: string, cookie: string, headers: Record<string, string> = {}) {
  const stream = await follow(portal.port, query, { cookie, ...headers });
  expect(stream.status).toBe(200);
  await expect.poll(() => stream.text()).toContain(':\n\n');
  return stream;
}

/** The first stream of a server makes it listen; until then it can only say that anything may have changed. */
test.beforeEach(async ({ portal }) => {
  const stream = await settled(portal, '', await newCookieOf(portal, HENRIK));
  await expect.poll(async () => seen(stream).includes(await change(portal, 'NLW-2024'))).toBe(true);
  stream.leave();
});

test('a change is told to those who may see the request, at once and by its reference alone', async ({ portal }) => {
  const [customer, partner, foreign] = await Promise.all(
    [JANA, LUKAS, PRIYA].map(async (who) =>
      settled(portal, '', await newCookieOf(portal, who), { 'accept-encoding': 'gzip' }),
    ),
  );
  if (!customer || !partner || !foreign) throw new Error('three streams');
  expect(customer.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': expect.stringContaining('no-store'),
    'x-accel-buffering': 'no',
  });
  expect(customer.headers['content-encoding']).toBeUndefined();
  const draft = await change(portal, 'NLW-2024', false);
  const filed = await change(portal, 'NLW-2024');
  const kestrels = await change(portal, 'KES-2022');
  await expect.poll(() => seen(customer)).toEqual(expect.arrayContaining([draft, filed]));
  await expect.poll(() => seen(partner)).toContain(filed);
  await expect.poll(() => seen(foreign)).toContain(kestrels);
  expect(seen(customer)).not.toContain(kestrels);
  expect(seen(partner)).not.toContain(draft);
  expect(seen(partner)).not.toContain(kestrels);
  expect(seen(foreign)).not.toContain(filed);
  for (const stream of [customer, partner, foreign]) {
    expect(
      stream
        .text()
        .replace(/^(:|event: change|data: (UR-\d+-\d+|\*)|)$/gm, '')
        .trim(),
    ).toBe('');
    stream.leave();
  }
});

test('rights are those of the moment: what was taken away tells nothing more, and an ended session ends its streams', async ({
  portal,
}) => {
  const { sql } = portal;
  const [cookie, other] = [await newCookieOf(portal, LUKAS), await newCookieOf(portal, JANA)];
  const [partner, customer] = [await settled(portal, '', cookie), await settled(portal, '', other)];
  await change(portal, 'NLW-2024');
  await expect.poll(() => seen(partner).length).toBeGreaterThan(0);
  const { rows } = await sql.query(
    `DELETE FROM "PartnerGrant" g USING "Contract" c WHERE c.id = g."contractId" AND c.reference = 'NLW-2024' RETURNING g.*`,
  );
  const before = seen(partner).length;
  const toldBefore = seen(customer).length;
  await change(portal, 'NLW-2024');
  // the same change has reached who may see it
  await expect.poll(() => seen(customer).length).toBeGreaterThan(toldBefore);
  for (const row of rows)
    await sql.query('INSERT INTO "PartnerGrant" ("contractId", "organisationId") VALUES ($1, $2)', [
      row.contractId,
      row.organisationId,
    ]);
  expect(seen(partner)).toHaveLength(before);
  partner.leave();

  const secret = other.split('.')[1] ?? '';
  const id = createHash('sha256').update(secret).digest('hex');
  expect((await sql.query('DELETE FROM "Session" WHERE id = $1', [id])).rowCount).toBe(1);
  await change(portal, 'NLW-2024');
  await customer.ended;
  expect((await send(portal.port, { path: '/live', headers: { cookie: other } })).status).toBe(401);
});

test('one request is followed alone; one that is not theirs is not there; guests follow nothing', async ({
  portal,
}) => {
  const cookie = await newCookieOf(portal, JANA);
  const [own, foreign] = [await change(portal, 'NLW-2024'), await change(portal, 'KES-2022')];
  const status = async (path: string, headers: Record<string, string> = { cookie }) =>
    (await send(portal.port, { path, headers })).status;
  for (const reference of [foreign, 'UR-2020-9999', 'nothing', '%00', "'"])
    expect(await status(`/live?request=${reference}`), reference).toBe(404);
  expect(await status('/live', {})).toBe(401);

  const stream = await settled(portal, `?request=${own}&since=${Date.now()}`, cookie);
  await portal.sql.query(
    `SELECT pg_notify('headroom', "contractId" || ' ' || reference) FROM "UpscaleRequest" WHERE "submittedAt" IS NOT NULL`,
  );
  await expect.poll(() => seen(stream)).toContain(own);
  expect(new Set(seen(stream))).toEqual(new Set([own]));
  stream.leave();
});

test('levels are told to who asks for them and may see them; of one environment its own alone, and foreign ones are not there', async ({
  portal,
}) => {
  const [jana, priya] = [await newCookieOf(portal, JANA), await newCookieOf(portal, PRIYA)];
  const status = async (query: string) =>
    (await send(portal.port, { path: `/live?${query}`, headers: { cookie: priya } })).status;
  for (const slug of ['nlw-prod', 'no-such', '%00', '', 'nlw-prod%27'])
    expect(await status(`environment=${slug}`), slug).toBe(404);
  expect((await send(portal.port, { path: '/live?status=1' })).status).toBe(401);

  for (const slug of ['nlw-dev', 'nlw-stage', 'nlw-prod']) await allAnswer(portal.sql, slug);
  await expect(async () => {
    const streams = await Promise.all([
      settled(portal, '?status=1', jana),
      settled(portal, '?environment=nlw-prod', jana),
      settled(portal, '', jana),
      settled(portal, '?status=1', priya),
    ]);
    const [all, one, requests, foreign] = streams as [Stream, Stream, Stream, Stream];
    try {
      await tellLevel(portal.sql, 'nlw-stage', 'OPERATIONAL');
      await expect.poll(() => seen(all)).toContain('status');
      // what is told later has reached the others
      const [own, kestrels] = [await change(portal, 'NLW-2024'), await change(portal, 'KES-2022')];
      await expect.poll(() => seen(one)).toContain(own);
      await expect.poll(() => seen(requests)).toContain(own);
      await expect.poll(() => seen(foreign)).toContain(kestrels);
      for (const stream of [one, requests, foreign]) expect(seen(stream)).not.toContain('status');
      await tellLevel(portal.sql, 'nlw-prod', 'OPERATIONAL');
      await expect.poll(() => seen(one)).toContain('status');
    } finally {
      for (const stream of streams) stream.leave();
    }
    // a reading of the demo may have run out meanwhile, and its level be told rightly
  }).toPass();
});

test('a session has six streams; one that is left makes room', async ({ portal }) => {
  const cookie = await newCookieOf(portal, NORA);
  const streams = await Promise.all(Array.from({ length: 6 }, () => settled(portal, '', cookie)));
  expect((await follow(portal.port, '', { cookie })).status).toBe(429);
  streams[0]?.leave();
  await expect
    .poll(async () => {
      const one = await follow(portal.port, '', { cookie });
      one.leave();
      return one.status;
    })
    .toBe(200);
  for (const stream of streams) stream.leave();
});

test('a server that stops ends its streams and does not wait for them', async ({ portal }) => {
  const port = await freePort();
  const web = startWeb(portal.databaseUrl, port, { LOG_LEVEL: 'silent' });
  await listening(web);
  const cookie = await newCookieOf({ ...portal, port, origin: `http://localhost:${port}` }, JANA);
  const streams = [
    await settled({ ...portal, port }, '', cookie),
    await settled({ ...portal, port }, '?status=1', cookie),
    await follow(port, '', {}, '/status/NLW-2024/live'),
  ];
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 200]);
  await Promise.all([stopWeb(web), ...streams.map(({ ended }) => ended)]);
  expect(web.exitCode).toBe(0);
});

test('metrics are told to this machine and to operators, and are not there for others', async ({ portal }) => {
  const get = (headers: Record<string, string> = {}) => send(portal.port, { path: '/metrics', headers });
  const told = await get();
  expect({ status: told.status, type: told.headers['content-type'] }).toEqual({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
  });
  for (const name of [
    'requests{state="IN_REVIEW"}',
    'windows_due',
    'windows_late',
    'windows_overdue',
    'record_entries',
  ])
    expect(told.body).toMatch(new RegExp(`^headroom_${RegExp.escape(name)} \\d+$`, 'm'));
  expect(told.body).not.toMatch(/UR-\d|@|nlw/i);
  expect((await get({ host: '192.0.2.1:9' })).status).toBe(200);
  // a name of somebody else's, and a proxy on this machine that nobody said to trust
  expect((await get({ host: 'evil.example' })).status).toBe(421);
  const proxied: Record<string, string>[] = [{ 'x-forwarded-for': '127.0.0.1' }, { forwarded: 'for=127.0.0.1' }];
  for (const forwarded of proxied) {
    const refused = await get(forwarded);
    expect({ status: refused.status, body: refused.body }).toEqual({ status: 404, body: '' });
    expect((await get({ ...forwarded, 'x-headroom-local': '1' })).status).toBe(404);
    expect((await get({ ...forwarded, authorization: `Bearer ${await tokenOf(portal, INES)}` })).status).toBe(200);
    for (const who of [JANA, NORA])
      expect((await get({ ...forwarded, authorization: `Bearer ${await tokenOf(portal, who)}` })).status).toBe(404);
  }
});

test('an open page shows what another person just did, without being loaded again', async ({ open, portal }) => {
  const world = worldOf(portal, open);
  const reference = await world.request();
  const manager = await open.as(NORA);
  await manager.goto(`/requests/${reference}`);
  await expectState(manager, 'In review');
  await manager.evaluate(() => Object.assign(window, { notLoadedAgain: true }));
  await world.move(JANA, reference, { move: 'withdraw' });
  await expectState(manager, 'Withdrawn');
  expect(await manager.evaluate(() => 'notLoadedAgain' in window)).toBe(true);
});
