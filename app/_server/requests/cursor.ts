import { z } from 'zod';

/** Where a page of a list ended: createdAt in UTC ms and the id. */
export type Cursor = { at: number; id: string };

const shape = z.tuple([z.int().min(0).max(8_640_000_000_000_000), z.uuid()]);

/** The opaque text of a cursor. */
export function encodeCursor({ at, id }: Cursor): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** The cursor a text stands for, or null when it is not one of ours. */
export function decodeCursor(text: string): Cursor | null {
  try {
    const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return parsed.success ? { at: parsed.data[0], id: parsed.data[1] } : null;
  } catch {
    return null;
  }
}
