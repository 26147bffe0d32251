// `npm run audit:verify [-- RECEIPT.json …]`: exit 0 when the whole record is intact and has what the anchor file and the
// receipts have kept of it, and the receipts are as they were signed, else 1 and what is wrong.
import { resolve } from 'node:path';
import type { Witness } from '#domain/record-chain.ts';
import { knownSecret } from './folder.ts';
import { say } from './progress.ts';
import { run } from './run.ts';
import { withDatabase } from './with-database.ts';

await run(async (signal) => {
  // asked now: withDatabase puts a stand-in where there is none
  const secret = knownSecret();
  return withDatabase('npm run audit:verify', signal, async () => {
    const { verifyRecord } = await import('../record/verify.ts');
    const anchored = await anchoredBefore();
    const paths = process.argv.slice(2);
    const kept = await keptBy(paths, secret);
    if (!kept) return 1;
    const verdict = await verifyRecord([...anchored, ...kept]);
    console.log(
      verdict.ok ? `The record is intact: ${verdict.entries} entries.${agreeing(paths.length)}` : verdict.problem,
    );
    return verdict.ok ? 0 : 1;
  });
});

/** What is kept outside the database, read before the record is: what came later is no fault. */
async function anchoredBefore(): Promise<Witness[]> {
  const { anchoredWitnesses } = await import('../record/witnesses.ts');
  const file = process.env.HEADROOM_RECORD_ANCHOR ?? '';
  const anchored = anchoredWitnesses(file) ?? [];
  if (anchored.length === 0)
    say(
      `Nothing is anchored in ${file}: a tail that was cut together with the database's own head would not be found.`,
    );
  return anchored;
}

/** What the receipts have kept; null = one of them is none, which is said. */
async function keptBy(paths: readonly string[], secret: string | undefined): Promise<Witness[] | null> {
  const { receiptWitnesses } = await import('../record/witnesses.ts');
  // npm runs in the project's folder, whoever calls it stands elsewhere
  const receipts = paths.map((path) => receiptWitnesses(resolve(process.env.INIT_CWD ?? '', path)));
  const problems = receipts.flatMap((each) => ('problem' in each ? [each.problem] : []));
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) return null;
  const kept = receipts.flatMap((each) => ('problem' in each ? [] : [each]));
  await tellForeign(kept, secret);
  return kept.flatMap(({ witnesses }) => witnesses);
}

/** Says which receipts this installation has not signed, as far as its key is known: no fault, its secret may have changed. */
async function tellForeign(kept: readonly { name: string; publicKey: string }[], secret: string | undefined) {
  if (kept.length === 0) return;
  if (!secret)
    return say("AUTH_SECRET is not set: whether this installation's key signed what was compared is not known.");
  const { receiptKey } = await import('#domain/receipt.ts');
  const own = receiptKey(secret).publicKey;
  for (const { name, publicKey } of kept)
    if (publicKey !== own)
      say(
        `${name} was signed by another key: ${publicKey}, not ${own}. Unless AUTH_SECRET was changed, it is not ours.`,
      );
}

function agreeing(receipts: number): string {
  if (receipts === 0) return '';
  return receipts === 1 ? ' 1 receipt agrees with it.' : ` ${receipts} receipts agree with it.`;
}
