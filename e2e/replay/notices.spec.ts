import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright/test';
import { test } from '../fixtures.ts';
import { INES, NORA } from '../people.ts';
import type { Deed } from './deeds.ts';
import { prove } from './prove.ts';
import type { World } from './world.ts';

test.describe.configure({ mode: 'parallel' });

type Kept = {
  kind?: 'INCIDENT' | 'MAINTENANCE';
  state?: string;
  published?: boolean;
  from?: number;
  to?: number | null;
};

/** A notice on nlw-stage as its writers would have left it; hours from now. */
function kept({ kind = 'INCIDENT', state = 'INVESTIGATING', published = true, from = -1, to = null }: Kept, deed = '') {
  return async ({ portal }: World) => {
    const id = randomUUID();
    const update = randomUUID();
    await portal.sql.query(
      `INSERT INTO "Notice" (id, kind, title, state, impact, worst, "startsAt", "endsAt", "publishedAt", "createdById")
       SELECT $1, $2::"NoticeKind", 'To be sent again by everyone', $3::"NoticeState", 'DEGRADED', 'DEGRADED',
         date_trunc('minute', now()) + $4 * interval '1 hour', now() + $5 * interval '1 hour', CASE WHEN $6 THEN now() END, p.id
       FROM "Person" p WHERE p.email = $7`,
      [id, kind, state, from, to, published, NORA],
    );
    await portal.sql.query(
      `INSERT INTO "NoticeUpdate" (id, "noticeId", at, state, text, "personId")
       SELECT $1, n.id, now(), n.state, 'News.', n."createdById" FROM "Notice" n WHERE n.id = $2`,
      [update, id],
    );
    await portal.sql.query(
      `INSERT INTO "NoticeScope" ("noticeId", number, "contractId", "environmentId", slug, name)
       SELECT $1, 1, e."contractId", e.id, e.slug, e.name FROM "Environment" e WHERE e.slug = 'nlw-stage'`,
      [id],
    );
    const asked = deed && `?do=${deed}&update=${update}`;
    return { path: `/status/incidents/${id}${asked}`, subject: `notice ${id}` };
  };
}

const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click({ noWaitAfter: true });
const say =
  (name: string, label = 'Text') =>
  async (page: Page) => {
    await page.getByLabel(label, { exact: true }).fill('Sent again by everyone.');
    await press(name)(page);
  };
const fillNew = (name: string) => async (page: Page) => {
  await page.locator('#scope-nlw-stage').check();
  await page.getByLabel('Title', { exact: true }).fill('Sent again by everyone');
  await say(name)(page);
};
const isNew = async () => ({ path: '/status/incidents/new?environment=nlw-stage', subject: 'environment nlw-stage' });

const deed = (what: string, prepare: Deed['prepare'], act: Deed['act'], rule: Deed['rule'] = 'R13'): Deed => ({
  ...{ title: what, action: 'noticeAction', may: [NORA, INES], rule, what, prepare, act },
});
const RUNNING: Kept = { kind: 'MAINTENANCE', state: 'PLANNED', from: -1, to: 2 };
const PLANNED: Kept = { kind: 'MAINTENANCE', state: 'PLANNED', from: 1, to: 2 };
const RESOLVED: Kept = { state: 'RESOLVED', to: 0 };
const DRAFT: Kept = { published: false };

const DEEDS: Deed[] = [
  deed('notice.publish', isNew, fillNew('Publish')),
  deed('notice.draft', isNew, fillNew('Save draft')),
  // a draft is not there for others
  { ...deed('notice.publish', kept(DRAFT), press('Publish'), null), title: 'publish a draft' },
  { ...deed('notice.edit', kept(DRAFT), say('Save draft'), null), title: 'save a draft again' },
  deed('notice.delete', kept(DRAFT), press('Delete draft'), null),
  deed('notice.update', kept({}), say('Publish update')),
  { ...deed('notice.update', kept(RESOLVED, 'update'), say('Publish update')), title: 'open a resolved one again' },
  deed('notice.edit', kept({}, 'edit'), async (page) => {
    await page.getByLabel('Title', { exact: true }).fill('Another title');
    await press('Save changes')(page);
  }),
  deed('notice.reword', kept({}, 'reword'), say('Save text')),
  deed('notice.postMortem', kept(RESOLVED), say('Save post-mortem', 'Post-mortem')),
  deed('notice.cancel', kept(PLANNED, 'cancel'), say('Cancel maintenance')),
  deed('notice.end', kept(RUNNING, 'end'), say('End now')),
  deed('notice.extend', kept(RUNNING, 'extend'), async (page) => {
    const later = new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 16);
    await page.getByLabel('End', { exact: true }).fill(later);
    await page.getByLabel('Time zone', { exact: true }).fill('UTC');
    await say('Extend')(page);
  }),
];

for (const each of DEEDS)
  for (const javaScriptEnabled of [true, false])
    test(`${each.title}, sent again by everyone, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, ({
      open,
      portal,
    }) => prove(each, { portal, open, javaScriptEnabled }));
