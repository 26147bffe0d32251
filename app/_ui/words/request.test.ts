import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REQUEST_STATES } from '#domain/lifecycle.ts';
import { type Means, stateMeans } from './request.ts';

const BEGINS = 'Thu 26 Nov 2026 07:30 Europe/Berlin';
const OPENS = 'Thu 26 Nov 2026 08:00 Europe/Berlin';
const CLOSES = 'Fri 27 Nov 2026 18:00 Europe/Berlin';
const MEANS: Means = {
  ...{ state: 'SCHEDULED', overdue: false, begins: BEGINS, opens: OPENS, isOpen: false, closes: CLOSES },
  ...{ permanent: false, late: null, failedDuring: null, continuedBy: null },
};
const means = (changes: Partial<Means>) => stateMeans({ ...MEANS, ...changes });

test('every state is told in whole sentences, with everything known and with nothing', () => {
  const NOTHING = { begins: null, opens: null, closes: null };
  for (const state of REQUEST_STATES)
    for (const more of [
      {},
      NOTHING,
      { permanent: true, closes: null },
      { late: '3 min' },
      { isOpen: true },
      { overdue: true },
    ]) {
      const sentence = means({ state, ...more });
      assert.match(sentence, /^[A-Z].*\.$/, state);
      assert.doesNotMatch(sentence, /null|undefined|\.\./, state);
    }
});

test('what comes next is told with its moment', () => {
  assert.equal(means({}), `Approved. The capacity is raised from ${BEGINS}, so that it is there on ${OPENS}.`);
  assert.equal(means({ begins: OPENS }), `Approved. The capacity is raised from ${OPENS}.`);
  assert.ok(means({ state: 'APPLYING' }).includes(`opens on ${OPENS}`));
  assert.ok(means({ state: 'ACTIVE' }).includes(`from ${CLOSES}`));
  assert.ok(means({ state: 'FAILED', failedDuring: 'APPLY' }).includes(`On ${CLOSES}`));
});

test('an extension goes on without a return, a permanent change becomes the baseline', () => {
  assert.match(means({ state: 'ACTIVE', continuedBy: 'UR-2026-0021' }), /UR-2026-0021 goes on without a return/);
  assert.match(means({ state: 'ACTIVE', permanent: true, closes: null }), /new baseline/);
  assert.match(means({ state: 'CLOSED', permanent: true, closes: null }), /new baseline/);
});

test('what is late or overdue says by how much, and a return that failed who tries it again', () => {
  assert.match(means({ late: '3 min' }), /should have begun 3 min ago/);
  assert.match(means({ state: 'APPLYING', isOpen: true, late: '3 min' }), /open for 3 min/);
  assert.match(means({ state: 'RETURNING', overdue: true, late: '40 min' }), /at the baseline 40 min later.*alarmed/);
  assert.match(means({ state: 'FAILED', overdue: true, late: '40 min' }), /return has failed: .* tries it again/);
});
