import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { draftInput } from '#domain/draft.ts';
import { type Claim, type JudgeFacts, judge } from '#domain/judge.ts';
import { LIVE_STATES, REQUEST_STATES, type RequestState } from '#domain/lifecycle.ts';
import { claimedSpan, type RequestContent } from '#domain/request.ts';
import { parseDraft, parseRequest } from '#domain/request-shape.ts';
import { effectiveRules } from '#domain/rulebook.ts';
import { RULEBOOK_2023_10, RULEBOOKS } from '#domain/rulebooks.ts';
import { countingContent, type StoredRequest } from '#domain/stored-request.ts';
import { contractYear } from '#domain/time.ts';
import { INSTANCE_CLASSES, TASK_SIZES } from './reference-data.ts';
import { demoClock } from './seed/clock.ts';
import { freezesOf } from './seed/environments.ts';
import { demoHolidays } from './seed/holidays.ts';
import { known } from './seed/people.ts';
import { makeDemo } from './seed.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-22T00:07:13Z');
/** Every 83 hours for two years: each weekday, hour and season comes by. */
const DEMOS = Array.from({ length: 212 }, (_, n) => START + n * 83 * HOUR).map((now) => ({ now, demo: demoAt(now) }));

const HOLIDAYS = demoHolidays(START);

type Demo = ReturnType<typeof makeDemo>;
const requestsOf = (demo: Demo) => demo.stories.map(({ request }) => request);
const isLive = ({ state }: StoredRequest) => (LIVE_STATES as readonly RequestState[]).includes(state);

function demoAt(now: number): Demo {
  return makeDemo(demoClock(now));
}

/** Live windows of other requests on the environment. */
function claimsBeside(demo: Demo, request: StoredRequest): Claim[] {
  return requestsOf(demo).flatMap((other) => {
    const content = countingContent(other);
    if (!content || !isLive(other) || other === request || other.environment !== request.environment) return [];
    const span = claimedSpan(content.window, content.prescaleMinutes);
    return content.lines.map(({ service }) => ({ reference: other.reference, service, ...span }));
  });
}

function factsAt(demo: Demo, request: StoredRequest, now: number): JudgeFacts {
  const { contract, services, slug, kind } = known(demo.environments, request.environment);
  const siblings = [...demo.environments.values()].filter((each) => each.contract === contract);
  const rulebook = RULEBOOKS.find(({ id }) => id === contract.rulebook) ?? null;
  const terms = { rulebook, variations: contract.variations, leadTime: null, approvers: contract.approvers ?? null };
  const year = contractYear(contract.termStart, contract.timeZone, request.window?.start ?? now);
  return {
    now,
    environment: { slug, kind, services, freezes: freezesOf(demoClock(now), slug, contract.timeZone) },
    stages: siblings.filter((each) => each.kind === 'STAGE').map((each) => each.slug),
    prod: siblings.find((each) => each.kind === 'PROD')?.services ?? [],
    catalogue: { classes: INSTANCE_CLASSES, taskSizes: TASK_SIZES },
    rules: effectiveRules(terms, RULEBOOK_2023_10, kind, now),
    timeZone: contract.timeZone,
    holidays: new Set(HOLIDAYS.filter(({ region }) => region === contract.holidayRegion).map(({ date }) => date)),
    term: { start: contract.termStart, end: contract.termEnd },
    budget: contract.budget ? { ...contract.budget, yearEnd: year.end } : null,
    claims: claimsBeside(demo, request),
  };
}

describe('The demo, whenever it is loaded', () => {
  test('holds a request in every state, gapless references and no step in the future', () => {
    for (const { now, demo } of DEMOS) {
      const requests = requestsOf(demo);
      assert.deepEqual(new Set(requests.map(({ state }) => state)), new Set(REQUEST_STATES));
      assert.equal(new Set(requests.map(({ reference }) => reference)).size, requests.length);
      const firsts = requests.map(({ reference }) => reference).filter((reference) => reference.endsWith('-0001'));
      assert.equal(firsts.length, new Set(requests.map(({ reference }) => reference.slice(3, 7))).size);
      for (const { told } of demo.stories) assert.ok(told.every(({ step }) => step.at <= now));
    }
  });

  test('asks for nothing that the rules would have refused on the day it was sent', () => {
    for (const { now, demo } of DEMOS) {
      for (const { request, told } of demo.stories) {
        const sent = told.find(({ step }) => step.move === 'submit');
        // the baseline of the permanent change has grown by itself since
        if (!sent || request.window?.end === null) continue;
        const facts = { ...factsAt(demo, request, now), now: sent.step.at };
        const refusals = judge(sent.after.content as RequestContent, facts);
        assert.deepEqual(refusals, [], `${new Date(now).toISOString()} ${request.environment} ${request.state}`);
        assert.ok(parseRequest(draftInput(sent.after.content), sent.step.at).ok, request.reference);
      }
    }
  });

  test('offers nothing that the rules would refuse now', () => {
    for (const { now, demo } of DEMOS) {
      const request = requestsOf(demo).find(({ state }) => state === 'OFFERED');
      assert.ok(request?.offer);
      const only = ['R4', 'R6', 'R14', 'R16', 'R17', 'R18'] as const;
      assert.deepEqual(judge(request.offer.content, factsAt(demo, request, now), only), []);
    }
  });

  test('promises no fewer used days than its requests use, and terms of 18 months and more', () => {
    for (const { now, demo } of DEMOS)
      for (const contract of demo.contracts.values()) {
        const { start, end } = contractYear(contract.termStart, contract.timeZone, now);
        const used = requestsOf(demo)
          .filter(({ contractId, window }) => contractId === contract.id && window && start <= window.start)
          .filter(({ window }) => window && window.start < end)
          .reduce((sum, { upscaleDays }) => sum + upscaleDays, 0);
        assert.ok(used <= (contract.budget?.used ?? used));
        assert.ok(contract.termEnd > now + 18 * 31 * DAY && contract.termStart < now);
      }
  });

  test('has drafts that a person could have typed', () => {
    for (const { now, demo } of DEMOS)
      for (const { content } of requestsOf(demo).filter(({ state }) => state === 'DRAFT'))
        assert.ok(parseDraft(draftInput(content), now).ok);
  });
});

test('Requests stand where domain.md §9 puts them', () => {
  const now = START + 7 * HOUR;
  const requests = requestsOf(demoAt(now));
  const places = (state: RequestState) =>
    requests
      .filter((request) => request.state === state)
      .map(({ environment, lines }) => `${environment} ${lines.map(({ service }) => service).join()}`);
  assert.deepEqual(places('ACTIVE'), ['alp-stage-eu yves']);
  assert.deepEqual(places('RETURNING'), ['jun-stage backgw']);
  assert.deepEqual(places('IN_REVIEW'), ['nlw-stage database']);
  assert.deepEqual(places('NEEDS_INFO'), ['kes-stage yves']);
  assert.deepEqual(places('OFFERED'), ['alp-stage-us yves']);
  assert.ok(places('SCHEDULED').includes('alp-stage-eu glue'));
  const review = requests.find(({ state }) => state === 'IN_REVIEW')?.window;
  assert.ok(review && review.start <= now + 8 * DAY && (review.end ?? 0) >= now + 9 * DAY);
  assert.ok((review.end ?? 0) - review.start <= DAY + 2 * HOUR);
  const open = requests.filter((request) => isLive(request) || request.state === 'DRAFT');
  const taken = open.filter(({ environment }) => environment === 'nlw-stage').flatMap(({ lines }) => lines);
  assert.deepEqual(
    taken.map(({ service }) => service).filter((name) => name === 'yves' || name === 'glue'),
    [],
  );
  assert.equal(
    requests.some(({ environment }) => environment === 'kes-dev'),
    false,
  );
});

test("The DST window lies over Europe's next change of clocks", () => {
  const dst = requestsOf(demoAt(START)).find(
    ({ environment, lines }) => environment === 'alp-stage-eu' && lines[0]?.service === 'glue',
  );
  const change = Date.parse('2027-03-28T01:00:00Z');
  assert.ok(dst?.window && dst.window.start < change && (dst.window.end ?? 0) > change);
});
