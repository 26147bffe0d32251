import { sha256 } from '#domain/record.ts';
import { db } from '../db.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Failures older than this count no more (ms). */
const WINDOW = 15 * MINUTE;
const PER_ACCOUNT = 10;
const PER_ADDRESS = 50;
const FIRST_PAUSE = 30 * SECOND;
/** Fifty in fifteen minutes, one by one. */
const ADDRESS_PAUSE = WINDOW / PER_ADDRESS;

/** Who tries from where: failures of unknown accounts are counted the same. */
export type Attempt = { account: string; address: string };

type Failures = { account: number; address: number; pair: number; lastOfAddress: Date | null; lastOfPair: Date | null };

/** An attempt's keys; the e-mail is stored as a hash, so that the table is no list of people. */
export function attemptOf(email: string, addressKey: string): Attempt {
  return { account: sha256(email), address: addressKey };
}

/** When this attempt may be made (UTC ms; the past = now). An account with many failures slows an address down by that address's own failures on it, so nobody can lock out the owner elsewhere. */
export async function mayTryFrom(attempt: Attempt, now: number): Promise<number> {
  const since = new Date(now - WINDOW);
  const [failures] = await db().$queryRaw<Failures[]>`
    SELECT count(*) FILTER (WHERE account = ${attempt.account})::int AS account,
           count(*) FILTER (WHERE address = ${attempt.address})::int AS address,
           count(*) FILTER (WHERE account = ${attempt.account} AND address = ${attempt.address})::int AS pair,
           max(at) FILTER (WHERE address = ${attempt.address}) AS "lastOfAddress",
           max(at) FILTER (WHERE account = ${attempt.account} AND address = ${attempt.address}) AS "lastOfPair"
    FROM "SignInAttempt" WHERE at > ${since} AND (account = ${attempt.account} OR address = ${attempt.address})`;
  if (!failures) return 0;
  const { account, address, pair, lastOfAddress, lastOfPair } = failures;
  const afterAddress = lastOfAddress && address >= PER_ADDRESS ? lastOfAddress.getTime() + ADDRESS_PAUSE : 0;
  const afterPair =
    lastOfPair && account >= PER_ACCOUNT
      ? lastOfPair.getTime() + pauseAfter(Math.min(pair - 1, account - PER_ACCOUNT))
      : 0;
  return Math.max(afterAddress, afterPair);
}

/** Counts a failure; every hundredth sweeps out those that count no more. */
export async function noteFailure(attempt: Attempt, now: number): Promise<void> {
  const { id } = await db().signInAttempt.create({ data: { ...attempt, at: new Date(now) }, select: { id: true } });
  if (id % 100n === 0n) await db().signInAttempt.deleteMany({ where: { at: { lt: new Date(now - WINDOW) } } });
}

/** Forgets the failures of one account from one address: the owner has come. */
export async function forgetFailures(attempt: Attempt): Promise<void> {
  await db().signInAttempt.deleteMany({ where: attempt });
}

/** Half a minute, doubled with each further failure, at most the window. */
function pauseAfter(further: number): number {
  return Math.min(FIRST_PAUSE * 2 ** further, WINDOW);
}
