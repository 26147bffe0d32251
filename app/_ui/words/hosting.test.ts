import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProviderErrorCode, type ProviderErrorParams, providerError } from '#domain/hosting.ts';
import { ATTEMPT_OUTCOMES } from '#domain/operation.ts';
import { ageWords, attemptWords, providerErrorWords } from './hosting.ts';

/** One of every code there is: a new code without a sample does not compile. */
const SAMPLES: { [C in ProviderErrorCode]: ProviderErrorParams[C] } = {
  refused: { detail: 'no quota left in eu-central-1' },
  timedOut: { seconds: 30 },
  lostAnswer: { detail: 'socket hang up' },
  unreachable: { detail: 'ECONNREFUSED' },
  busy: { detail: '503 Service Unavailable.' },
  badAnswer: { detail: 'not JSON' },
  stale: {},
  misconfigured: { detail: 'HEADROOM_WEBHOOK_URL is not set' },
  beyondLimits: { service: 'yves', attribute: 'max', limit: '8' },
  aboveCeiling: { service: 'database', attribute: 'instance', ceiling: 'db.t4g.medium', granted: 'db.m6g.large' },
  notArrived: { minutes: 90 },
  arrivedOther: { services: ['yves', 'key_value_store'] },
  unobservable: { detail: '401' },
};

test('every error of a provider has a reason and a next step in whole sentences, without a hole where a value belongs', () => {
  for (const code of Object.keys(SAMPLES) as ProviderErrorCode[]) {
    const { reason, next } = providerErrorWords(providerError(code, SAMPLES[code] as never));
    assert.match(reason, /^[A-Za-z].* .*\.$/, code);
    assert.match(next, /^[a-z].*\.$/, code);
    assert.doesNotMatch(reason + next, /undefined|null|NaN|\[object|\.\.|key_value_store/, code);
  }
});

test('what the provider said is quoted, and a limit is said in hours', () => {
  assert.match(providerErrorWords(providerError('refused', SAMPLES.refused)).reason, /“no quota left in eu-central-1”/);
  assert.match(providerErrorWords(providerError('notArrived', SAMPLES.notArrived)).reason, /1 h 30 min/);
  assert.match(providerErrorWords(providerError('arrivedOther', { services: ['yves'] })).reason, /yves was seen/);
});

test('every call comes to something in words, also one that nobody has answered yet', () => {
  for (const outcome of [...ATTEMPT_OUTCOMES, null])
    assert.match(attemptWords({ outcome, error: null }), /^[A-Z].*\.$/);
  assert.match(attemptWords({ outcome: 'unknown', error: providerError('timedOut', { seconds: 30 }) }), /30 s/);
});

test('an age is told in its two largest units', () => {
  assert.equal(ageWords(1_000, 1_500), 'just now');
  assert.equal(ageWords(0, 12_000), '12 s ago');
  assert.equal(ageWords(0, 3_900_000), '1 h 5 min ago');
});
