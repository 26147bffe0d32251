// `npm run audit:verify`: exit 0 when the whole record is intact, else 1 and what is wrong.
import { run } from './run.ts';
import { withDatabase } from './with-database.ts';

await run((signal) =>
  withDatabase('npm run audit:verify', signal, async () => {
    const { verifyRecord } = await import('../record/verify.ts');
    const verdict = await verifyRecord();
    console.log(verdict.ok ? `The record is intact: ${verdict.entries} entries.` : verdict.problem);
    return verdict.ok ? 0 : 1;
  }),
);
