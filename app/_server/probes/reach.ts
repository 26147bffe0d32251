import type { BlockList } from 'node:net';
import { probeReason } from '#domain/probe.ts';
import { mayCall } from '../hosting/addresses.ts';
import { type Address, type Resolve, untilAborted } from '../hosting/resolve.ts';
import type { ProbedEndpoint } from './endpoint.ts';
import { ProbeFault } from './faults.ts';

/** Whether an address and port may be probed. */
export type MayReach = (address: string, port: number) => boolean;

/** What an endpoint may lead to: public addresses and those the operator allows; the demo's only to its own shop. */
export function mayReachOf({ demo, shopPort }: ProbedEndpoint, allowed: BlockList): MayReach {
  if (demo) return (address, port) => address === '127.0.0.1' && port === shopPort;
  return (address) => mayCall(address, allowed);
}

/** All addresses of a host, each of which may be probed; a ProbeFault otherwise. */
export async function reach(
  { host, port }: { host: string; port: number },
  { mayReach, resolve, signal }: { mayReach: MayReach; resolve: Resolve; signal: AbortSignal },
): Promise<Address[]> {
  const addresses = await untilAborted(resolve(host), signal);
  if (addresses.length === 0) throw new ProbeFault(probeReason('unresolved', {}));
  if (addresses.every(({ address }) => mayReach(address, port))) return addresses;
  throw new ProbeFault(probeReason('forbidden', {}));
}

/** Asks once for all who ask for the same host at the same time: names that nobody answers hold no more threads than there are of them. */
export function askedOnce(resolve: Resolve): Resolve {
  const asked = new Map<string, Promise<Address[]>>();
  return (host) => {
    const asking = asked.get(host) ?? resolve(host).finally(() => asked.delete(host));
    asked.set(host, asking);
    return asking;
  };
}
