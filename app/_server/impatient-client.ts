import { Client, type ClientConfig } from 'pg';

/** How long a connection may take to be made, its greeting included. */
const CONNECT_MS = 5000;
/** How long a statement may take, waiting for locks included: nothing that a page or a step of the worker asks for takes a second. */
export const STATEMENT_MS = 10_000;

type Query = (...given: unknown[]) => unknown;
type Wire = { connection: { stream: { destroy(): void } } };

/**
 * A connection that waits no longer than that for a database that has stopped answering, and then breaks: everybody who waits is
 * told that it was terminated, and its pool throws it away. The driver's own `query_timeout` only stops waiting, and the answer
 * that comes late would be in the way of the next statement.
 */
export class ImpatientClient extends Client {
  constructor(config?: ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_MS });
    // who waits for an answer is told by it; a connection that ends while nobody listens, between two statements, must not end the process
    this.on('error', () => {});
    const query = this.query.bind(this) as Query;
    this.query = ((...given) => this.#hurried(query, given)) as Query as Client['query'];
  }

  #hurried(query: Query, given: unknown[]): unknown {
    const waiting = setTimeout(() => this.#giveUp(() => over), STATEMENT_MS);
    let over = false;
    const done = () => {
      over = true;
      clearTimeout(waiting);
    };
    const callback = given.at(-1);
    if (typeof callback === 'function') {
      const told = (...answer: unknown[]) => {
        done();
        callback(...answer);
      };
      return query(...given.slice(0, -1), told);
    }
    const answer = query(...given) as Promise<unknown>;
    answer.then(done, done);
    return answer;
  }

  /** A process that was asleep itself first reads what has come meanwhile. */
  #giveUp(isOver: () => boolean): void {
    setImmediate(() => isOver() || (this as unknown as Wire).connection.stream.destroy());
  }
}
