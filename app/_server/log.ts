import pino, { type Logger } from 'pino';
import { environment } from './env.ts';

let made: Logger | undefined;

/** The one log: JSON lines on stderr at LOG_LEVEL. Never a secret, never a password or token. */
export function log(): Logger {
  made ??= pino({ level: environment().LOG_LEVEL }, pino.destination(2));
  return made;
}
