import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { REQUEST_STATES, type RequestState } from '#domain/lifecycle.ts';
import { isVisible } from '#domain/request-view.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { DEMO_SIGN_INS } from '#prisma/seed.ts';
import { type Actor, standingsOn } from '../access/standing.ts';
import { db } from '../db.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { actorOf } from '../testing/requests.ts';
import { listRequests, listUndecided, listWindows, type RequestFilter } from './list.ts';
import { loadRequests } from './load.ts';

let database: FreshDatabase;
let all: StoredRequest[];
before(async () => {
  database = await freshDatabase({ demo: true });
  all = await loadRequests(db(), Prisma.sql`SELECT id FROM "UpscaleRequest" ORDER BY "createdAt" DESC, id DESC`);
});
after(() => database.drop());

const FILTERS: Omit<RequestFilter, 'limit'>[] = [
  {},
  { states: ['IN_REVIEW'] },
  { states: ['DRAFT', 'CLOSED', 'SCHEDULED'] },
  { environment: 'nlw-stage' },
  { environment: 'alp-stage-eu', states: [...REQUEST_STATES] },
  { environment: 'jun-stage', states: ['RETURNING'] },
  { environment: 'no-such-place' },
];

for (const { email } of DEMO_SIGN_INS)
  test(`${email}: every filter lists what may be seen, newest first, a page at a time`, async () => {
    const actor = await actorOf(email);
    const mine = all.filter((request) => isVisible(request, standingsOn(actor, request.contractId)));
    assert.ok(mine.length > 0);
    for (const filter of FILTERS) {
      const wanted = mine.filter((request) => fits(request, filter)).map(({ reference }) => reference);
      for (const limit of [2, 7, 200])
        assert.deepEqual(await walk(actor, { ...filter, limit }), wanted, `${JSON.stringify(filter)} by ${limit}`);
    }
  });

test('What is on now and next, and what waits for a decision, come soonest first and from the own contracts only', async () => {
  for (const { email } of DEMO_SIGN_INS) {
    const actor = await actorOf(email);
    const mine = all.filter((request) => isVisible(request, standingsOn(actor, request.contractId)));
    const known = new Set(mine.map(({ reference }) => reference));
    for (const list of [await listWindows(actor, 100), await listUndecided(actor, 100)]) {
      const starts = list.map(({ window }) => Date.parse(window?.start ?? ''));
      assert.deepEqual(starts, starts.toSorted());
      assert.ok(list.every(({ reference }) => known.has(reference)));
    }
    const decides = [...actor.contracts.values()].some(({ standings }) => standings.includes('manager'));
    assert.equal((await listUndecided(actor, 100)).length > 0, decides, email);
  }
});

function fits(request: StoredRequest, { states, environment }: Omit<RequestFilter, 'limit'>): boolean {
  const inState = !states || (states as readonly RequestState[]).includes(request.state);
  return inState && (environment === undefined || request.environment === environment);
}

async function walk(actor: Actor, filter: RequestFilter): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listRequests(actor, { ...filter, ...(cursor !== undefined && { cursor }) });
    found.push(...(page?.items ?? []).map(({ reference }) => reference));
    cursor = page?.nextCursor;
    if (cursor === undefined) return found;
  }
}
