import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { after, before, beforeEach, test } from 'node:test';
import { Client } from 'pg';
import type { NoticeDeed } from '#domain/notice.ts';
import type { NoticeInput } from '#domain/notice-form.ts';
import type { Actor } from '../access/standing.ts';
import { STATUS_CHANGES } from '../changes.ts';
import { db } from '../db.ts';
import type { Outcome } from '../outcome.ts';
import { verifyRecord } from '../record/verify.ts';
import { freshDatabase } from '../testing/database.ts';
import { idOf, incidentInput, levelOf, maintenanceInput, noticeCensus, textInput } from '../testing/notices.ts';
import { actorOf, codesOf, recordEnd } from '../testing/requests.ts';
import { newEnvironment } from '../testing/status.ts';
import { changeNotice } from './change.ts';
import { createNotice } from './create.ts';
import { getNotice } from './get.ts';
import { listNotices } from './list.ts';

const HOUR = 3_600_000;
const PEOPLE = {
  customer: 'customer@nordlicht.example',
  partner: 'partner@brueckner.example',
  both: 'both@alpina.example',
  manager: 'manager@headroom.example',
  manager2: 'manager2@headroom.example',
  operator: 'operator@headroom.example',
  kestrel: 'customer@kestrel.example',
};
let database: Awaited<ReturnType<typeof freshDatabase>>;
const actors = {} as Record<keyof typeof PEOPLE, Actor>;
before(async () => {
  database = await freshDatabase({ demo: true });
  for (const [name, email] of Object.entries(PEOPLE)) actors[name as keyof typeof PEOPLE] = await actorOf(email);
});
after(() => database?.drop());
beforeEach(async () => {
  await db().notice.deleteMany();
  await db().endpoint.deleteMany();
});

const told = (state: string, impact = 'MAJOR_OUTAGE', words = 'News.'): NoticeInput => ({
  body: { state, impact, text: words },
  errors: [],
});
const publish = async (input = incidentInput(), actor = actors.manager, at = Date.now()) =>
  idOf(await createNotice(actor, { kind: 'INCIDENT', publish: true, input }, at));
const plan = async (at: number, input = maintenanceInput(at), shown = true) =>
  idOf(await createNotice(actors.manager, { kind: 'MAINTENANCE', publish: shown, input }, at));
const draft = async (input = incidentInput()) =>
  idOf(await createNotice(actors.manager, { kind: 'INCIDENT', publish: false, input }));
const row = (id: string) => db().notice.findUniqueOrThrow({ where: { id }, include: { updates: true, scope: true } });
const lastEntry = () => db().auditEntry.findFirstOrThrow({ orderBy: { n: 'desc' } });

const REFUSED = [
  ['customer', 'notPublisher', 'customer'],
  ['partner', 'notPublisher', 'partner'],
  ['both', 'notPublisher', 'partner'],
  ['manager2', 'notFound', null],
  ['kestrel', 'notFound', null],
] as const;

/** Every command, as somebody who may not: refused, recorded, and nothing is stored. */
async function refusesAll(
  what: string,
  subject: string,
  drafted: boolean,
  act: (actor: Actor) => Promise<Outcome<unknown>>,
) {
  const whole = await noticeCensus();
  for (const [who, code, standing] of REFUSED) {
    const expected = drafted ? 'notFound' : code;
    assert.deepEqual(codesOf(await act(actors[who])), [expected], `${what} as ${who}`);
    const { verdict, ...entry } = await lastEntry();
    assert.deepEqual(
      [entry.who, entry.what, entry.subject, entry.standing, (verdict as { allowed: boolean }).allowed],
      [PEOPLE[who], what, subject, drafted ? null : standing, false],
    );
  }
  assert.deepEqual(await noticeCensus(), whole, what);
}

test('Nobody but managers of it and operators publishes or drafts', async () => {
  for (const shown of [true, false])
    await refusesAll(shown ? 'notice.publish' : 'notice.draft', 'environment nlw-stage', false, (actor) =>
      createNotice(actor, { kind: 'INCIDENT', publish: shown, input: incidentInput() }),
    );
  const { n } = await recordEnd();
  assert.deepEqual(
    codesOf(
      await createNotice(actors.operator, {
        kind: 'INCIDENT',
        publish: true,
        input: incidentInput({ scope: [{ environment: 'nowhere' }] }),
      }),
    ),
    ['notFound'],
  );
  assert.equal((await recordEnd()).n, n);
});

test('Nobody but its publishers changes what is published, whatever the command', async () => {
  const at = Date.now();
  const [open, resolved, planned, running] = [await publish(), await publish(), await plan(at), await plan(at)];
  await changeNotice(actors.manager, resolved, { deed: 'update', version: 1, input: told('RESOLVED') });
  const commands: [NoticeDeed, string, number, NoticeInput, number][] = [
    ['update', open, 1, told('IDENTIFIED'), at],
    ['edit', open, 1, incidentInput({ title: 'Other' }), at],
    ['reword', open, 1, textInput('Other'), at],
    ['update', resolved, 2, told('MONITORING'), at],
    ['postMortem', resolved, 2, textInput('A disk was full.'), at],
    ['cancel', planned, 1, textInput('Not needed.'), at],
    ['end', running, 1, textInput('Done sooner.'), at + 2 * HOUR],
    ['extend', running, 1, textInput('Takes longer.'), at + 2 * HOUR],
  ];
  for (const [deed, id, version, input, when] of commands)
    await refusesAll(`notice.${deed}`, `notice ${id}`, false, (actor) =>
      changeNotice(actor, id, { deed, version, input }, when),
    );
});

test('A draft is not there for anybody but its publishers: not in a list, not by its id, for no command', async () => {
  const id = await draft();
  for (const deed of ['publish', 'edit', 'delete'] as const)
    await refusesAll(`notice.${deed}`, `notice ${id}`, true, (actor) =>
      changeNotice(actor, id, { deed, version: 1, input: incidentInput() }),
    );
  for (const who of ['customer', 'partner', 'both', 'manager2', 'kestrel'] as const) {
    assert.deepEqual(codesOf(await getNotice(actors[who], id)), ['notFound'], who);
    assert.deepEqual((await listNotices(actors[who], { limit: 50 }))?.items, [], who);
  }
  for (const who of ['manager', 'operator'] as const) {
    assert.equal((await getNotice(actors[who], id)).kind, 'done');
    assert.deepEqual(
      (await listNotices(actors[who], { limit: 50 }))?.items.map(({ stage }) => stage),
      ['DRAFT'],
    );
  }
});

test('A draft changes no level; published it does, and its record holds what was told', async () => {
  const level = await levelOf('nlw-stage');
  const id = await draft();
  assert.equal(await levelOf('nlw-stage'), level);
  const outcome = await changeNotice(actors.operator, id, {
    deed: 'publish',
    version: 1,
    input: incidentInput({ title: 'All is down' }),
  });
  assert.equal(outcome.kind, 'done');
  assert.equal(await levelOf('nlw-stage'), 'MAJOR_OUTAGE');
  const { title, version, publishedAt, updates } = await row(id);
  assert.deepEqual([title, version, updates.length], ['All is down', 2, 1]);
  assert.equal(publishedAt?.getTime(), updates[0]?.at.getTime());
  const entry = await lastEntry();
  assert.deepEqual([entry.what, entry.who, entry.standing], ['notice.publish', PEOPLE.operator, 'operator']);
  const changed = [entry.before, entry.after].map((facts) => {
    const { title, published } = facts as Record<string, unknown>;
    return { title, published };
  });
  assert.deepEqual(changed, [
    { title: 'Checkout is slow', published: false },
    { title: 'All is down', published: true },
  ]);
  assert.equal((await verifyRecord()).ok, true);
});

test('An incident from its publication to its resolution and back: state, level and timeline', async () => {
  const input = incidentInput({ scope: [{ environment: 'nlw-dev' }], impact: 'PARTIAL_OUTAGE' });
  const id = await publish(input);
  assert.equal(await levelOf('nlw-dev'), 'PARTIAL_OUTAGE');
  const change = (version: number, state: string, impact: string) =>
    changeNotice(actors.manager, id, { deed: 'update', version, input: told(state, impact) });
  await change(1, 'IDENTIFIED', 'MAJOR_OUTAGE');
  assert.equal(await levelOf('nlw-dev'), 'MAJOR_OUTAGE');
  await change(2, 'RESOLVED', 'MAJOR_OUTAGE');
  // nothing is probed there in this test
  assert.equal(await levelOf('nlw-dev'), 'UNKNOWN');
  assert.notEqual((await row(id)).endsAt, null);
  await change(3, 'INVESTIGATING', 'DEGRADED');
  assert.equal((await row(id)).endsAt, null);
  assert.equal(await levelOf('nlw-dev'), 'DEGRADED');
  const page = await getNotice(actors.customer, id);
  assert.deepEqual(page.kind === 'done' && page.value.view.updates.map(({ state }) => state), [
    ...['INVESTIGATING', 'RESOLVED', 'IDENTIFIED', 'INVESTIGATING'],
  ]);
  assert.equal(page.kind === 'done' && page.value.staff, null);
});

test('A resolved incident is remembered by the worst it was, until somebody corrects that', async () => {
  const id = await publish(incidentInput({ impact: 'DEGRADED' }));
  const impactTold = async () => {
    const page = await getNotice(actors.customer, id);
    return page.kind === 'done' && page.value.view.impact;
  };
  const change = (version: number, state: string, impact: string) =>
    changeNotice(actors.manager, id, { deed: 'update', version, input: told(state, impact) });
  await change(1, 'IDENTIFIED', 'PARTIAL_OUTAGE');
  await change(2, 'MONITORING', 'OPERATIONAL');
  assert.equal(await impactTold(), 'OPERATIONAL');
  await change(3, 'RESOLVED', 'OPERATIONAL');
  assert.equal(await impactTold(), 'PARTIAL_OUTAGE');
  const body = { title: 'Checkout was slow', impact: 'DEGRADED', scope: [{ environment: 'nlw-stage' }] };
  await changeNotice(actors.manager, id, { deed: 'edit', version: 4, input: { body, errors: [] } });
  assert.equal(await impactTold(), 'DEGRADED');
});

test('A stale edit is refused, and of two at once one is', async () => {
  const id = await publish();
  const edit = (title: string, version: number) =>
    changeNotice(actors.manager, id, {
      deed: 'edit',
      version,
      input: { body: { title, impact: 'DEGRADED', scope: [{ environment: 'nlw-stage' }] }, errors: [] },
    });
  assert.equal((await edit('First', 1)).kind, 'done');
  assert.deepEqual(codesOf(await edit('Late', 1)), ['noticeChanged']);
  assert.equal((await row(id)).title, 'First');
  const twins = await Promise.all(['Left', 'Right'].map((title) => edit(title, 2)));
  assert.deepEqual(twins.flatMap(codesOf).sort(), ['done', 'noticeChanged']);
  assert.equal((await row(id)).version, 3);
});

test('Many at once on overlapping environments all come through', async () => {
  const scopes = [
    ['nlw-dev', 'nlw-stage', 'nlw-prod'],
    ['nlw-prod', 'nlw-dev'],
    ['nlw-stage', 'nlw-dev'],
    ['kes-prod', 'nlw-prod'],
  ];
  const ids = await Promise.all(
    scopes.map((slugs) =>
      publish(incidentInput({ scope: slugs.map((environment) => ({ environment })) }), actors.operator),
    ),
  );
  await Promise.all(
    ids.map((id) => changeNotice(actors.operator, id, { deed: 'update', version: 1, input: told('RESOLVED') })),
  );
  assert.equal(await db().notice.count({ where: { state: 'RESOLVED' } }), 4);
  for (const slug of ['nlw-dev', 'nlw-stage', 'nlw-prod', 'kes-prod'])
    assert.notEqual(await levelOf(slug), 'MAJOR_OUTAGE');
});

test('Notices that move to one another’s contracts at once all come through', async () => {
  const slugs = ['nlw-dev', 'kes-prod', 'alp-prod', 'jun-dev'];
  const scopeOf = (names: string[]) => ({ scope: names.map((environment) => ({ environment })) });
  const ids = await Promise.all(slugs.map((slug) => publish(incidentInput(scopeOf([slug])))));
  for (const version of [1, 2, 3]) {
    const turned = (n: number) => slugs.map((_, at) => slugs[(at + n + version) % slugs.length] ?? '').slice(0, 3);
    const edits = ids.map((id, n) => {
      const body = { title: 'Moved', impact: 'DEGRADED', ...scopeOf(turned(n)) };
      return changeNotice(actors.manager, id, { deed: 'edit', version, input: { body, errors: [] } });
    });
    for (const outcome of await Promise.all(edits)) assert.equal(outcome.kind, 'done');
  }
});

test('A form that is sent twice makes one notice', async () => {
  const made = { id: randomUUID(), kind: 'INCIDENT', publish: true, input: incidentInput() } as const;
  const both = await Promise.all([createNotice(actors.manager, made), createNotice(actors.manager, made)]);
  assert.deepEqual(both.map(idOf), [made.id, made.id]);
  assert.equal(await db().notice.count(), 1);
  assert.deepEqual(codesOf(await createNotice(actors.operator, made)), ['notFound']);
});

test('A form that was sent before is done only where it asks for what there is', async () => {
  const id = randomUUID();
  const send = (publish: boolean, changes: Record<string, unknown> = {}, at = Date.now()) =>
    createNotice(actors.manager, { id, kind: 'INCIDENT', publish, input: incidentInput(changes) }, at);
  assert.equal(idOf(await send(false)), id);
  const [whole, { n }] = [await noticeCensus(), await recordEnd()];
  assert.equal(idOf(await send(false, {}, Date.now() + HOUR)), id, 'an empty start is that of the first press');
  for (const [publish, changes] of [
    [true, {}],
    [true, { title: 'All is down' }],
    [false, { text: 'We know more.' }],
    [false, { scope: [{ environment: 'nlw-stage' }, { environment: 'nlw-dev' }] }],
    [false, { window: { start: new Date(Date.now() - HOUR).toISOString(), timeZone: 'UTC' } }],
  ] as const)
    assert.deepEqual(codesOf(await send(publish, changes)), ['noticeSent'], JSON.stringify(changes));
  assert.deepEqual(await noticeCensus(), whole);
  assert.equal((await recordEnd()).n, n);
  await changeNotice(actors.manager, id, { deed: 'publish', version: 1, input: incidentInput() });
  assert.deepEqual(codesOf(await send(false)), ['noticeSent'], 'it is no draft any more');
});

test('An update is worded anew by its id alone, and keeps its moment', async () => {
  const [id, other] = [await publish(), await publish()];
  const [update] = (await row(id)).updates;
  const foreign = (await row(other)).updates[0]?.id ?? '';
  const reword = (which: string) =>
    changeNotice(actors.manager, id, { deed: 'reword', version: 1, input: textInput('Better words.'), update: which });
  assert.deepEqual(codesOf(await reword(foreign)), ['notFound']);
  assert.equal((await reword(update?.id ?? '')).kind, 'done');
  const [now] = (await row(id)).updates;
  assert.deepEqual([now?.text, now?.at, now?.editedAt === null], ['Better words.', update?.at, false]);
  const { before: was, after: is } = await lastEntry();
  assert.deepEqual(
    [was, is],
    [
      { 'update 1': { state: 'INVESTIGATING', text: 'We **look** into it.' } },
      { 'update 1': { state: 'INVESTIGATING', text: 'Better words.' } },
    ],
  );
});

test('A post-mortem comes after the resolution, and can be taken back', async () => {
  const id = await publish();
  const say = (version: number, words: string) =>
    changeNotice(actors.manager, id, { deed: 'postMortem', version, input: textInput(words) });
  assert.deepEqual(codesOf(await say(1, 'Too soon.')), ['noticeElsewhere']);
  await changeNotice(actors.manager, id, { deed: 'update', version: 1, input: told('RESOLVED') });
  await say(2, '# Why\n\n<b>A disk</b> was full.');
  const page = await getNotice(actors.partner, id);
  assert.equal(
    page.kind === 'done' && page.value.view.postMortem,
    '<h4>Why</h4>\n<p>&lt;b&gt;A disk&lt;/b&gt; was full.</p>\n',
  );
  await say(3, '');
  assert.equal((await row(id)).postMortem, null);
});

test('A draft can be deleted; what was published cannot', async () => {
  const [drafted, shown] = [await draft(), await publish()];
  const remove = (id: string) => changeNotice(actors.manager, id, { deed: 'delete', version: 1, input: textInput('') });
  assert.deepEqual(await remove(drafted), { kind: 'done', value: null });
  assert.equal(await db().notice.count({ where: { id: drafted } }), 0);
  assert.equal((await lastEntry()).after, null);
  assert.deepEqual(codesOf(await remove(shown)), ['noticeElsewhere']);
});

test('A service that the environment does not run is refused at its field', async () => {
  const input = incidentInput({ scope: [{ environment: 'nlw-stage', service: 'oracle' }] });
  const outcome = await createNotice(actors.manager, { kind: 'INCIDENT', publish: true, input });
  assert.deepEqual(codesOf(outcome), ['scope.0.service unknownService']);
  assert.equal(await db().notice.count(), 0);
});

test('An incident of several contracts shows each only their own, and is changed only by who may on all', async () => {
  const scope = [
    { environment: 'nlw-prod' },
    { environment: 'kes-prod', service: 'yves' },
    { environment: 'alp-prod' },
  ];
  const id = await publish(incidentInput({ scope }), actors.operator);
  const seen = async (actor: Actor) => {
    const page = await getNotice(actor, id);
    const [listed] = (await listNotices(actor, { limit: 9 }))?.items ?? [];
    const places = page.kind === 'done' ? page.value.view.affected.map(({ slug }) => slug) : [];
    assert.deepEqual(listed?.affected.map(({ slug }) => slug) ?? [], places);
    return places;
  };
  assert.deepEqual(await seen(actors.customer), ['nlw-prod']);
  assert.deepEqual(await seen(actors.kestrel), ['kes-prod']);
  assert.deepEqual(await seen(actors.partner), ['nlw-prod']);
  assert.deepEqual(await seen(actors.both), ['nlw-prod', 'alp-prod']);
  assert.deepEqual(await seen(actors.operator), ['nlw-prod', 'alp-prod', 'kes-prod']);
  assert.deepEqual(await seen(await actorOf('customer@juniper.example')), []);
  const page = await getNotice(actors.manager2, id);
  assert.equal(page.kind === 'done' && page.value.staff, null);
  const outcome = await changeNotice(actors.manager2, id, { deed: 'update', version: 1, input: told('RESOLVED') });
  assert.deepEqual(codesOf(outcome), ['notPublisherOfAll']);
  const { who, verdict } = await recordEnd();
  assert.deepEqual([who, (verdict as { rule: string }).rule], [PEOPLE.manager2, 'R13']);
  assert.equal((await row(id)).state, 'INVESTIGATING');
});

test('Nobody moves a notice to an environment that is not theirs', async () => {
  const id = await publish(incidentInput({ scope: [{ environment: 'jun-prod' }] }), actors.manager2);
  const body = { title: 'x', impact: 'DEGRADED', scope: [{ environment: 'jun-prod' }, { environment: 'nlw-prod' }] };
  const outcome = await changeNotice(actors.manager2, id, { deed: 'edit', version: 1, input: { body, errors: [] } });
  assert.deepEqual(codesOf(outcome), ['notFound']);
  assert.deepEqual(
    (await row(id)).scope.map(({ slug }) => slug),
    ['jun-prod'],
  );
});

test('What is not theirs is not there, also beside what is', async () => {
  for (const slug of ['kes-prod', 'nowhere']) {
    const scope = [{ environment: 'nlw-prod' }, { environment: slug }];
    for (const actor of [actors.customer, actors.partner]) {
      const made = await createNotice(actor, { kind: 'INCIDENT', publish: true, input: incidentInput({ scope }) });
      assert.deepEqual(codesOf(made), ['notFound'], `${actor.email} names ${slug}`);
    }
  }
  assert.equal(await db().notice.count(), 0);
});

test('A right taken away a moment ago is gone', async () => {
  const id = await publish();
  const stale = actors.manager;
  const { id: contractId } = await db().contract.findUniqueOrThrow({ where: { reference: 'NLW-2024' } });
  const [assignment] = await db().managerAssignment.findMany({ where: { contractId, personId: stale.personId } });
  await db().managerAssignment.deleteMany({ where: { contractId, personId: stale.personId } });
  const outcome = await changeNotice(stale, id, { deed: 'update', version: 1, input: told('RESOLVED') });
  assert.deepEqual(codesOf(outcome), ['notFound']);
  assert.equal((await row(id)).state, 'INVESTIGATING');
  if (assignment) await db().managerAssignment.create({ data: assignment });
});

test('Pages of the list follow each other without a gap', async () => {
  const at = Date.now();
  const ids: string[] = [];
  for (const minutes of [1, 2, 3, 4, 5]) {
    const window = { start: new Date(at - minutes * 60_000).toISOString(), timeZone: 'UTC' };
    ids.push(await publish(incidentInput({ window }), actors.manager, at));
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listNotices(actors.customer, { limit: 2, cursor });
    seen.push(...(page?.items.map(({ id }) => id) ?? []));
    cursor = page?.nextCursor;
  } while (cursor);
  assert.deepEqual(seen, ids);
  assert.equal(await listNotices(actors.customer, { limit: 2, cursor: 'nonsense' }), null);
});

test('What is over, what is open, planned or a draft, and what begins in a month are listed apart', async () => {
  const at = Date.now();
  const open = await publish();
  const over = await publish();
  const resolved = { deed: 'update', version: 1, input: told('RESOLVED') } as const;
  assert.equal((await changeNotice(actors.manager, over, resolved)).kind, 'done');
  const planned = await plan(at);
  const window = { start: new Date(at - 5 * 24 * HOUR).toISOString(), timeZone: 'UTC' };
  const gone = await publish(incidentInput({ window }));
  const passed = await plan(at);
  const [from, to] = [at - 9 * HOUR, at - 8 * HOUR];
  await db().notice.update({ where: { id: passed }, data: { startsAt: new Date(from), endsAt: new Date(to) } });
  const written = await draft();
  const ids = async (filter: object, who: keyof typeof PEOPLE = 'manager') =>
    new Set((await listNotices(actors[who], { limit: 50, ...filter }))?.items.map(({ id }) => id));
  assert.deepEqual(await ids({ over: false }), new Set([open, planned, gone, written]));
  assert.deepEqual(await ids({ over: false }, 'customer'), new Set([open, planned, gone]));
  assert.deepEqual(
    await ids({ over: true }, 'customer'),
    new Set([over, passed]),
    'maintenance is over by its times alone',
  );
  assert.deepEqual(await ids({ begins: { from, to: from + 1 } }), new Set([passed]));
  assert.deepEqual(await ids({ begins: { from: from + 1, to: from + HOUR } }), new Set());
});

test('An environment that is removed stays told by its names, and its notice can still be changed', async () => {
  const environmentId = await newEnvironment(['yves']);
  const { slug } = await db().environment.findUniqueOrThrow({ where: { id: environmentId } });
  const scope = [{ environment: slug, service: 'yves' }, { environment: 'alp-prod' }];
  const id = await publish(incidentInput({ scope }));
  await db().environment.delete({ where: { id: environmentId } });
  const body = { title: 'x', impact: 'DEGRADED', scope: [{ environment: 'alp-prod' }] };
  const outcome = await changeNotice(actors.manager, id, { deed: 'edit', version: 1, input: { body, errors: [] } });
  assert.equal(outcome.kind, 'done');
  const page = await getNotice(actors.manager, id);
  assert.deepEqual(
    page.kind === 'done' && page.value.view.affected.map((each) => `${each.slug} ${each.service} ${each.removed}`),
    ['alp-prod null false', `${slug} yves true`],
  );
  const resolved = await changeNotice(actors.manager, id, { deed: 'update', version: 2, input: told('RESOLVED') });
  assert.equal(resolved.kind, 'done');
});

test('What is published is announced to whoever listens for its contracts; a draft is not', async () => {
  const listener = new Client({ connectionString: database.url });
  await listener.connect();
  const heard = new Set<string>();
  listener.on('notification', ({ payload = '' }) => heard.add(payload));
  await listener.query(`LISTEN ${STATUS_CHANGES}`);
  const idOfContract = async (reference: string) =>
    (await db().contract.findUniqueOrThrow({ where: { reference } })).id;
  await draft(incidentInput({ scope: [{ environment: 'kes-prod' }] }));
  await publish();
  const [kestrel, nordlicht] = [await idOfContract('KES-2022'), await idOfContract('NLW-2024')];
  while (!heard.has(`${nordlicht} *`)) await once(listener, 'notification');
  assert.equal(
    [...heard].some((payload) => payload.startsWith(kestrel)),
    false,
  );
  await listener.end();
});
