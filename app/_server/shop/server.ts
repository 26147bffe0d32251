import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ShopState } from '#domain/shop.ts';
import { failurePage, type ShopPage, serviceAt, shopPage } from './pages.ts';

/** The shop of one environment. */
export type ShopServer = {
  /** Makes it so: listens where it should and does not, on `port` when that is free, else on another one; stops when it is DOWN. Answers the port, null = another shop of this environment serves it. */
  settle(state: ShopState, port: number | null): Promise<number | null>;
  close(): Promise<void>;
};

const HOST = '127.0.0.1';
/** More than the endpoints of the demo count as slow, less than they wait. */
const SLOW_MS = 2000;
/** Below the ports that systems hand out by themselves. */
const PORTS = { from: 20_000, to: 30_000 };
const PATIENCE_MS = 1000;
/** Names the environment, so that two shops of one installation on one machine know each other. */
const OWNER = 'x-demo-shop';
const OWNER_PATH = '/whose-shop';

/** A shop that serves nothing yet. */
export function shopServer({ id, slug }: { id: string; slug: string }): ShopServer {
  let state: ShopState = { mode: 'OPEN', service: null };
  let server: Server | null = null;
  const make = () => createServer((request, response) => answer({ id, slug }, state, request, response));

  async function settle(wanted: ShopState, port: number | null): Promise<number | null> {
    state = wanted;
    if (server && portOf(server) !== port) await close();
    if (isClosed(wanted)) {
      // without a port nothing could be found missing there
      const own = port ?? (await freePort());
      await close();
      return own;
    }
    if (server) return port;
    if (port !== null && (await ownerOf(port)) === id) return null;
    server = await open(make, port);
    return portOf(server);
  }
  async function close(): Promise<void> {
    const gone = server && once(server, 'close');
    server?.close();
    server?.closeAllConnections();
    server = null;
    await gone;
  }
  return { settle, close };
}

/** Down as a whole: nobody listens. */
function isClosed({ mode, service }: ShopState): boolean {
  return mode === 'DOWN' && service === null;
}

function answer(
  shop: { id: string; slug: string },
  state: ShopState,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path === OWNER_PATH) return send(response, shop.id, { status: 200, type: 'text/plain', body: shop.id });
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return send(response, shop.id, { status: 405, type: 'text/plain', body: 'Only to look at.\n' });
  const mode = state.service === null || state.service === serviceAt(path) ? state.mode : 'OPEN';
  if (mode === 'DOWN') return request.socket.resetAndDestroy();
  if (mode === 'FAILING') return send(response, shop.id, failurePage(shop.slug));
  const page = shopPage(shop.slug, path);
  if (mode === 'OPEN') return send(response, shop.id, page);
  const late = setTimeout(() => send(response, shop.id, page), SLOW_MS);
  response.once('close', () => clearTimeout(late));
}

function send(response: ServerResponse, id: string, { status, type, body }: ShopPage): void {
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' };
  response.writeHead(status, { ...headers, [OWNER]: id, 'x-content-type-options': 'nosniff' }).end(body);
}

/** Listens on a port, or where it is taken on one that is free. */
async function open(make: () => Server, port: number | null): Promise<Server> {
  for (let wanted = port ?? anyPort(); ; wanted = anyPort()) {
    const server = make();
    try {
      await once(server.listen(wanted, HOST), 'listening');
      return server;
    } catch (error) {
      if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    }
  }
}

async function freePort(): Promise<number> {
  const server = await open(createServer, null);
  const port = portOf(server);
  await once(server.close(), 'close');
  return port;
}

function anyPort(): number {
  return randomInt(PORTS.from, PORTS.to);
}

function portOf(server: Server): number {
  return (server.address() as { port: number }).port;
}

/** The environment whose shop serves a port; null = none that says so. */
async function ownerOf(port: number): Promise<string | null> {
  try {
    const response = await fetch(`http://${HOST}:${port}${OWNER_PATH}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    return response.headers.get(OWNER);
  } catch {
    return null;
  }
}
