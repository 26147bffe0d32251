import { expect } from '../fixtures.ts';
import type { Portal } from '../stack/portal.ts';
import { type Answer, send } from '../stack/raw.ts';
import { type Entry, recordAfter, recordLength, tables } from '../stack/tables.ts';
import type { Captured } from './capture.ts';

/** How a captured action is sent again; a header that is null is left out. */
export type Sending = { cookie?: string; path?: string; headers?: Record<string, string | null> };

/** Paths an action answers at by itself, whatever page it belongs to. */
export const ODD_PATHS = ['/', '/favicon.ico', '/nope', '/sign-in', '/api/v1/me', '/environments'];

/** What a page of another site, or a program that claims to be one of ours, sends. */
export function foreignHeaders({ origin, port }: Portal): Record<string, Record<string, string | null>> {
  return {
    'a foreign origin': { origin: 'https://evil.example' },
    'a foreign origin with its host forwarded': { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
    'no origin and no Sec-Fetch-Site': { origin: null, 'sec-fetch-site': null },
    'origin null': { origin: 'null' },
    'Sec-Fetch-Site: cross-site': { 'sec-fetch-site': 'cross-site' },
    'Sec-Fetch-Site: same-site': { 'sec-fetch-site': 'same-site' },
    'cross-site without origin': { origin: null, 'sec-fetch-site': 'cross-site' },
    'the other accepted origin': { origin: `http://127.0.0.1:${port}` },
    'the same host on https': { origin: origin.replace('http:', 'https:') },
    'a foreign host': { host: 'evil.example', origin: 'http://evil.example' },
  };
}

/** Sends a captured action as our own pages do, but for what `sending` says. */
export function replay(
  portal: Portal,
  captured: Captured,
  { cookie, path = captured.path, headers = {} }: Sending,
): Promise<Answer> {
  const all = {
    ...captured.headers,
    origin: portal.origin,
    'sec-fetch-site': 'same-origin',
    ...(cookie && { cookie }),
    ...headers,
  };
  const given = Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null));
  return send(portal.port, { method: 'POST', path, headers: given, body: captured.body });
}

/** What a probe left behind beside the tables: the record's new entries. */
export type Trace = { status: number; entries: Entry[]; answer: Answer };

/** Does something that must change no table; answers what it left in the record. */
export async function changingNothing({ sql }: Portal, what: string, act: () => Promise<Answer>): Promise<Trace> {
  const [before, length] = [await tables(sql), await recordLength(sql)];
  const answer = await act();
  expect(await tables(sql), what).toEqual(before);
  expect(answer.status, `${what}: ${answer.body.slice(0, 300)}`).toBeLessThan(500);
  return { status: answer.status, entries: await recordAfter(sql, length), answer };
}
