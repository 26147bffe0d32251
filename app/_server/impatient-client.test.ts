import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ImpatientClient } from './impatient-client.ts';

test('a connection that ends while nobody listens ends nothing else', () => {
  const client = new ImpatientClient({});
  assert.ok(client.emit('error', new Error('terminating connection due to unexpected postmaster exit')));
});
