import { isIP } from 'node:net';
import type { Address, Resolve } from '../hosting/resolve.ts';
import { HostTurns } from './hosts.ts';

/** A name that nobody answers holds one of the process' threads for ten seconds and more. One environment has so many of them at once, and so many for names under one domain, whose servers fail together. */
const MOST_OF_ENVIRONMENT = 3;
const MOST_OF_DOMAIN = 2;
const MOST_WAITING = 500;

/** Looks names up in turns, so that a domain whose servers do not answer keeps no other environment's probes waiting, nor those of other domains. */
export class Lookups {
  readonly #resolve: Resolve;
  readonly #environments = new HostTurns(MOST_OF_ENVIRONMENT, MOST_WAITING);
  readonly #domains = new HostTurns(MOST_OF_DOMAIN, MOST_WAITING);
  readonly #asked = new Map<string, Promise<Address[]>>();

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /** The resolver for probes of one environment; who asks while the same is asked for waits for that answer. */
  of(environmentId: string): Resolve {
    return (host) => {
      if (isIP(host)) return this.#resolve(host);
      const key = `${environmentId} ${host}`;
      const asking = this.#asked.get(key) ?? this.#inTurn(environmentId, host).finally(() => this.#asked.delete(key));
      this.#asked.set(key, asking);
      return asking;
    };
  }

  async #inTurn(environmentId: string, host: string): Promise<Address[]> {
    const found = await this.#domains.take(`${environmentId} ${domainOf(host)}`, async () =>
      this.#environments.take(environmentId, () => this.#resolve(host)),
    );
    // it was not looked up: the same as a resolver that has no time
    if (!found) throw Object.assign(new Error('too many names wait to be looked up'), { code: 'EAI_AGAIN' });
    return found;
  }
}

function domainOf(host: string): string {
  return host.replace(/\.$/, '').split('.').slice(-2).join('.');
}
