import { api } from '../../../_http/handler.ts';
import { answerReceipt } from '../../../_http/receipt.ts';

/** The checkable receipt of a request. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = api({
  GET: ({ actor, query, params: { reference = '' } }) => answerReceipt(actor, reference, query),
});
