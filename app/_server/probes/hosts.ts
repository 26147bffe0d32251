import { hostAndPort, httpUrl } from '#domain/probe-target.ts';
import { hostOf } from '../hosting/addresses.ts';
import type { ProbedEndpoint } from './endpoint.ts';

/** The host that an endpoint's probe waits for first; a target that is none is its own. */
export function hostOfEndpoint({ kind, target }: Pick<ProbedEndpoint, 'kind' | 'target'>): string {
  const url = kind === 'HTTP' ? httpUrl(target) : null;
  return (url ? hostOf(url) : hostAndPort(target)?.host) ?? target;
}

/** Turns of hosts, or of whatever shares a name: at most `most` of one at a time, and so many more wait; who finds neither has none. */
export class HostTurns {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #hosts = new Map<string, { running: number; waiting: (() => void)[] }>();

  constructor(most: number, mostWaiting = most) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** Runs work when it is its host's turn; undefined = too many wait. */
  take<T>(host: string, work: () => Promise<T>): Promise<T> | undefined {
    const line = this.#hosts.get(host) ?? { running: 0, waiting: [] };
    this.#hosts.set(host, line);
    if (line.running < this.#most) {
      line.running++;
      return work().finally(() => this.#next(host));
    }
    if (line.waiting.length >= this.#mostWaiting) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    line.waiting.push(resolve);
    return promise.then(work).finally(() => this.#next(host));
  }

  /** A turn that is over goes to whoever waits longest. */
  #next(host: string): void {
    const line = this.#hosts.get(host);
    const next = line?.waiting.shift();
    if (next) next();
    else if (line && --line.running === 0) this.#hosts.delete(host);
  }
}
