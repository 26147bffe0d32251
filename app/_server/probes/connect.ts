import { isIP, connect as plain, type Socket } from 'node:net';
import { type SecureContext, connect as secure, type TLSSocket } from 'node:tls';
import { type Address, pinned } from '../hosting/resolve.ts';
import { certificateFault } from './faults.ts';

/** A connection to be opened: to these judged addresses and no other; with `tls`, trusted before a byte is sent. */
export type Opening = {
  host: string;
  port: number;
  addresses: Address[];
  tls: { context: SecureContext; protocols: string[] } | null;
  /** aborts what is not open yet */
  signal: AbortSignal;
};

const ends = new WeakMap<object, number>();

/** When the certificate of a connection ends (UTC ms); null = it has none. */
export function certificateEndOf(socket: object): number | null {
  return ends.get(socket) ?? null;
}

/** Opens a connection, by TLS with a certificate that is good for the host; rejects with a code or a ProbeFault. */
export function openConnection({ host, port, addresses, tls, signal }: Opening): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const to = { host, port, lookup: pinned(addresses) };
  const socket = tls
    ? // an untrusted one is refused below, where its end can be read
      secure({
        ...to,
        ...named(host),
        secureContext: tls.context,
        ALPNProtocols: tls.protocols,
        rejectUnauthorized: false,
      })
    : plain(to);
  const abort = () => socket.destroy(signal.reason);
  const failed = (error: unknown) => {
    signal.removeEventListener('abort', abort);
    socket.destroy();
    reject(error);
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  socket.on('error', failed);
  socket.once(tls ? 'secureConnect' : 'connect', () => {
    const fault = tls && untrusted(socket as TLSSocket);
    if (fault) return failed(fault);
    signal.removeEventListener('abort', abort);
    socket.off('error', failed);
    socket.setNoDelay(true);
    resolve(socket);
  });
  return promise;
}

function named(host: string): { servername?: string } {
  return isIP(host) ? {} : { servername: host };
}

function untrusted(socket: TLSSocket) {
  const endsAt = socket.getPeerX509Certificate()?.validToDate.getTime() ?? null;
  if (endsAt !== null) ends.set(socket, endsAt);
  return socket.authorized ? null : certificateFault(endsAt, String(socket.authorizationError), Date.now());
}
