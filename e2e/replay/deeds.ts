import type { Page } from 'playwright/test';
import { fill, press, wholeWish } from '../pages/request-form.ts';
import { HENRIK, INES, JANA, NORA } from '../people.ts';
import type { STANDINGS, World } from './world.ts';

/** One thing that a form does to requests: who does it, where, and what everyone else is told. */
export type Deed = {
  title: string;
  action: 'requestFormAction' | 'moveAction' | 'operationAction' | 'endpointAction' | 'noticeAction';
  /** the first does it, the others could */
  may: string[];
  /** what a person with another standing is refused by; null = for them it is not there */
  rule: 'R3' | 'R12' | 'R13' | null;
  /** as the record names it */
  what: string;
  /** makes what it is done to; answers the page and the record's subject */
  prepare(world: World): Promise<{ path: string; subject: string }>;
  act(page: Page): Promise<void>;
  /** of another contract than Nordlicht's */
  standings?: typeof STANDINGS;
};

const CUSTOMERS = [JANA, HENRIK];
const form = { path: '/requests/new?environment=nlw-stage', subject: 'environment nlw-stage' };

/** Brings a new request into a state and answers its page. */
function inState(...moves: [email: string, body: object][]) {
  return async (world: World) => {
    const reference = await world.request();
    for (const [email, body] of moves) await world.move(email, reference, body);
    return { path: `/requests/${reference}`, subject: `request ${reference}` };
  };
}

const ask: [string, object] = [NORA, { move: 'ask', question: 'How many?' }];
const offer: [string, object] = [NORA, { move: 'offer', offer: { lines: [{ service: 'glue', wanted: { max: 3 } }] } }];
const approve: [string, object] = [NORA, { move: 'approve' }];

/** A request that could not be brought up: only background work makes one, so the table of moves is walked by hand. */
async function failed(world: World) {
  const page = await inState(approve)(world);
  const reference = page.path.split('/').at(-1);
  for (const change of [`state = 'APPLYING'`, `state = 'FAILED', "failedDuring" = 'APPLYING'`])
    await world.portal.sql.query(`UPDATE "UpscaleRequest" SET ${change} WHERE reference = $1`, [reference]);
  return page;
}

/** A move made by a button of the request's page, with what is typed for it by label. */
export function move(
  what: string,
  button: string,
  may: string[],
  rule: Deed['rule'],
  prepare: Deed['prepare'],
  typed: Record<string, string> = {},
): Deed {
  const act = async (page: Page) => {
    const own = page.locator('form').filter({ has: page.getByRole('button', { name: button, exact: true }) });
    for (const [label, value] of Object.entries(typed)) await own.getByLabel(label, { exact: true }).fill(value);
    await own.getByRole('button', { name: button, exact: true }).click({ noWaitAfter: true });
  };
  return { title: what, action: 'moveAction', may, rule, what, prepare, act };
}

async function draft({ open }: World): Promise<{ path: string; subject: string }> {
  const page = await open.as(JANA);
  await page.goto(form.path);
  await fill(page, wholeWish());
  await press(page, 'Save draft');
  await page.waitForURL(/\/requests\/UR-/);
  const reference = /UR-\d{4}-\d+/.exec(page.url())?.[0];
  return { path: `/requests/${reference}/edit`, subject: `request ${reference}` };
}

async function inReviewToEdit(world: World) {
  const { path, subject } = await inState()(world);
  return { path: `${path}/edit`, subject };
}

const formDeed = (
  title: string,
  what: string,
  rule: Deed['rule'],
  prepare: Deed['prepare'],
  act: Deed['act'],
): Deed => ({ title, action: 'requestFormAction', may: CUSTOMERS, rule, what, prepare, act });
const sendForm = (button: string) => (page: Page) =>
  page.getByRole('button', { name: button, exact: true }).click({ noWaitAfter: true });
const fillAndSend = (button: string) => async (page: Page) => {
  await fill(page, wholeWish());
  await sendForm(button)(page);
};

/** Every move that a form makes but those of an active window (active.spec.ts). */
export const DEEDS: Deed[] = [
  formDeed('submit a new request', 'submit', 'R3', async () => form, fillAndSend('Submit request')),
  formDeed('save a new draft', 'edit', 'R3', async () => form, fillAndSend('Save draft')),
  formDeed('save a draft again', 'edit', null, draft, sendForm('Save draft')),
  formDeed('submit a draft', 'submit', null, draft, sendForm('Submit request')),
  formDeed('edit under review', 'edit', 'R3', inReviewToEdit, async (page) => {
    await fill(page, { fields: { Reason: 'Another reason.' } });
    await sendForm('Save changes')(page);
  }),
  move('approve', 'Approve', [NORA], 'R12', inState()),
  move('reject', 'Reject', [NORA], 'R12', inState(), { Reason: 'Not then.' }),
  move('ask', 'Ask for information', [NORA], 'R12', inState(), { Question: 'How many users?' }),
  move('offer', 'Offer', [NORA], 'R12', inState(), { 'Max tasks': '3' }),
  move('answer', 'Send answer', CUSTOMERS, 'R3', inState(ask), { Answer: 'Four hundred.' }),
  move('accept', 'Accept offer', CUSTOMERS, 'R3', inState(offer)),
  move('decline', 'Decline offer', CUSTOMERS, 'R3', inState(offer)),
  move('withdraw', 'Withdraw', CUSTOMERS, 'R3', inState()),
  move('cancel', 'Cancel window', [NORA, INES, ...CUSTOMERS], 'R13', inState(approve), { Reason: 'It moved.' }),
  move('retry', 'Try again', [NORA, INES], 'R13', failed),
  move('giveUp', 'Give up', [INES, NORA], 'R13', failed, { Reason: 'Not today.' }),
];
