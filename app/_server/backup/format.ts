import { createHash } from 'node:crypto';
import { z } from 'zod';

// The file of a backup: a gzip stream, then one line with the SHA-256 (hex) of every byte before it. The gzip stream holds
// frames: a letter, the length of what follows (4 bytes, big-endian), and that many bytes:
//   H  JSON, first: the header below
//   T  JSON, a table begins: { table, columns }; referenced tables come before those that refer to them
//   D  rows, as PostgreSQL's COPY writes them in its text format, cut anywhere
//   E  JSON, its end: { rows, sha256 } of its D frames

const HEADER = z.strictObject({
  format: z.literal('headroom-backup'),
  version: z.literal(1),
  /** the one moment that all of it shows */
  at: z.iso.datetime(),
  /** the migrations its schema had: its version */
  migrations: z.array(z.string()).min(1),
  /** the last entry of the record */
  record: z.strictObject({ n: z.int(), hash: z.string() }),
  tables: z.array(z.string()),
  /** the last number each has given */
  sequences: z.record(z.string(), z.string().regex(/^\d+$/)),
});
const TABLE = z.strictObject({ table: z.string(), columns: z.array(z.string()).min(1) });
const END = z.strictObject({ rows: z.int(), sha256: z.string() });

export type Header = z.infer<typeof HEADER>;
export type Table = z.infer<typeof TABLE>;
/** A table as it is read; its rows are to be read to their end before the next one. */
export type Part = Table & { rows: AsyncIterable<Buffer> };

/** The line that ends the file, in bytes. */
export const SEAL_BYTES = 65;
const PREFIX_BYTES = 5;
const NEWLINE = 10;
/** PostgreSQL hands out less at a time; more is no frame of ours */
const LONGEST_BYTES = 16 * 1024 * 1024;

/** One frame, as it stands in the file. */
export function frame(letter: 'H' | 'T' | 'D' | 'E', body: Header | Table | Tally | Buffer): Buffer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const prefix = Buffer.alloc(PREFIX_BYTES, letter);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

export type Tally = z.infer<typeof END>;

/** Counts and hashes the rows of one table as they pass. */
export function tally(): { add(rows: Buffer): void; end(): Tally } {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add: (bytes) => {
      hash.update(bytes);
      // a newline inside a value is escaped
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) rows++;
    },
    end: () => ({ rows, sha256: hash.digest('hex') }),
  };
}

/**
 * Reads what was written: `take` gets the header and every table in turn. Answers the header and how many rows there were;
 * throws where a frame, an order or a checksum is not as it must be.
 */
export async function unframed(
  content: AsyncIterable<Buffer>,
  take: (header: Header, parts: AsyncIterable<Part>) => Promise<void>,
): Promise<{ header: Header; rows: number }> {
  const frames = framesOf(content);
  const header = HEADER.parse(JSON.parse(String(await next(frames, 'H'))));
  const counted = { rows: 0 };
  await take(header, partsOf(frames, header.tables, counted));
  if (!(await frames.next()).done) throw new Error('it goes on after its last table');
  return { header, ...counted };
}

type Frames = AsyncGenerator<{ letter: string; body: Buffer }>;

async function* partsOf(frames: Frames, tables: readonly string[], counted: { rows: number }): AsyncGenerator<Part> {
  for (const name of tables) {
    const { table, columns } = TABLE.parse(JSON.parse(String(await next(frames, 'T'))));
    if (table !== name) throw new Error(`${table} stands where ${name} should`);
    yield { table, columns, rows: rowsOf(frames, table, counted) };
  }
}

async function* rowsOf(frames: Frames, table: string, counted: { rows: number }): AsyncGenerator<Buffer> {
  const passed = tally();
  for (;;) {
    const { letter, body } = await oneOf(frames);
    if (letter === 'E') {
      const { rows, sha256 } = END.parse(JSON.parse(String(body)));
      const found = passed.end();
      if (found.rows !== rows || found.sha256 !== sha256) throw new Error(`the rows of ${table} are not as written`);
      counted.rows += rows;
      return;
    }
    if (letter !== 'D') throw new Error(`the rows of ${table} have no end`);
    passed.add(body);
    yield body;
  }
}

async function next(frames: Frames, letter: string): Promise<Buffer> {
  const found = await oneOf(frames);
  if (found.letter !== letter) throw new Error(`a frame ${letter} is missing`);
  return found.body;
}

async function oneOf(frames: Frames) {
  const { value, done } = await frames.next();
  if (done) throw new Error('it ends too early');
  return value;
}

async function* framesOf(content: AsyncIterable<Buffer>): Frames {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of content) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    while (rest.length >= PREFIX_BYTES) {
      const end = PREFIX_BYTES + rest.readUInt32BE(1);
      if (end > LONGEST_BYTES) throw new Error('a frame is too long');
      if (rest.length < end) break;
      yield { letter: String.fromCharCode(rest[0] ?? 0), body: rest.subarray(PREFIX_BYTES, end) };
      rest = rest.subarray(end);
    }
  }
  if (rest.length > 0) throw new Error('it ends within a frame');
}
