import { expect, type Opens } from '../fixtures.ts';
import { LUKAS } from '../people.ts';
import { newPersonLike } from '../stack/person.ts';
import type { Portal } from '../stack/portal.ts';
import { cookieOf } from '../stack/sign-in.ts';
import { tables } from '../stack/tables.ts';
import { type Captured, capture } from './capture.ts';
import type { Deed } from './deeds.ts';
import { changingNothing, foreignHeaders, ODD_PATHS, replay } from './probe.ts';
import { removedCookie, STANDINGS, worldOf } from './world.ts';

/** Everyone who may not: the record keeps one entry of each attempt, and no table changes. */
async function refusesOthers(portal: Portal, deed: Deed, captured: Captured, subject: string): Promise<void> {
  const newcomer = await newPersonLike(portal.sql, LUKAS);
  await portal.sql.query('DELETE FROM "Membership" WHERE "personId" = (SELECT id FROM "Person" WHERE email = $1)', [
    newcomer,
  ]);
  for (const [who, standing] of [...(deed.standings ?? STANDINGS), [newcomer, null] as const]) {
    if (deed.may.includes(who)) continue;
    const cookie = await cookieOf(portal, who);
    const { entries, answer } = await changingNothing(portal, `${deed.title} as ${who}`, () =>
      replay(portal, captured, { cookie }),
    );
    const isThere = standing !== null && deed.rule !== null;
    expect(entries, `${deed.title} as ${who}: ${answer.status} ${answer.body.slice(0, 500)}`).toEqual([
      {
        who,
        standing: isThere ? standing : null,
        what: deed.what,
        subject,
        verdict: expect.objectContaining(
          isThere ? { allowed: false, rule: deed.rule } : { allowed: false, code: 'notFound' },
        ),
      },
    ]);
  }
}

/** Guests and removed people: rate-limited and logged, not recorded. */
async function refusesNobodies(portal: Portal, deed: Deed, captured: Captured): Promise<void> {
  for (const cookie of ['', await removedCookie(portal), 'headroom-session=not.a.cookie']) {
    const { entries } = await changingNothing(portal, `${deed.title} as nobody`, () =>
      replay(portal, captured, { cookie }),
    );
    expect(entries).toEqual([]);
  }
}

/** At paths the form does not belong to, a partner and a guest get no further. */
async function refusesElsewhere(portal: Portal, deed: Deed, captured: Captured): Promise<void> {
  const partner = await cookieOf(portal, LUKAS);
  for (const path of ODD_PATHS)
    for (const cookie of [partner, '']) {
      const { entries } = await changingNothing(portal, `${deed.title} at ${path}`, () =>
        replay(portal, captured, { cookie, path }),
      );
      expect(entries.length, path).toBeLessThanOrEqual(cookie ? 1 : 0);
      for (const { verdict } of entries) expect(verdict?.allowed).toBe(false);
    }
}

/** Who may, but from a page that is not ours. */
async function refusesForeignPages(portal: Portal, deed: Deed, captured: Captured): Promise<void> {
  const cookie = await cookieOf(portal, deed.may[0] ?? '');
  for (const [what, headers] of Object.entries(foreignHeaders(portal))) {
    const { status, entries } = await changingNothing(portal, `${deed.title} with ${what}`, () =>
      replay(portal, captured, { cookie, headers }),
    );
    expect({ what, status, entries }).toEqual({ what, status: what === 'a foreign host' ? 421 : 403, entries: [] });
  }
}

/** Catches what a deed sends, sends it again as everyone and from everywhere, and at last as the one who may: only then something changes. */
export async function prove(
  deed: Deed,
  { portal, open, javaScriptEnabled }: { portal: Portal; open: Opens; javaScriptEnabled: boolean },
): Promise<void> {
  open.expecting(/ERR_FAILED/);
  const { path, subject } = await deed.prepare(worldOf(portal, open));
  const page = await open.as(deed.may[0] ?? '', { javaScriptEnabled });
  await page.goto(path);
  const captured = await capture(page, deed.action, () => deed.act(page));
  expect(Boolean(captured.headers['next-action'])).toBe(javaScriptEnabled);
  await refusesOthers(portal, deed, captured, subject);
  await refusesNobodies(portal, deed, captured);
  await refusesElsewhere(portal, deed, captured);
  await refusesForeignPages(portal, deed, captured);
  // the same bytes from the right person and page do it: nothing above was refused for being broken
  const before = await tables(portal.sql);
  const answer = await replay(portal, captured, { cookie: await cookieOf(portal, deed.may[0] ?? '') });
  expect([200, 303], answer.body.slice(0, 500)).toContain(answer.status);
  expect(await tables(portal.sql)).not.toEqual(before);
}
