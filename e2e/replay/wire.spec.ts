import { expect, test } from '../fixtures.ts';
import { JANA } from '../people.ts';
import type { Portal } from '../stack/portal.ts';
import { cookieOf } from '../stack/sign-in.ts';
import { tables } from '../stack/tables.ts';
import { actionIds, type Captured } from './capture.ts';
import { changingNothing, replay } from './probe.ts';
import { caughtForm, expectWorks, partsOf, set, withParts } from './tampering.ts';

/** No list of arguments. */
const NO_LISTS = ['{}', 'null', '"text"', '42', '{"length":2}', 'not json', '['.repeat(5000), ''];
/** Lists whose members are no form, and no state of one. */
const LISTS = [
  '[]',
  '[null,null]',
  '[[],[]]',
  '[{"__proto__":{"polluted":1}},{"constructor":{"prototype":{"polluted":1}}}]',
  '["$K99","$K99"]',
];
/** What React itself refuses to read: references that lead nowhere or to what they must not. */
const REFERENCES = [
  '["$1","$2"]',
  '[{"then":"$1:then"},"$K2"]',
  '["$F1","$Q1"]',
  '["$W7","$B8"]',
  '["$1:__proto__:constructor","$K2"]',
];

test('arguments of an action that are none do nothing', async ({ open, portal }) => {
  const [captured, cookie] = [await caughtForm(open, true), await cookieOf(portal, JANA)];
  const parts = await partsOf(captured);
  const withArguments = (value: string) =>
    withParts(
      captured,
      parts.map(([name, old]) => [name, name === '0' ? value : old]),
    );
  const sendIt = async (what: string, sent: Captured) => {
    const { entries, status } = await changingNothing(portal, what, () => replay(portal, sent, { cookie }));
    expect({ what, entries }).toEqual({ what, entries: [] });
    return status;
  };
  for (const value of NO_LISTS) expect(await sendIt(value.slice(0, 40), await withArguments(value))).toBe(400);
  for (const value of LISTS) await sendIt(value, await withArguments(value));
  for (const value of REFERENCES) await doesNothing(portal, await withArguments(value), cookie);
  const ids = actionIds();
  const others = [...ids.keys()].filter(
    (name) => !['requestFormAction', 'signOutAction', 'endOtherSessionsAction'].includes(name),
  );
  for (const id of [
    '',
    'x',
    '__proto__',
    'constructor',
    '0'.repeat(42),
    ...others.map((name) => ids.get(name) ?? ''),
  ]) {
    const sent = { ...captured, headers: { ...captured.headers, 'next-action': id } };
    await sendIt(`action ${id}`, sent);
  }
  for (const type of [
    'application/json',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'text/html',
    '',
  ]) {
    const sent = { ...captured, headers: { ...captured.headers, 'content-type': type } };
    await sendIt(`type ${type}`, sent);
  }
  for (const end of [0, 1, 200, captured.body.length - 10])
    expect(await sendIt(`${end} bytes`, { ...captured, body: captured.body.subarray(0, end) })).toBe(400);
  await expectWorks(portal, captured, cookie);
});

test('what React keeps in a form without JavaScript does nothing when it is none', async ({ open, portal }) => {
  const [captured, cookie] = [await caughtForm(open, false), await cookieOf(portal, JANA)];
  const parts = await partsOf(captured);
  const own = parts.map(([name]) => name).filter((name) => /^\$ACTION_\d+:\d+$/.test(name));
  expect(own.length).toBeGreaterThan(1);
  const changed = (target: string, value: string) =>
    withParts(
      captured,
      parts.map(([name, old]) => [name, name === target ? value : old]),
    );
  for (const target of own)
    expect((await replay(portal, await changed(target, 'not json'), { cookie })).status).toBe(400);
  const [action = ''] = own;
  expect(action).toMatch(/:0$/);
  for (const value of [
    '{}',
    'null',
    '42',
    '{"id":"x","bound":null}',
    '{"id":"__proto__","bound":"$@1"}',
    '{"id":42,"bound":{}}',
  ])
    await changingNothing(portal, `${action} = ${value}`, async () =>
      replay(portal, await changed(action, value), { cookie }),
    );
  for (const id of ['$ACTION_ID_x', '$ACTION_ID___proto__', `$ACTION_ID_${actionIds().get('changePasswordAction')}`]) {
    const sent = await withParts(captured, [...parts.filter(([name]) => !name.startsWith('$ACTION')), [id, '']]);
    await changingNothing(portal, id, () => replay(portal, sent, { cookie }));
  }
  // the fields as typed before, bound to the form: a list of pairs, and nothing else
  const fields = parts.find(([name, value]) => own.includes(name) && String(value).startsWith('[["'))?.[0] ?? '';
  for (const value of ['{}', '42', '"text"', '[null,null]', ...REFERENCES.slice(1)])
    await doesNothing(portal, await changed(fields, value), cookie);
  await expectWorks(portal, captured, cookie);
});

/** React cannot read it and answers by itself: with whatever status, but without a word about why, and nothing is stored. */
async function doesNothing(portal: Portal, sent: Captured, cookie: string): Promise<void> {
  const before = await tables(portal.sql);
  const { body } = await replay(portal, sent, { cookie });
  expect(await tables(portal.sql)).toEqual(before);
  expect(body).not.toMatch(/\n {4}at |node_modules|Invalid|Referenced|Connection closed/);
}

test('2 MB are refused, announced or not', async ({ open, portal }) => {
  for (const javaScriptEnabled of [true, false]) {
    const [captured, cookie] = [await caughtForm(open, javaScriptEnabled), await cookieOf(portal, JANA)];
    const large = await withParts(captured, set('reason', 'x'.repeat(2_000_000))(await partsOf(captured)));
    const { status } = await changingNothing(portal, '2 MB', () => replay(portal, large, { cookie }));
    expect(status).toBe(413);
    const headers = { 'transfer-encoding': 'chunked' };
    const unannounced = await changingNothing(portal, '2 MB in chunks', () =>
      replay(portal, large, { cookie, headers }),
    );
    expect(unannounced.status).toBe(413);
  }
});
