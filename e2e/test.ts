// `npm test`: everything, from formatting to real browsers, on a throw-away database; ends with the counts.
import { buildBeside } from '#server/start/build.ts';
import { run } from '#server/start/run.ts';
import { throwAwayServer } from '#server/testing/server.ts';
import { browserTests, databaseTests, formatting, killTests, types, unitTests, unused } from './stages.ts';
import { tally } from './tally.ts';

await run(async (signal) => {
  const { stage, total } = tally();
  await using open = new AsyncDisposableStack();
  await stage('Formatting and lint', () => formatting(signal));
  await stage('Types', () => types(signal));
  await stage('Unused code and packages', () => unused(signal));
  await stage('Unit tests', () => unitTests(signal));
  await stage('Throw-away database', async () => {
    const server = await throwAwayServer();
    open.defer(server.stop);
    process.env.HEADROOM_TEST_ADMIN_URL = server.url;
    return undefined;
  });
  await stage('Database tests', () => databaseTests(signal));
  await stage('Pages', async () => {
    process.env.NEXT_DIST_DIR = await buildBeside(signal);
    return undefined;
  });
  await stage('Deaths of processes', () => killTests(signal));
  await stage('Browser tests', () => browserTests(signal));
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
});
