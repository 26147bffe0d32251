import { buildBeside, generateClient } from '#server/start/build.ts';
import { freshDatabase } from '#server/testing/database.ts';
import { throwAwayServer } from '#server/testing/server.ts';

/** What all browser tests share: the build, one throw-away PostgreSQL and in it the template with the demo. */
export default async function setup(): Promise<() => Promise<void>> {
  await generateClient();
  process.env.NEXT_DIST_DIR ??= await buildBeside();
  const given = process.env.HEADROOM_TEST_ADMIN_URL;
  const server = given ? { url: given, stop: async () => {} } : await throwAwayServer();
  process.env.HEADROOM_TEST_ADMIN_URL = server.url;
  const first = await freshDatabase({ demo: true });
  await first.drop();
  return server.stop;
}
