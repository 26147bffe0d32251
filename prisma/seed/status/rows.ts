import { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '#server/db.ts';

/** Writes many whole rows of a table in one statement; members are columns, instants ISO texts. */
export async function insertRows(tx: Tx, table: string, rows: readonly object[]): Promise<void> {
  const name = Prisma.raw(`"${table}"`);
  await tx.$executeRaw`
    INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, ${JSON.stringify(rows)}::json)`;
}

/** An instant (UTC ms) as the database reads it. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
