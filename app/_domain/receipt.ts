import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson, type Json, sha256 } from './record.ts';
import type { RecordEntry, RecordHead } from './record-chain.ts';
import { type ApprovalView, type LineView, type WindowView, windowView } from './request-view.ts';
import type { StoredRequest } from './stored-request.ts';

/** A request as its receipt shows it; content as it is hashed, with instants in UTC ms. */
type ReceiptRequest = {
  reference: string;
  contract: string;
  environment: string;
  state: StoredRequest['state'];
  version: number;
  requestedBy: string;
  rulebook: string;
  createdAt: string;
  content: StoredRequest['content'];
  contentHash: string | null;
  window: WindowView | null;
  prescaleMinutes: number;
  emergency: boolean;
  lines: LineView[];
};

/** What anyone can check without the portal: a request, every entry of the record about it, and the record's head at that moment. */
type Unsigned = {
  format: 'headroom-receipt';
  version: 1;
  issuedAt: string;
  installation: { origin: string };
  request: ReceiptRequest;
  approvals: ApprovalView[];
  entries: (RecordEntry & { hash: string })[];
  head: RecordHead;
};
/** Signed with Ed25519 over RFC 8785 JSON of everything but the signature; key and signature in base64url. */
export type Receipt = Unsigned & { publicKey: string; signature: string };

/** The public half of an installation's key: base64url of its 32 bytes, and a short name to compare by eye. */
export type ReceiptKey = { algorithm: 'Ed25519'; publicKey: string; keyId: string };

/** PKCS #8 of an Ed25519 key, up to its 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const PURPOSE = 'headroom receipt, Ed25519, 1';

/** The key that signs an installation's receipts, in every process the same: it follows from AUTH_SECRET. */
function privateKey(secret: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, 32));
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}

/** The key that checks an installation's receipts. */
export function receiptKey(secret: string): ReceiptKey {
  const { x = '' } = createPublicKey(privateKey(secret)).export({ format: 'jwk' });
  return { algorithm: 'Ed25519', publicKey: x, keyId: sha256(x).slice(0, 16) };
}

/** Signs a receipt. */
export function signReceipt(unsigned: Unsigned, secret: string): Receipt {
  const whole = { ...unsigned, publicKey: receiptKey(secret).publicKey };
  const text = canonicalJson(whole as unknown as Json);
  return { ...whole, signature: sign(null, Buffer.from(text), privateKey(secret)).toString('base64url') };
}

/** Whether a receipt is what the key that it names has signed: not yet whose key that is. */
export function isAsSigned({ signature, ...signed }: Receipt): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // one signature has one spelling
  if (bytes.toString('base64url') !== signature) return false;
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signed.publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(canonicalJson(signed as unknown as Json)), key, bytes);
  } catch {
    // no key of Ed25519, or a number that no JSON of ours has
    return false;
  }
}

/** A request and its approvals as a receipt shows them. */
export function receiptOf(request: StoredRequest): Pick<Unsigned, 'request' | 'approvals'> {
  const { reference, contract, environment, state, version, rulebook, content, contentHash, window } = request;
  return {
    request: {
      ...{ reference, contract, environment, state, version, requestedBy: request.requestedBy.email, rulebook },
      ...{ createdAt: new Date(request.createdAt).toISOString(), content, contentHash },
      window: window && windowView(window),
      prescaleMinutes: request.prescaleMinutes,
      emergency: request.emergency,
      lines: request.lines.map(({ service, current, requested, granted, observed }) => ({
        ...{ service, current, requested, granted, observed },
      })),
    },
    approvals: request.approvals.map(({ by, at, contentHash: approved }) => ({
      by: by.email,
      at: new Date(at).toISOString(),
      contentHash: approved,
    })),
  };
}
