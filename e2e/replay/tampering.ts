import { expect, type Opens } from '../fixtures.ts';
import { fill, press, submit, wholeWish } from '../pages/request-form.ts';
import { JANA, NORA } from '../people.ts';
import type { Portal } from '../stack/portal.ts';
import { tables } from '../stack/tables.ts';
import { type Captured, capture } from './capture.ts';
import { replay } from './probe.ts';

/** A captured form in its parts. */
export type Parts = [name: string, value: string | File][];
export type Tampering = Record<string, (parts: Parts) => Parts>;

/** A captured form taken apart. */
export async function partsOf({ headers, body }: Captured): Promise<Parts> {
  const type = headers['content-type'] ?? '';
  return [...(await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData())];
}

/** The same capture with other parts. */
export async function withParts(captured: Captured, parts: Parts): Promise<Captured> {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  const encoded = new Response(form);
  const headers = { ...captured.headers, 'content-type': encoded.headers.get('content-type') ?? '' };
  return { ...captured, headers, body: Buffer.from(await encoded.arrayBuffer()) };
}

/** Fields carry React's prefix of the argument they belong to when JavaScript sends them. */
const isField = (part: string, field: string) => part === field || part.endsWith(`_${field}`);
/** A field with another value. */
export const set =
  (field: string, value: string | File) =>
  (parts: Parts): Parts =>
    parts.map(([name, old]) => [name, isField(name, field) ? value : old]);
/** A field left out. */
export const without =
  (field: string) =>
  (parts: Parts): Parts =>
    parts.filter(([name]) => !isField(name, field));
/** Beside the field that names the place: React reads no field that comes after its arguments. */
export const add =
  (field: string, value: string | File) =>
  (parts: Parts): Parts => {
    const place = parts.findIndex(([name]) => isField(name, 'environment') || isField(name, 'reference'));
    const prefix = /^_\d+_/.exec(parts[place]?.[0] ?? '')?.[0] ?? '';
    return parts.toSpliced(place, 0, [prefix + field, value]);
  };
/** One change after the other. */
export const both =
  (first: (parts: Parts) => Parts, second: (parts: Parts) => Parts) =>
  (parts: Parts): Parts =>
    second(first(parts));

/** A customer's whole request form, about to be submitted. */
export async function caughtForm(open: Opens, javaScriptEnabled: boolean): Promise<Captured> {
  open.expecting(/ERR_FAILED/);
  const page = await open.as(JANA, { javaScriptEnabled });
  await page.goto('/requests/new?environment=nlw-stage');
  await fill(page, wholeWish());
  return capture(page, 'requestFormAction', () => press(page, 'Submit request'));
}

/** A manager's approval of a new request. */
export async function caughtApproval(open: Opens, javaScriptEnabled: boolean): Promise<Captured> {
  open.expecting(/ERR_FAILED/);
  const reference = await submit(await open.as(JANA));
  const page = await open.as(NORA, { javaScriptEnabled });
  await page.goto(`/requests/${reference}`);
  return capture(page, 'moveAction', () =>
    page.getByRole('button', { name: 'Approve', exact: true }).click({ noWaitAfter: true }),
  );
}

/** The untampered bytes do it: what was refused was refused for the change. */
export async function expectWorks(portal: Portal, captured: Captured, cookie: string): Promise<void> {
  const before = await tables(portal.sql);
  await replay(portal, await withParts(captured, await partsOf(captured)), { cookie });
  expect(await tables(portal.sql)).not.toEqual(before);
}
