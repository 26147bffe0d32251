// The web server process: Next behind the front door. It ends with the process that started it.
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import next from 'next';
import { atTheFrontDoor } from '../access/front.ts';
import { answering } from '../access/own-answer.ts';
import { endsPileOf } from '../access/pipelined.ts';
import { acceptedOrigins, environment } from '../env.ts';
import { log } from '../log.ts';
import { startBoard } from '../status/board.ts';
import { publicStatus } from '../status/public.ts';
import { publicLooks } from './public-looks.ts';

const DRAIN_MS = 10_000;
const STATUS_MS = 5000;
/** asked by whatever name, by those who watch over the process */
const PROBES = ['/healthz', '/readyz'];
/** a browser that was led to this machine by a name of somebody else's has neither */
const NAMELESS = /^(localhost|[\d.]+|\[[\da-f:.]+\])(:\d+)?$/i;

const { PORT: port, HEADROOM_HOST: hostname } = environment();
const origins = acceptedOrigins();
const status = publicStatus(origins, publicLooks(origins[0] ?? ''));
// nothing here is upgraded; Next would take every upgrade, past the front door, and leave it open
const shouldUpgradeCallback = () => process.env.NODE_ENV === 'development';
// a header that is there twice is read whole: the second Host, too, must be this portal's (RFC 9112 §3.2)
const server = createServer({ shouldUpgradeCallback, joinDuplicateHeaders: true }, (request, response) => {
  if (endsPileOf(request, response)) return;
  if (status.answer(request, response)) return;
  if (isProbe(request)) request.headers.host = new URL(origins[0] ?? '').host;
  const refusal = atTheFrontDoor(request, origins);
  if (!refusal) return answering(response, () => void handle(request, response));
  response.writeHead(refusal.status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${refusal.sentence}\n`);
});
function isProbe({ url = '', headers }: IncomingMessage): boolean {
  if (url === '/metrics') return headers.authorization !== undefined || NAMELESS.test(headers.host ?? '');
  return PROBES.includes(url);
}

const app = next({ dev: process.env.NODE_ENV === 'development', hostname, port, httpServer: server });
const handle = app.getRequestHandler();
await app.prepare();
// until it is read nobody's status is public, and who wants to see it would be asked to sign in
await Promise.race([startBoard(), sleep(STATUS_MS)]);
server.on('error', (error: NodeJS.ErrnoException) => {
  log().fatal(`The web server cannot listen on ${hostname}:${port} (${error.code}).`);
  process.exit(1);
});
server.listen(port, hostname, () => process.send?.('ready'));

process.on('SIGTERM', () => {
  status.end();
  server.close(() => process.exit(0));
  // also those that are idle a little later: a browser keeps its connection for seconds
  setInterval(() => server.closeIdleConnections(), 100).unref();
  setTimeout(() => process.exit(0), DRAIN_MS).unref();
});
// whoever started it is gone: let go of the port at once
process.on('disconnect', () => process.exit(0));
