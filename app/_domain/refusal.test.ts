import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isConflict, isForbidden, refusal } from './refusal.ts';

test('who and where is forbidden: R3, R4, R8, R12 and R13', () => {
  const place = { environment: 'nlw-prod' };
  assert.equal(isForbidden(refusal('notCustomer', { standing: 'partner' })), true);
  assert.equal(isForbidden(refusal('prodNotRequestable', place)), true);
  assert.equal(
    isForbidden(refusal('devNeverGrows', { ...place, rulebook: '2023-10', isDefault: false, stages: [] })),
    true,
  );
  assert.equal(isForbidden(refusal('ownRequest', { move: 'approve' })), true);
  assert.equal(isForbidden(refusal('notPermitted', { move: 'retry', standing: 'partner' })), true);
});

test('taken (R14) and the moment are conflicts, never forbidden', () => {
  const taken = refusal('windowTaken', { service: 'yves', reference: 'UR-2026-0001', startsAt: 0, endsAt: null });
  for (const refused of [
    taken,
    refusal('stale', { version: 2, contentHash: null }),
    refusal('alreadyApproved', {}),
    refusal('wrongState', { state: 'CLOSED', move: 'approve' }),
  ]) {
    assert.equal(isConflict(refused), true);
    assert.equal(isForbidden(refused), false);
  }
});

test('every other rule is about the content: neither forbidden nor a conflict', () => {
  for (const refused of [
    refusal('notAboveBaseline', { service: 'yves' }),
    refusal('startPassed', { now: 0, earliest: 0 }),
    refusal('emergencyUnconfirmed', {}),
  ]) {
    assert.equal(isConflict(refused), false);
    assert.equal(isForbidden(refused), false);
  }
});
