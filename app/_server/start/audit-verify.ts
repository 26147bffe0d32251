// `npm run audit:verify [-- RECEIPT.json …]`: exit 0 when the whole record is intact and has what the anchor file and the
// receipts have kept of it, else 1 and what is wrong.
import { resolve } from 'node:path';
import type { Witness } from '#domain/record-chain.ts';
import { say } from './progress.ts';
import { run } from './run.ts';
import { withDatabase } from './with-database.ts';

await run((signal) =>
  withDatabase('npm run audit:verify', signal, async () => {
    const { verifyRecord } = await import('../record/verify.ts');
    const known = await witnesses(process.argv.slice(2));
    const verdict = known && (await verifyRecord(known));
    if (!verdict) return 1;
    console.log(verdict.ok ? `The record is intact: ${verdict.entries} entries.` : verdict.problem);
    return verdict.ok ? 0 : 1;
  }),
);

/** What is kept outside the database, read before the record is: what came later is no fault. null = a receipt is none, which is said. */
async function witnesses(receipts: readonly string[]): Promise<Witness[] | null> {
  const { anchoredWitnesses, receiptWitnesses } = await import('../record/witnesses.ts');
  const file = process.env.HEADROOM_RECORD_ANCHOR ?? '';
  const anchored = anchoredWitnesses(file);
  if (!anchored?.length)
    say(
      `Nothing is anchored in ${file}: a tail that was cut together with the database's own head would not be found.`,
    );
  // npm runs in the project's folder, whoever calls it stands elsewhere
  const kept = receipts.map((path) => receiptWitnesses(resolve(process.env.INIT_CWD ?? '', path)));
  const problems = kept.flatMap((each) => ('problem' in each ? [each.problem] : []));
  for (const problem of problems) console.log(problem);
  return problems.length > 0 ? null : [...(anchored ?? []), ...kept.flatMap((each) => ('problem' in each ? [] : each))];
}
