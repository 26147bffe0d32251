import { Prisma } from '#prisma/generated/client.ts';

/** Prisma's own words for: not reachable, timed out, connection closed, no place in the pool or no transaction in time, deadlock. */
const PRISMA = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'];
const DRIVER = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'];
/** SQLSTATE: connection lost, out of resources, shutting down or starting, serialisation, deadlock, asleep in a transaction. */
const SQLSTATE = /^(?:08|53|57P|40001|40P01|25P03)/;
/** also: no connection, or no place in the pool, in time */
const SOCKET =
  /Connection terminated|not queryable|timeout expired|timeout exceeded when trying to connect|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT/;

/** Whether an error says that the database is away or too busy, so that trying again later may help; nothing was written. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return SOCKET.test(error.message);
  const { cause } = (error.meta?.driverAdapterError ?? {}) as { cause?: { kind?: string; originalCode?: string } };
  return PRISMA.includes(error.code) || DRIVER.includes(cause?.kind ?? '') || SQLSTATE.test(cause?.originalCode ?? '');
}
