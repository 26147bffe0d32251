// `npm run test:long`: the long budgets on demand: four times as many deaths, and the sequences of commands that take minutes.
import { join } from 'node:path';
import { buildBeside } from '#server/start/build.ts';
import { ROOT } from '#server/start/folder.ts';
import { run } from '#server/start/run.ts';
import { killTests, types } from './stages.ts';
import { nodeTests, tally } from './tally.ts';

const BUDGETS = { HEADROOM_KILLS: '4', HEADROOM_SEQUENCES: '3000' };

await run(async (signal) => {
  const { stage, total } = tally();
  Object.assign(process.env, BUDGETS);
  await stage('Types', () => types(signal));
  await stage('Sequences of commands', () =>
    nodeTests([join(ROOT, 'app/_server/requests/sequences.db.test.ts')], signal),
  );
  await stage('Pages', async () => {
    process.env.NEXT_DIST_DIR = await buildBeside(signal);
    return undefined;
  });
  await stage('Deaths of processes', () => killTests(signal));
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
});
