import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLOCK_MOVES, PERSON_MOVES } from '#domain/lifecycle.ts';
import { storyWords } from './story.ts';

test('every move has its sentence, with a name and without', () => {
  for (const move of [...PERSON_MOVES, ...CLOCK_MOVES]) {
    const told = storyWords({ move, from: 'IN_REVIEW', to: 'CLOSED', name: 'Ada', standing: 'customer' });
    const bare = storyWords({ move, from: 'IN_REVIEW', to: 'CLOSED' });
    assert.match(told, /^[A-Z].* .*\.$/, move);
    assert.match(bare, /^[A-Z].*\.$/, move);
    assert.ok(!bare.includes('Ada') && bare !== `${move}.`, move);
  }
});

test('a person stands in the story with what they are, time without', () => {
  const approve = { move: 'approve', from: 'IN_REVIEW', name: 'Nora Feldt', standing: 'manager' } as const;
  assert.equal(
    storyWords({ ...approve, to: 'SCHEDULED' }),
    'Nora Feldt (project manager) approved it: the window is scheduled.',
  );
  assert.equal(storyWords({ ...approve, to: 'IN_REVIEW' }), 'Nora Feldt (project manager) approved it.');
  assert.equal(
    storyWords({ move: 'edit', to: 'DRAFT', name: 'Ada', standing: 'customer' }),
    'Ada (customer) saved a draft.',
  );
  assert.match(storyWords({ move: 'expire', from: 'IN_REVIEW', to: 'EXPIRED', standing: 'clock' }), /expired/);
});
