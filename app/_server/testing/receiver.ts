import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createEncrypted } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';

/** For tests: a call as it arrived. */
export type Arrived = { method: string; url: string; headers: IncomingHttpHeaders; text: string };
/** Answers a call that has arrived whole. */
export type Answering = (response: ServerResponse, arrived: Arrived) => void;

export type Receiver = {
  port: number;
  arrived: Arrived[];
  answer: (next: Answering) => void;
  /** how many were opened so far */
  connections: () => number;
  close: () => Promise<void>;
};

/** For tests: a real server on loopback that keeps what arrives and answers as the test says; with a certificate, by TLS. */
export async function startReceiver(
  certificate?: { cert: string; key: string },
  address = '127.0.0.1',
): Promise<Receiver> {
  const arrived: Arrived[] = [];
  let answering: Answering = (response) => response.end();
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const call = { method, url, headers, text: Buffer.concat(chunks).toString() };
    arrived.push(call);
    answering(response, call);
  };
  const server: Server = certificate ? createEncrypted(certificate, listener) : createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    arrived,
    answer: (next) => {
      answering = next;
    },
    connections: () => sockets.size,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** For tests: an answer with a status and a text or JSON. */
export function says(status: number, body: unknown = '', headers: Record<string, string> = {}): Answering {
  return (response) => {
    response.writeHead(status, headers);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** For tests: a body that never ends. */
export const endless: Answering = (response) => {
  response.writeHead(200);
  const more = () => {
    while (response.writable && response.write('x'.repeat(65_536)));
  };
  response.on('drain', more);
  more();
};
