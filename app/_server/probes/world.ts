import type { BlockList } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { environment } from '../env.ts';
import { rangesOf } from '../hosting/addresses.ts';
import { allAddresses, type Resolve } from '../hosting/resolve.ts';
import { Connections } from './connections.ts';
import { askedOnce } from './reach.ts';

/** What all probes of a process share. */
export type ProbeWorld = {
  /** private ranges that may be probed */
  allowed: BlockList;
  resolve: Resolve;
  /** whose certificates are trusted */
  trust: SecureContext;
  kept: Connections;
  fresh: Connections;
};

/** A world of its own; `close` ends its kept connections. ca: PEM, instead of the authorities this machine trusts (NODE_EXTRA_CA_CERTS adds to those). */
export function makeWorld({
  allowed = environment().HEADROOM_PROBE_ALLOW ?? '',
  resolve = allAddresses,
  ca,
}: {
  allowed?: string;
  resolve?: Resolve;
  ca?: string[];
} = {}): ProbeWorld & { close(): void } {
  const kept = new Connections(true);
  return {
    allowed: rangesOf(allowed),
    resolve: askedOnce(resolve),
    // made once: each would hold all authorities, and a resumed session would show no certificate
    trust: createSecureContext(ca && { ca }),
    kept,
    fresh: new Connections(false),
    close: () => kept.destroy(),
  };
}
