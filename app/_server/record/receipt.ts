import { may } from '#domain/policy.ts';
import { type Receipt, type ReceiptKey, receiptKey, receiptOf, signReceipt } from '#domain/receipt.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import { type Actor, standingsOn } from '../access/standing.ts';
import { db, type Tx } from '../db.ts';
import { acceptedOrigins, environment } from '../env.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { loadRequest } from '../requests/load.ts';
import { requestSubject } from '../requests/snapshot.ts';
import { storedEntry } from './verify.ts';

/** The receipt of a request for those who may see its confidential members; for everyone else, and of what was never submitted, it is not there. At one moment of the database. */
export async function getReceipt(actor: Actor, reference: string, at = Date.now()): Promise<Outcome<Receipt>> {
  return db().$transaction((tx) => issue(tx, actor, reference, at), { isolationLevel: 'RepeatableRead' });
}

async function issue(tx: Tx, actor: Actor, reference: string, at: number): Promise<Outcome<Receipt>> {
  const request = await loadRequest(tx, reference);
  const standings = request ? standingsOn(actor, request.contractId) : [];
  if (!request || request.submittedAt === null || !may('seeConfidential', standings)) return NOT_FOUND;
  const head = await tx.auditHead.findUniqueOrThrow({ where: { id: 1 } });
  const receipt = {
    format: 'headroom-receipt',
    version: 1,
    issuedAt: new Date(at).toISOString(),
    installation: { origin: acceptedOrigins()[0] ?? '' },
    ...receiptOf(request),
    entries: await entriesOf(tx, request),
    head: { n: Number(head.n), hash: head.hash },
  } as const;
  return done(signReceipt(receipt, secret()));
}

/** What the record holds of a request and its operations, oldest first. Refused attempts are left out: they changed nothing, and may name people from outside the contract. */
async function entriesOf(tx: Tx, { id, reference }: StoredRequest): Promise<Receipt['entries']> {
  const operations = await tx.operation.findMany({ where: { requestId: id }, select: { number: true } });
  const subject = {
    in: [requestSubject(reference), ...operations.map(({ number }) => `operation ${reference} ${number}`)],
  };
  const rows = await tx.auditEntry.findMany({ where: { subject }, orderBy: { n: 'asc' } });
  return rows.map(storedEntry).filter(({ verdict }) => (verdict as { allowed?: boolean } | null)?.allowed !== false);
}

/** The public key that this installation's receipts are checked by. */
export function ownReceiptKey(): ReceiptKey {
  return receiptKey(secret());
}

function secret(): string {
  const { AUTH_SECRET: given } = environment();
  if (!given) throw new Error('AUTH_SECRET is not set; the start command sets it');
  return given;
}
