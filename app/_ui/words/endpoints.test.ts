import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProbeReasonCode, type ProbeReasonParams, probeReason } from '#domain/probe.ts';
import { changedWords, doneWords, nextWords, reasonWords, triedWords, whyWords } from './endpoints.ts';

const REASONS: { [C in ProbeReasonCode]: [params: ProbeReasonParams[C], words: RegExp] } = {
  slow: [{ ms: 1812, limitMs: 500 }, /1,812 ms, more than 500 ms/],
  certificateSoon: [{ days: 1 }, /in 1 day$/],
  certificateExpired: [{ days: 3 }, /3 days ago/],
  certificateInvalid: [{}, /nobody that is trusted/],
  status: [{ status: 503 }, /status 503/],
  text: [{}, /expected text/],
  timeout: [{ seconds: 0.5 }, /within 0\.5 seconds/],
  refused: [{}, /refuses/],
  reset: [{}, /breaks/],
  unresolved: [{}, /leads nowhere/],
  forbidden: [{}, /HEADROOM_PROBE_ALLOW/],
  redirectForbidden: [{}, /redirects/],
  tooManyRedirects: [{}, /circles/],
  failed: [{ code: 'EPROTO' }, /EPROTO/],
};

test('every reason goes on after “it”, with its figures', () => {
  for (const [code, [params, words]] of Object.entries(REASONS)) {
    const said = reasonWords(probeReason(code as ProbeReasonCode, params as never));
    assert.match(said, words);
    assert.match(said, /^[a-z].*[^.]$/, code);
  }
});

test('a try says what was found in a whole sentence', () => {
  const found = { outcome: 'UP' as const, ms: 12, reason: null, certificateEndsAt: Date.UTC(2027, 0, 31, 23, 30) };
  assert.equal(
    triedWords(found, 'Europe/Berlin'),
    'It is well: answered in 12 ms, its certificate lasts until Mon 1 Feb 2027.',
  );
  const nothing = { outcome: null, ms: null, reason: null, certificateEndsAt: null };
  assert.equal(triedWords(nothing, 'UTC'), 'Nothing could be measured.');
  assert.equal(
    triedWords({ ...nothing, outcome: 'DOWN', reason: probeReason('status', { status: 500 }) }, 'UTC'),
    'It would be down: it answers with status 500.',
  );
});

test('what was done is only said of what is done here', () => {
  assert.equal(doneWords('change'), 'Saved.');
  for (const name of [undefined, 'try', 'toString', '__proto__', '<b>']) assert.equal(doneWords(name), null);
});

test('the next probe is paused, due or in so long', () => {
  const next = (nextAt: number | null, now: number, at: number | null = 0) =>
    nextWords({ nextAt, intervalSeconds: 300, reading: { at } }, now);
  assert.deepEqual([next(null, 0), next(5, 5), next(61_001, 1)], ['paused', 'due now', 'in 1 min 1 s']);
  assert.deepEqual([next(301_000, 0), next(301_000, 0, null)], ['under way', 'in 5 min 1 s']);
});

test('what differs from what was typed is said as it is now', () => {
  const settings = {
    ...{ name: 'Shop', kind: 'HTTP' as const, target: 'https://shop.example/', service: null, expectStatus: null },
    ...{ expectText: null, intervalSeconds: 60, timeoutMs: 10_000, retries: 1, slowMs: null, certificateDays: 14 },
  };
  assert.deepEqual(changedWords(settings, { ...settings, intervalSeconds: 30, expectText: 'ok' }), [
    'Expected text: empty',
    'Interval (seconds): 60',
  ]);
});

test('an endpoint that was not probed yet says from when on it counts', () => {
  const reading = { level: 'UNKNOWN' as const, reason: null, ms: null, at: null, certificateEndsAt: null };
  assert.match(whyWords({ reading, paused: false }), /^not probed yet; .*first probe/);
  assert.equal(whyWords({ reading: { ...reading, at: 1 }, paused: false }), 'no recent reading');
  assert.match(whyWords({ reading, paused: true }), /paused/);
});
