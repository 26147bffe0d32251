import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request with exactly these headers: no browser and no fetch decides about Host, Origin or cookies. */
export type Raw = { method?: string; path: string; headers?: Record<string, string>; body?: string | Buffer };
export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

/** Sends a request to a port of loopback; redirects are not followed. Host is localhost:PORT unless given. */
export async function send(port: number, { method = 'GET', path, headers = {}, body }: Raw): Promise<Answer> {
  const all = {
    host: `localhost:${port}`,
    ...headers,
    ...(body && !('transfer-encoding' in headers) && { 'content-length': String(Buffer.byteLength(body)) }),
  };
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = request({ host: '127.0.0.1', port, method, path, headers: all, agent: false }, async (incoming) => {
    resolve({
      status: incoming.statusCode ?? 0,
      headers: incoming.headers,
      body: await text(incoming).catch(() => ''),
    });
  });
  outgoing.once('error', reject);
  outgoing.end(body);
  return promise;
}

/** Writes bytes to a port of loopback and answers what comes back until the other side closes. */
export async function sendBytes(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}
