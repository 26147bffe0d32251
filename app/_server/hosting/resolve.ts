import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';

export type Address = { address: string; family: number };
/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<Address[]>;

/** All addresses of a host as this machine resolves it; an address is its own. Rejects with the resolver's code. */
export async function allAddresses(host: string): Promise<Address[]> {
  const family = isIP(host);
  return family ? [{ address: host, family }] : lookup(host, { all: true });
}

/** The resolver of one connection: it answers what was judged, so no second lookup can lead elsewhere. */
export function pinned(addresses: Address[]): LookupFunction {
  return (_, { all }, callback) => {
    const [first] = addresses;
    if (!first) callback(new Error('the name has no address'), '');
    else if (all) callback(null, addresses);
    else callback(null, first.address, first.family);
  };
}

/** What work comes to, or a rejection as soon as the signal aborts. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort));
}
