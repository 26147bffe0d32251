import { placeOf } from '#prisma/cluster.ts';
import { openEmbedded } from '#prisma/embedded.ts';
import { migrate } from '#prisma/migrate.ts';
import { loadManyStatuses, type ManyStatuses } from '#prisma/seed/bulk-status.ts';
import { loadDemo } from '#prisma/seed.ts';
import { on, withClient } from '../stores.ts';

/** A server of its own, with fsync as people have it, and databases on it. */
export type StatusStore = {
  log: string;
  add(name: string, statuses: ManyStatuses): Promise<string>;
  stop(): Promise<void>;
};

/** Starts a server in a folder; `add` makes a database with the demo and a contract beside it, and answers its URL. */
export async function openStatusStore(folder: string): Promise<StatusStore> {
  const server = await openEmbedded({ dir: folder });
  return {
    log: placeOf(folder).log,
    stop: server.stop,
    add: async (name, statuses) => {
      const url = on(server.url, name);
      await withClient(server.url, (client) => client.query(`CREATE DATABASE ${name}`));
      await migrate(url);
      await loadDemo(url);
      await loadManyStatuses(url, statuses);
      return url;
    },
  };
}
