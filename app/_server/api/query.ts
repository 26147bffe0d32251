import { z } from 'zod';
import type { Parsed } from '#domain/field-error.ts';
import { REQUEST_STATES } from '#domain/lifecycle.ts';
import { parseShape } from '#domain/shape-errors.ts';

const MOST_ITEMS = 200;
const ITEMS = 50;
const SLUG = /^[a-z0-9-]+$/;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const REFERENCE = /^UR-\d{4}-\d{4,9}$/;

/** The query of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_ITEMS).default(ITEMS),
  cursor: z.string().max(200).optional(),
});

/** Whether a text of an address can be a slug, a reference or an id at all; what cannot be never reaches the database. */
export function isSlug(text: string): boolean {
  return text.length <= 63 && SLUG.test(text);
}
export function isReference(text: string): boolean {
  return REFERENCE.test(text);
}
export function isId(text: string): boolean {
  return ID.test(text);
}

/** The query of GET /requests. */
export const requestsQuery = pageQuery.extend({
  state: z.enum(REQUEST_STATES).optional(),
  environment: z.string().max(63, { abort: true }).regex(SLUG, 'slug').optional(),
});

/** The query of GET /status. */
export const statusQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_ITEMS).default(MOST_ITEMS),
  cursor: z.string().max(200).optional(),
  contract: z.string().max(63).optional(),
  environment: z.string().max(63, { abort: true }).regex(SLUG, 'slug').optional(),
});

/** What a cursor of GET /status says: reference, kind, position and slug of an environment; what cannot be never reaches the database. */
export const statusPlace = z.tuple([
  z.string().regex(/^[A-Za-z0-9-]{1,63}$/),
  z.enum(['DEV', 'STAGE', 'PROD']),
  z.int32(),
  z.string().refine(isSlug),
]);

/** Reads a query string: empty members count as absent, unknown ones are left alone, of repeated ones the last counts. */
export function readQuery<T>(shape: z.ZodType<T>, query: URLSearchParams): Parsed<T> {
  return parseShape(shape, Object.fromEntries([...query].filter(([, value]) => value !== '')));
}

/** The opaque text of a place in a list: a row's own number or name. */
export function encodeCursor(place: string | number | readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place a cursor stands for, or null when it is not one of ours. */
export function decodeCursor<T>(text: string, shape: z.ZodType<T>): T | null {
  try {
    return shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data ?? null;
  } catch {
    return null;
  }
}
