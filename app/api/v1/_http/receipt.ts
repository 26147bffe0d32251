import type { Actor } from '#server/access/standing.ts';
import { type Answer, answer } from '#server/api/answer.ts';
import { isReference } from '#server/api/query.ts';
import { getReceipt } from '#server/record/receipt.ts';
import { answerOutcome, nothingThere } from './outcome.ts';

/** The receipt of a request; with `?download` as a file to keep. */
export async function answerReceipt(actor: Actor, reference: string, query: URLSearchParams): Promise<Answer> {
  if (!isReference(reference)) return nothingThere();
  const file = query.has('download') && {
    'content-disposition': `attachment; filename="${reference}.receipt.json"`,
  };
  return answerOutcome(await getReceipt(actor, reference), (receipt) => answer(200, receipt, file || undefined));
}
