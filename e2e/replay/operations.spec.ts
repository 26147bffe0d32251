import type { Page } from 'playwright/test';
import { test } from '../fixtures.ts';
import { INES, NORA } from '../people.ts';
import type { Deed } from './deeds.ts';
import { prove } from './prove.ts';
import type { World } from './world.ts';

test.describe.configure({ mode: 'parallel' });

/** A run sheet that waits for an operator: only the engine begins one, so the table of moves is walked by hand. */
async function runSheet({ request, move, portal }: World) {
  const reference = await request();
  await move(NORA, reference, { move: 'approve' });
  await portal.sql.query(`UPDATE "UpscaleRequest" SET state = 'APPLYING' WHERE reference = $1`, [reference]);
  await portal.sql.query(
    `INSERT INTO "Operation" (id, "requestId", "environmentId", kind, number, provider, state, targets, token, "startedAt", "deadlineAt")
     SELECT gen_random_uuid(), r.id, r."environmentId", 'APPLY', 1, 'manual', 'ACCEPTED',
       (SELECT jsonb_agg(jsonb_build_object('service', l.service, 'capacity', l.requested)) FROM "RequestLine" l WHERE l."requestId" = r.id),
       nextval('fencing_token'), now(), now() + interval '1 day'
     FROM "UpscaleRequest" r WHERE r.reference = $1`,
    [reference],
  );
  return { path: '/operations', subject: `operation ${reference} 1` };
}

/** The last run sheet on the page is the one that was made last. */
const sheetOf = (page: Page) => page.getByRole('article').filter({ hasText: 'Reason' }).last();

/** An environment on which nothing is under way, as it was at first. */
async function theEnvironment({ portal }: World) {
  await portal.sql.query(`UPDATE "Environment" SET provider = NULL WHERE slug = 'nlw-dev'`);
  await portal.sql.query(`DELETE FROM "SimulatedFault" WHERE "serviceId" IN (
    SELECT s.id FROM "Service" s JOIN "Environment" e ON e.id = s."environmentId" WHERE e.slug = 'nlw-dev')`);
  return { path: '/operations', subject: 'environment nlw-dev' };
}

async function theShop({ portal }: World) {
  await portal.sql.query(`UPDATE "DemoShop" SET mode = 'OPEN', service = NULL`);
  return { path: '/operations', subject: 'environment nlw-dev' };
}

/** Nordlicht's status is public in the demo: it is at the end of the deed again. */
async function notPublic({ portal }: World) {
  await portal.sql.query(`UPDATE "Contract" SET "publicStatus" = false WHERE reference = 'NLW-2024'`);
  return { path: '/operations', subject: 'contract NLW-2024' };
}

const deed = (what: string, prepare: Deed['prepare'], act: Deed['act']): Deed => ({
  ...{ title: what, action: 'operationAction', may: [INES], rule: 'R13', what, prepare, act },
});

const DEEDS: Deed[] = [
  deed('operation.confirm', runSheet, (page) =>
    sheetOf(page).getByRole('button', { name: 'Confirm glue' }).click({ noWaitAfter: true }),
  ),
  deed('operation.refuse', runSheet, async (page) => {
    await sheetOf(page).getByLabel('Reason').fill('The console is down.');
    await sheetOf(page).getByRole('button', { name: 'Cannot be done' }).click({ noWaitAfter: true });
  }),
  deed('hosting.provider', theEnvironment, async (page) => {
    const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Choose' }) });
    await form.getByLabel('Environment').selectOption('nlw-dev');
    await form.getByLabel('Carried out by').selectOption('manual');
    await form.getByRole('button', { name: 'Choose' }).click({ noWaitAfter: true });
  }),
  deed('hosting.fault', theEnvironment, async (page) => {
    const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Switch' }) });
    await form.getByLabel('Environment').selectOption('nlw-dev');
    await form.getByLabel('What it does').selectOption('REFUSE');
    await form.getByRole('button', { name: 'Switch' }).click({ noWaitAfter: true });
  }),
  deed('shop.switch', theShop, async (page) => {
    const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Set the shop' }) });
    await form.getByLabel('Environment').selectOption('nlw-dev');
    await form.getByLabel('The shop').selectOption('FAILING');
    await form.getByRole('button', { name: 'Set the shop' }).click({ noWaitAfter: true });
  }),
  {
    ...deed('status.publicity', notPublic, async (page) => {
      const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Set who may read' }) });
      await form.getByLabel('Contract').selectOption('NLW-2024');
      await form.getByLabel('Its status is').selectOption('yes');
      await form.getByRole('button', { name: 'Set who may read' }).click({ noWaitAfter: true });
    }),
    may: [NORA, INES],
  },
];

for (const each of DEEDS)
  for (const javaScriptEnabled of [true, false])
    test(`${each.title}, sent again by everyone, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, ({
      open,
      portal,
    }) => prove(each, { portal, open, javaScriptEnabled }));
