import type { Resolve } from '../hosting/resolve.ts';
import type { Probed, ProbedEndpoint } from '../probes/endpoint.ts';
import { probe } from '../probes/probe.ts';
import { makeWorld } from '../probes/world.ts';

/** For tests: an endpoint that one attempt within 5 s decides on, unless said otherwise. */
export function endpointOf(changes: Partial<ProbedEndpoint>): ProbedEndpoint {
  return {
    ...{ id: 1, kind: 'HTTP', target: '', expectStatus: null, expectText: null, demo: false, shopPort: null },
    ...{ intervalSeconds: 60, timeoutMs: 5000, retries: 0, slowMs: null, certificateDays: 14 },
    ...changes,
  };
}

/** For tests: a resolver by which every name leads to these addresses. */
export function leadsTo(...addresses: string[]): Resolve {
  return async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

/** For tests: a prober that may probe this machine, unless said otherwise. */
export function proberOf(options: Parameters<typeof makeWorld>[0] = {}) {
  const world = makeWorld({ allowed: '127.0.0.0/8', ...options });
  return {
    world,
    probe: async (changes: Partial<ProbedEndpoint>): Promise<Probed> => {
      const probed = await probe(endpointOf(changes), world, new AbortController().signal);
      if (!probed) throw new Error('nothing is known');
      return probed;
    },
    close: world.close,
  };
}

/** For tests: an outcome with the code of its reason: 'DOWN refused', 'UP'. */
export function told({ outcome, reason }: Probed): string {
  return [outcome ?? 'nothing', reason?.code].filter(Boolean).join(' ');
}
