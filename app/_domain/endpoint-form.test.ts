import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointToForm, formToEndpoint } from './endpoint-form.ts';
import { parseEndpoint } from './endpoint-shape.ts';
import { fieldsOf } from './form-fields.ts';

const WHOLE = {
  ...{ name: 'Shop', kind: 'HTTP', target: 'https://shop.example/health', service: 'yves' },
  ...{ expectStatus: '200', expectText: 'ok', intervalSeconds: 30, timeoutMs: 5000, retries: 0 },
  ...{ slowMs: 800, certificateDays: 0 },
};

test('what is stored comes back from its own form, empty members too', () => {
  for (const changes of [{}, { service: null, expectStatus: null, expectText: null, slowMs: null }]) {
    const parsed = parseEndpoint({ ...WHOLE, ...changes });
    assert.ok(parsed.ok);
    const { input, errors } = formToEndpoint(endpointToForm(parsed.value));
    assert.deepEqual(errors, []);
    assert.deepEqual(parseEndpoint(input), parsed);
  }
});

test('numbers that are none, and numbers that are missing, are named and never taken for another', () => {
  const typed = {
    ...WHOLE,
    intervalSeconds: '',
    timeoutMs: '1e3',
    retries: '0x1',
    slowMs: 'slow',
    certificateDays: ' ',
  };
  const { input, errors } = formToEndpoint(
    fieldsOf(Object.entries(typed).map(([name, value]) => [name, String(value)])),
  );
  assert.deepEqual(
    errors.map(({ path, code }) => `${path} ${code}`),
    [
      'intervalSeconds required',
      'timeoutMs unreadableNumber',
      'retries unreadableNumber',
      'certificateDays required',
      'slowMs unreadableNumber',
    ],
  );
  const parsed = parseEndpoint(input);
  assert.deepEqual(
    !parsed.ok && parsed.errors.map(({ path }) => path),
    errors.map(({ path }) => path).sort((a, b) => Object.keys(WHOLE).indexOf(a) - Object.keys(WHOLE).indexOf(b)),
  );
});

test('a form of nothing is not well', () => {
  const parsed = parseEndpoint(formToEndpoint(new Map()).input);
  assert.ok(!parsed.ok && parsed.errors.length >= 6);
});
