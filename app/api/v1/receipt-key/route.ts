import { ownReceiptKey } from '#server/record/receipt.ts';
import { publicDocument } from '../_http/public-document.ts';

/** The public key that receipts are checked by; it is no secret, so it needs no token. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicDocument(ownReceiptKey);
