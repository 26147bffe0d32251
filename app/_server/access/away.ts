import { DATABASE_AWAY } from '#domain/away.ts';
import { isOutage } from '../outage.ts';

/** Throws an error on, so that its page can say that the database is away: of an error only its digest reaches the browser. */
export function tellingAway(error: unknown): never {
  throw isOutage(error) ? Object.assign(error as Error, { digest: DATABASE_AWAY }) : error;
}

/** Whether an error of NextAuth, which keeps what was thrown under its cause, says that the database is away. */
export function isAway(error: unknown): boolean {
  const { cause } = error as { cause?: { err?: unknown } };
  return isOutage(cause?.err ?? error);
}
