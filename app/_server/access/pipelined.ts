import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Browsers and proxies send no request before the last one was answered; some programs send a few. */
const MOST_WAITING = 64;
const waiting = new WeakMap<Socket, number>();

/** Whether a connection is ended because it asks on and on and reads nothing: node:http keeps every answer until the one before it is read, a thousand for each packet of requests. */
export function endsPileOf({ socket }: IncomingMessage, response: ServerResponse): boolean {
  // the answer that is being written has its connection; those behind it wait for one
  if (response.socket !== null) return false;
  const before = waiting.get(socket) ?? 0;
  if (before >= MOST_WAITING) socket.destroy();
  if (socket.destroyed) return true;
  waiting.set(socket, before + 1);
  response.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
  return false;
}
