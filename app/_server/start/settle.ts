// Brings the database to this version and loads the demo where it belongs, in a process of its own: what that takes
// (Prisma, a WebAssembly engine) would stay in the portal's memory for good. Sends what it found to its parent.
import { migrate } from '#prisma/migrate.ts';
import { anchorStart } from './anchor-start.ts';
import { demoSignIns, settleDemo } from './demo.ts';
import { step } from './progress.ts';
import { run } from './run.ts';
import { readVariables } from './variables.ts';

export type Settled = {
  /** what the application connects as; '' where the role may not be made */
  role: string;
  /** how to sign in to the demo; null without demo data */
  signIns: string | null;
};

await run(async () => {
  const variables = readVariables();
  const [, , url = '', anchor = ''] = process.argv;
  const { role } = await step('Migrating the database', () => migrate(url, variables.MIGRATE_DATABASE_URL));
  const hasDemo = await settleDemo(variables.MIGRATE_DATABASE_URL ?? url, variables);
  await anchorStart(url, anchor);
  const settled: Settled = { role, signIns: hasDemo ? await demoSignIns() : null };
  await new Promise((sent) => process.send?.(settled, sent));
  return 0;
});
