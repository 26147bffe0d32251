import { connected } from '#prisma/connected.ts';
import { anchorHead, compactAnchors } from '../record/anchor.ts';
import { say } from './progress.ts';

/** Anchors the head that the database's record has at the start, so that a demo's is kept from its first second. A file that cannot be written is said and stops nothing. */
export async function anchorStart(url: string, file: string): Promise<void> {
  const client = await connected(url);
  const { rows } = await client.query<{ n: string; hash: string }>('SELECT n, hash FROM "AuditHead" WHERE n > 0');
  await client.end();
  try {
    compactAnchors(file);
    for (const { n, hash } of rows) anchorHead(file, { n: Number(n), hash }, Date.now());
  } catch (error) {
    say(`The head of the record cannot be anchored in ${file}: ${(error as Error).message}.`);
  }
}
