import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { issueFeedToken, listFeedTokens, revokeFeedToken } from '#server/access/feed-tokens.ts';
import type { Actor } from '#server/access/standing.ts';
import { db } from '#server/db.ts';
import { type FreshDatabase, freshDatabase } from '#server/testing/database.ts';
import { actorOf } from '#server/testing/requests.ts';
import { GET } from './[file]/route.ts';

const SECRET = 'Geheimnis';

let database: FreshDatabase;
let lukas: Actor;
let file: string;
before(async () => {
  database = await freshDatabase({ demo: true });
  await db().notice.deleteMany();
  await publish('Queue <slow> & late', 'nlw-stage');
  await publish('Kestrel alone', 'kes-prod');
  await publish(SECRET, 'nlw-stage', true);
  lukas = await actorOf('partner@brueckner.example');
  file = await newFeed(lukas);
});
after(() => database?.drop());

async function publish(title: string, slug: string, draft = false): Promise<void> {
  const { id: personId } = await db().person.findUniqueOrThrow({ where: { email: 'manager@headroom.example' } });
  const { id: environmentId, contractId } = await db().environment.findUniqueOrThrow({ where: { slug } });
  const startsAt = new Date(Date.now() - 3_600_000);
  const update = {
    id: randomUUID(),
    at: startsAt,
    state: 'IDENTIFIED' as const,
    text: `${title} is *looked* at.`,
    personId,
  };
  await db().notice.create({
    data: {
      ...{
        id: randomUUID(),
        kind: 'INCIDENT',
        title,
        state: 'IDENTIFIED',
        impact: 'DEGRADED',
        worst: 'DEGRADED',
        startsAt,
      },
      createdById: personId,
      publishedAt: draft ? null : startsAt,
      updates: { create: update },
      scope: { create: { number: 1, contractId, environmentId, slug, name: slug } },
    },
  });
}

async function newFeed(actor: Actor): Promise<string> {
  const issued = await issueFeedToken(actor);
  assert.ok(issued.kind === 'done');
  return `${issued.value}.atom`;
}

const read = (name: string, headers = {}) =>
  GET(new Request(`http://localhost:3000/feeds/${name}`, { headers }), { params: Promise.resolve({ file: name }) });

test('a partner reads the notices of the own contracts, and nothing of drafts and of others', async () => {
  const answer = await read(file);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'application/atom+xml; charset=utf-8');
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const text = await answer.text();
  assert.match(text, /<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom">/);
  assert.match(text, /Queue &(amp;)?lt;slow/);
  assert.match(text, /<em>looked<\/em>/);
  assert.doesNotMatch(text, /Kestrel|Geheim|headroom\.example|nora/i);
});

test('who has it already is answered 304', async () => {
  const etag = (await read(file)).headers.get('etag') ?? '';
  const again = await read(file, { 'if-none-match': etag });
  assert.deepEqual([again.status, await again.text()], [304, '']);
  assert.equal((await read(file, { 'if-none-match': '"other"' })).status, 200);
});

test('what is no feed, was stopped, or was of a person who is gone is not there', async () => {
  const stopped = await newFeed(lukas);
  const [feed] = await listFeedTokens(lukas);
  assert.equal((await read(stopped)).status, 200);
  assert.equal(await revokeFeedToken(lukas, feed!.id), 'done');
  const gone = await actorOf('customer@kestrel.example');
  const ofGone = await newFeed(gone);
  assert.match(await (await read(ofGone)).text(), /Kestrel alone/);
  await db().person.update({ where: { id: gone.personId }, data: { active: false } });
  const names = [
    stopped,
    ofGone,
    file.replace('.atom', ''),
    file.replace('.atom', '.ics'),
    'hf_.atom',
    '.atom',
    'a\0b.atom',
  ];
  for (const name of names) {
    const answer = await read(name);
    assert.deepEqual([name, answer.status, await answer.text()], [name, 404, '']);
  }
});
