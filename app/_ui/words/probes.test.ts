import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProbeReasonCode, type ProbeReasonParams, probeReason } from '#domain/probe.ts';
import { probeReasonWords } from './probes.ts';

/** One of every code there is: a new code without a sample does not compile. */
const SAMPLES: { [C in ProbeReasonCode]: ProbeReasonParams[C] } = {
  slow: { ms: 2340, limitMs: 800 },
  certificateSoon: { days: 5 },
  certificateExpired: { days: 1 },
  certificateInvalid: {},
  status: { status: 503 },
  text: {},
  timeout: { seconds: 10 },
  refused: {},
  reset: {},
  unresolved: {},
  forbidden: {},
  redirectForbidden: {},
  tooManyRedirects: {},
  failed: { code: 'EPROTO' },
};

test('every reason of a probe is one whole sentence of its own, without a hole where a value belongs', () => {
  const sentences = (Object.keys(SAMPLES) as ProbeReasonCode[]).map((code) =>
    probeReasonWords(probeReason(code, SAMPLES[code] as never)),
  );
  for (const sentence of sentences) {
    assert.match(sentence, /^[A-Z][^.]*(\.\d[^.]*)*\.$/);
    assert.doesNotMatch(sentence, /undefined|null|NaN|\[object/);
  }
  assert.equal(new Set(sentences).size, sentences.length);
});

test('times and days are said as people say them', () => {
  assert.equal(
    probeReasonWords(probeReason('slow', { ms: 2340, limitMs: 800 })),
    'Answered after 2.3 s; it should take no longer than 800 ms.',
  );
  assert.equal(probeReasonWords(probeReason('timeout', { seconds: 0.3 })), 'Gave no whole answer within 300 ms.');
  assert.equal(probeReasonWords(probeReason('certificateSoon', { days: 0 })), 'Its certificate ends within a day.');
  assert.equal(probeReasonWords(probeReason('certificateSoon', { days: 1 })), 'Its certificate ends in 1 day.');
  assert.equal(probeReasonWords(probeReason('certificateExpired', { days: 3 })), 'Its certificate ended 3 days ago.');
});
