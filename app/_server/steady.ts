import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { ownConnection } from './own-connection.ts';

/** What a connection of its own is kept for. */
export type Duty = {
  name: string;
  /** on every new connection, before it counts */
  begin(client: Client): Promise<void>;
  /** every `pulseMs`; one that fails or takes too long ends the connection */
  pulse(client: Client): Promise<unknown>;
  pulseMs: number;
  /** the last words on a connection that is well */
  end?(client: Client): Promise<unknown>;
  /** the connection was lost or could not be made */
  lost?(error: Error): void;
  /** whether the process lives on for it alone */
  holdsProcess?: boolean;
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;
const PATIENCE_MS = 3000;

/** Keeps one connection to the database until the signal aborts: made anew whenever it is lost, for as long as that takes. */
export async function keepConnected(duty: Duty, signal: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const error = await attend(duty, signal, () => {
      pause = FIRST_PAUSE_MS;
    });
    if (!error) return;
    duty.lost?.(error);
    await rest(pause, duty, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

/** One connection's life; null when it ended because it should. */
async function attend(duty: Duty, signal: AbortSignal, began: () => void): Promise<Error | null> {
  const client = new Client({
    ...ownConnection(),
    application_name: `headroom ${duty.name}`,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    keepAlive: true,
  });
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => {});
  client.on('error', gone.reject).on('end', () => gone.reject(new Error('Connection terminated')));
  try {
    await client.connect();
    // pg's types leave it out
    if (!duty.holdsProcess) (client as Client & { unref(): void }).unref();
    await duty.begin(client);
    began();
    while (!signal.aborted) {
      await Promise.race([rest(duty.pulseMs, duty, signal), gone.promise]);
      if (!signal.aborted) await duty.pulse(client);
    }
    await duty.end?.(client);
    return null;
  } catch (error) {
    return error as Error;
  } finally {
    // not awaited: the other side may never answer
    client.end().catch(() => {});
  }
}

async function rest(ms: number, { holdsProcess = false }: Duty, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: holdsProcess }).catch(() => {});
}
