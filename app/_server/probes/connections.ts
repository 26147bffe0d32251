import { Agent, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import { certificateEndOf, type Opening, openConnection } from './connect.ts';

/** Longer than most intervals that are worth keeping a connection for, shorter than most servers do. */
const IDLE_MS = 40_000;
/** A new certificate or another server behind the same address is noticed after this. */
const AGE_MS = 300_000;
const MOST = 500;
const MOST_OF_ONE = 8;

/** A request's options with what its connection must be. */
export type Asking = ClientRequestArgs & { opening: Opening };

/** Connections of probes by http and https; with `keep` they stay open for the next probe that was led to the same addresses. */
export class Connections extends Agent {
  readonly #opened = new WeakMap<object, number>();

  constructor(keep: boolean) {
    super({ keepAlive: keep, maxFreeSockets: MOST_OF_ONE, timeout: IDLE_MS, scheduling: 'lifo' });
  }

  override createConnection(
    options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    openConnection((options as Asking).opening).then(
      (socket) => {
        this.#opened.set(socket, performance.now());
        callback?.(null, socket);
      },
      // Node takes no stream with an error
      (error) => callback?.(error, undefined as never),
    );
  }

  /** A kept connection is for those who were led to the same addresses: each of them has been judged for this probe. */
  override getName(options?: ClientRequestArgs): string {
    const { host, port, addresses, tls } = (options as Asking).opening;
    const judged = addresses.map(({ address }) => address).sort();
    return [tls ? 'tls' : 'tcp', host, port, ...judged].join(' ');
  }

  override keepSocketAlive(socket: Duplex): boolean {
    const young = performance.now() - (this.#opened.get(socket) ?? 0) < AGE_MS;
    const held = (this as unknown as { totalSocketCount: number }).totalSocketCount;
    const good = (certificateEndOf(socket) ?? Number.POSITIVE_INFINITY) > Date.now();
    return young && good && held <= MOST && (super.keepSocketAlive(socket) as unknown as boolean);
  }
}
