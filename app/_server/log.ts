import { hostname } from 'node:os';
import pino, { type Logger } from 'pino';
import { environment } from './env.ts';

let made: Logger | undefined;

const SECRET = ['authorization', 'cookie', 'password', 'token', 'secret'];
const redact = { paths: ['', '*.', '*.*.'].flatMap((depth) => SECRET.map((name) => depth + name)), censor: '…' };

/** The one log: JSON lines on stderr at LOG_LEVEL. Never a secret, never a password or token. */
export function log(): Logger {
  made ??= make();
  return made;
}

function make(): Logger {
  const { LOG_LEVEL: level, HEADROOM_ROLE: role } = environment();
  const base = { pid: process.pid, hostname: hostname(), role };
  return pino({ level, base, redact, serializers: { err: bareError } }, pino.destination(2));
}

/** What went wrong and where; the rest of a database error quotes the row that failed. */
function bareError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack } = error;
  return { type: name, message, stack, ...('code' in error && { code: error.code }) };
}
