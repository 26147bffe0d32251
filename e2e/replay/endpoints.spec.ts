import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright/test';
import { test } from '../fixtures.ts';
import { INES, NORA } from '../people.ts';
import type { Deed } from './deeds.ts';
import { prove } from './prove.ts';
import type { World } from './world.ts';

test.describe.configure({ mode: 'parallel' });

const LIST = '/environments/nlw-stage/endpoints';
const SUBJECT = 'environment nlw-stage';

/** An endpoint of nlw-stage that leads nowhere. */
function endpoint(paused: boolean) {
  return async ({ portal }: World) => {
    const { rows } = await portal.sql.query<{ id: number }>(
      `WITH made AS (
         INSERT INTO "Endpoint" ("environmentId", name, kind, target, paused)
         SELECT id, $1, 'HTTP', 'https://shop.example/', $2 FROM "Environment" WHERE slug = 'nlw-stage' RETURNING id, "environmentId")
       INSERT INTO "ProbeState" ("endpointId", "environmentId") SELECT id, "environmentId" FROM made RETURNING "endpointId" AS id`,
      [`Sent again ${randomUUID()}`, paused],
    );
    return { path: `${LIST}/${rows[0]?.id}`, subject: SUBJECT };
  };
}

const press = (button: string) => (page: Page) =>
  page.getByRole('button', { name: button, exact: true }).click({ noWaitAfter: true });

const deed = (what: string, prepare: Deed['prepare'], act: Deed['act']): Deed => ({
  ...{ title: what, action: 'endpointAction', may: [NORA, INES], rule: 'R13', what, prepare, act },
});

const DEEDS: Deed[] = [
  deed(
    'endpoint.add',
    async () => ({ path: `${LIST}/new`, subject: SUBJECT }),
    async (page) => {
      await page.getByLabel('Name', { exact: true }).fill(`Sent again ${randomUUID()}`);
      await page.getByLabel('Address', { exact: true }).fill('https://shop.example/');
      await press('Add an endpoint')(page);
    },
  ),
  deed('endpoint.change', endpoint(false), async (page) => {
    await page.getByLabel('Interval (seconds)', { exact: true }).fill('30');
    await press('Save changes')(page);
  }),
  deed('endpoint.pause', endpoint(false), press('Pause')),
  deed('endpoint.resume', endpoint(true), press('Probe it again')),
  deed('endpoint.remove', endpoint(false), press('Remove')),
];

for (const each of DEEDS)
  for (const javaScriptEnabled of [true, false])
    test(`${each.title}, sent again by everyone, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, ({
      open,
      portal,
    }) => prove(each, { portal, open, javaScriptEnabled }));
