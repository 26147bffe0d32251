import { expect, type Opens, type Page, test } from '../fixtures.ts';
import { newFeed, newToken } from '../pages/account.ts';
import { fill, wholeWish } from '../pages/request-form.ts';
import { INES, JANA, LUKAS, NORA, PASSWORD, PRIYA } from '../people.ts';
import { newPersonLike } from '../stack/person.ts';
import type { Portal } from '../stack/portal.ts';
import { cookieOf, newCookieOf } from '../stack/sign-in.ts';
import { tables } from '../stack/tables.ts';
import { actionIds, capture } from './capture.ts';
import { DEEDS } from './deeds.ts';
import { changingNothing, foreignHeaders, ODD_PATHS, replay } from './probe.ts';
import { removedCookie } from './world.ts';

/** What a person does to their own sign-in. */
type OwnDeed = {
  action: string;
  path: string;
  /** names one of the person's sessions or tokens: sent by others it finds nothing */
  namesMine?: true;
  /** done by a guest */
  byGuest?: true;
  act(page: Page): Promise<void>;
};

const click = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name }).first().click({ noWaitAfter: true });
const fillIn = async (page: Page, typed: Record<string, string>) => {
  for (const [label, value] of Object.entries(typed)) await page.getByLabel(label, { exact: true }).fill(value);
};

const OWN: OwnDeed[] = [
  {
    action: 'signInAction',
    path: '/sign-in',
    byGuest: true,
    act: async (page) => {
      await fillIn(page, { Email: JANA, Password: PASSWORD });
      await click('Sign in')(page);
    },
  },
  { action: 'signOutAction', path: '/guide', act: click('Sign out') },
  { action: 'endSessionAction', path: '/account', namesMine: true, act: click(/^End (?!all)/) },
  { action: 'endOtherSessionsAction', path: '/account', act: click('End all other sessions') },
  { action: 'revokeTokenAction', path: '/account', namesMine: true, act: click(/^Revoke/) },
  {
    action: 'createTokenAction',
    path: '/account',
    act: async (page) => {
      await fillIn(page, { 'Token name': 'another' });
      await click('Create token')(page);
    },
  },
  { action: 'createFeedAction', path: '/account', act: click('Make a feed') },
  { action: 'stopFeedAction', path: '/account', namesMine: true, act: click(/^Stop/) },
  {
    action: 'changeTimeZoneAction',
    path: '/account',
    act: async (page) => {
      await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
      await click('Save time zone')(page);
    },
  },
  {
    action: 'changePasswordAction',
    path: '/account',
    act: async (page) => {
      const next = 'four unlikely words here';
      await fillIn(page, { 'Current password': PASSWORD, 'New password': next, 'New password again': next });
      await click('Change password')(page);
    },
  },
];

/** Nobody but the person, and only from our own pages; then the same bytes do it. */
async function prove(
  deed: OwnDeed,
  { portal, open, javaScriptEnabled }: { portal: Portal; open: Opens; javaScriptEnabled: boolean },
): Promise<void> {
  open.expecting(/ERR_FAILED|Failed to fetch/);
  const email = await newPersonLike(portal.sql, JANA);
  // another session to end, and where it is about tokens or feeds one to revoke
  if (deed.action === 'revokeTokenAction') await newToken(await open.as(email, { fresh: true }));
  else if (deed.action === 'stopFeedAction') await newFeed(await open.as(email, { fresh: true }));
  else if (!deed.byGuest) await newCookieOf(portal, email);
  const page = deed.byGuest
    ? await open.guest({ javaScriptEnabled })
    : await open.as(email, { javaScriptEnabled, fresh: true });
  await page.goto(deed.path);
  const captured = await capture(page, deed.action, () => deed.act(page));
  const [session] = await page.context().cookies();
  const cookie = session ? `${session.name}=${session.value}` : '';

  for (const [what, headers] of Object.entries(foreignHeaders(portal))) {
    const { answer, entries } = await changingNothing(portal, `${deed.action} with ${what}`, () =>
      replay(portal, captured, { cookie, headers }),
    );
    expect({ what, entries, cookies: answer.headers['set-cookie'] }).toEqual({ what, entries: [], cookies: undefined });
  }
  const nobodies = deed.byGuest ? [] : ['', await removedCookie(portal)];
  const others = deed.namesMine ? [LUKAS, PRIYA, NORA, INES] : [];
  const cookies = [...nobodies, ...(await Promise.all(others.map((other) => cookieOf(portal, other))))];
  for (const [n, other] of cookies.entries())
    for (const path of n < 2 ? [captured.path, ...ODD_PATHS] : [captured.path])
      await changingNothing(portal, `${deed.action} at ${path}`, () =>
        replay(portal, captured, { cookie: other, path }),
      );

  const before = await tables(portal.sql);
  const answer = await replay(portal, captured, { cookie });
  expect([200, 303], answer.body.slice(0, 500)).toContain(answer.status);
  expect(await tables(portal.sql)).not.toEqual(before);
}

for (const deed of OWN)
  for (const javaScriptEnabled of [true, false])
    test(`${deed.action} is one’s own, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, ({ open, portal }) =>
      prove(deed, { portal, open, javaScriptEnabled }));

test('the check of a form changes nothing, whoever sends it, and tells strangers nothing', async ({ open, portal }) => {
  open.expecting(/ERR_FAILED|Failed to fetch/);
  const page = await open.as(JANA);
  await page.goto('/requests/new?environment=nlw-stage');
  const captured = await capture(page, 'checkFormAction', () => fill(page, wholeWish()));
  const stranger = await newCookieOf(portal, await newPersonLike(portal.sql, PRIYA));
  const cookies = [
    await cookieOf(portal, JANA),
    await cookieOf(portal, LUKAS),
    await cookieOf(portal, NORA),
    stranger,
    '',
  ];
  for (const [n, cookie] of cookies.entries()) {
    const { entries, answer } = await changingNothing(portal, `check ${n}`, () => replay(portal, captured, { cookie }));
    expect(entries).toEqual([]);
    expect(/upscale-day|Earliest start/i.test(answer.body)).toBe(n === 0);
    if (cookie === stranger || cookie === '') expect(answer.body).not.toMatch(/\bR3\b|\bR15\b|headroom\.example/);
  }
});

/** Forms of operations, endpoints and notices have specs of their own. */
test('no action of the build is left out', () => {
  const replayed = [...DEEDS, ...OWN].map(({ action }) => action);
  expect([...actionIds().keys()].sort()).toEqual(
    [...new Set([...replayed, 'checkFormAction', 'operationAction', 'endpointAction', 'noticeAction'])].sort(),
  );
});
