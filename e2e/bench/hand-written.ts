import { randomUUID } from 'node:crypto';
import type { Client, Pool, PoolClient } from 'pg';
import { canonicalJson, type Json, sha256 } from '#domain/record.ts';
import { entryHash, type RecordEntry } from '#domain/record-chain.ts';
import { contentHash, type RequestContent } from '#domain/request.ts';

import type { Span } from './submit.ts';

type Row = Record<string, unknown>;

/** The rows that one submitted request left in each table; more of the kind are made after them. */
export type Pattern = {
  request: Row & { content: RequestContent };
  lines: Row[];
  version: Row;
  event: Row;
  claims: Row[];
  entry: Row & { after: Row };
};

/** The pattern that a submitted request is. */
export async function patternOf(owner: Client, reference: string): Promise<Pattern> {
  const rows = async (sql: string, key: unknown) => (await owner.query<Row>(sql, [key])).rows;
  const [request] = await rows('SELECT * FROM "UpscaleRequest" WHERE reference = $1', reference);
  const below = (table: string) => rows(`SELECT * FROM "${table}" WHERE "requestId" = $1`, request?.id);
  const [version] = await below('RequestVersion');
  const [event] = await below('RequestEvent');
  const [entry] = await rows('SELECT * FROM "AuditEntry" WHERE subject = $1', `request ${reference}`);
  const pattern = {
    request,
    lines: await below('RequestLine'),
    version,
    event,
    claims: await below('WindowClaim'),
    entry,
  };
  return pattern as Pattern;
}

/** Writes the same rows for another window (UTC ms) by plain SQL in one transaction, as one would by hand. */
export async function writeByHand(pool: Pool, pattern: Pattern, window: Span): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await writeRows(client, pattern, window);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

async function writeRows(client: PoolClient, pattern: Pattern, { start, end }: Span): Promise<void> {
  const now = new Date();
  const requestId = randomUUID();
  const content = { ...pattern.request.content, window: { ...pattern.request.content.window, start, end } };
  const hash = contentHash(content);
  const [startsAt, endsAt] = [new Date(start), new Date(end)];
  const reference = await nextReference(client, now.getUTCFullYear());
  const dated = { windowStart: startsAt, windowEnd: endsAt, createdAt: now, submittedAt: now, updatedAt: now };
  const request = { ...pattern.request, ...dated, id: requestId, reference, content, contentHash: hash };
  await insert(client, 'UpscaleRequest', [request]);
  await insert(
    client,
    'RequestLine',
    pattern.lines.map((line) => ({ ...line, requestId })),
  );
  await insert(client, 'RequestVersion', [{ ...pattern.version, requestId, content, contentHash: hash, at: now }]);
  await insert(client, 'RequestEvent', [{ ...pattern.event, requestId, at: now }]);
  await insert(
    client,
    'WindowClaim',
    pattern.claims.map((claim) => ({ ...claim, requestId, startsAt, endsAt })),
  );
  const typed = sha256(canonicalJson(content as unknown as Json));
  const after = { ...pattern.entry.after, content: typed, contentHash: hash, window: content.window };
  await appendEntry(client, { ...pattern.entry, subject: `request ${reference}`, after }, now);
}

async function nextReference(client: PoolClient, year: number): Promise<string> {
  const { rows } = await client.query<{ last: number }>(
    'UPDATE "ReferenceCounter" SET last = last + 1 WHERE year = $1 RETURNING last',
    [year],
  );
  return `UR-${year}-${String(rows[0]?.last).padStart(4, '0')}`;
}

async function appendEntry(client: PoolClient, entry: Row, at: Date): Promise<void> {
  const { rows } = await client.query<{ n: string; hash: string }>(
    'SELECT n, hash FROM "AuditHead" WHERE id = 1 FOR UPDATE',
  );
  const [n, previous] = [Number(rows[0]?.n) + 1, rows[0]?.hash];
  const hash = entryHash({ ...entry, n, at: at.toISOString(), previous } as RecordEntry);
  await insert(client, 'AuditEntry', [{ ...entry, n, at, previous, hash }]);
  await client.query('UPDATE "AuditHead" SET n = $1, hash = $2 WHERE id = 1', [n, hash]);
}

async function insert(client: PoolClient, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const places = rows.map((_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`)})`);
  const names = columns.map((column) => `"${column}"`);
  const values = rows.flatMap((row) => columns.map((column) => row[column]));
  await client.query(`INSERT INTO "${table}" (${names}) VALUES ${places}`, values);
}
