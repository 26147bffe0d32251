// `npm run check`: what a change is checked by while it is made.
import { run } from '#server/start/run.ts';
import { throwAwayServer } from '#server/testing/server.ts';
import { databaseTests, formatting, types, unitTests } from './stages.ts';
import { tally } from './tally.ts';

await run(async (signal) => {
  const { stage, total } = tally();
  await stage('Formatting and lint', () => formatting(signal));
  await stage('Types', () => types(signal));
  await stage('Unit tests', () => unitTests(signal));
  await stage('Quick database tests', async () => {
    const server = await throwAwayServer();
    process.env.HEADROOM_TEST_ADMIN_URL = server.url;
    return databaseTests(signal, true).finally(server.stop);
  });
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
});
