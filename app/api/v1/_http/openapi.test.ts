import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApi } from './openapi.ts';

const text = JSON.stringify(openApi());
const { components, paths } = JSON.parse(text);

test('every reference leads to a schema of the document', () => {
  const refs = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
  assert.ok(refs.length > 10);
  for (const name of refs) assert.ok(components.schemas[name], name);
});

test('bodies are closed, answers may grow', () => {
  assert.equal(components.schemas.NewRequest.additionalProperties, false);
  assert.equal(components.schemas.Command.additionalProperties, false);
  assert.equal(components.schemas.Request.additionalProperties, undefined);
});

test('instants are written and read as RFC 3339', () => {
  assert.equal(components.schemas.NewRequest.properties.window.properties.start.format, 'date-time');
  assert.equal(components.schemas.Request.properties.createdAt.format, 'date-time');
});

test('every POST takes an idempotency key; a signed message has its own id', () => {
  for (const [path, { post }] of Object.entries<{ post?: { security?: object[]; parameters: { name: string }[] } }>(
    paths,
  ))
    if (post) {
      const key = post.security ? 'webhook-id' : 'Idempotency-Key';
      assert.ok(
        post.parameters.some(({ name }) => name === key),
        path,
      );
    }
  assert.deepEqual(paths['/operations/{id}'].post.security, [{ signature: [] }]);
});
