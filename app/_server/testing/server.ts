import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '#prisma/embedded.ts';
import { goneAwaited, isAlive, readPostmaster, servesFolder, stopServer } from '#prisma/postmaster.ts';

const FOLDER = /^headroom-test-(\d+)-/;

/** A PostgreSQL in a temporary folder, without fsync; `stop` removes it. First clears away those of killed test runs. */
export async function throwAwayServer(): Promise<{ url: string; stop(): Promise<void> }> {
  await clearOrphans();
  const dir = mkdtempSync(join(tmpdir(), `headroom-test-${process.pid}-`));
  const server = await openEmbedded({ dir: join(dir, 'data'), fsync: false });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

async function clearOrphans(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const dir = join(tmpdir(), name);
    const owner = FOLDER.exec(name)?.[1];
    const mine = owner && statSync(dir, { throwIfNoEntry: false })?.uid === process.getuid?.();
    if (!mine || isAlive(Number(owner))) continue;
    const data = join(dir, 'data', 'postgres');
    const server = readPostmaster(data);
    if (server && servesFolder(server.pid, data)) await stopServer(server.pid, goneAwaited(server.pid));
    rmSync(dir, { recursive: true, force: true });
  }
}
