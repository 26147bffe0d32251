import type { Client } from 'pg';
import { CHANGES } from './changes.ts';
import { keepConnected } from './steady.ts';

/** A request that changed; null = the connection is new, anything may have changed. */
export type Changed = { contractId: string; reference: string } | null;
type Told = (changed: Changed) => void;

const PULSE_MS = 15_000;
/** Changes remembered, so that a page need not be made twice; the oldest are forgotten first. */
const MOST_KEPT = 10_000;

type Listener = { told: Set<Told>; last: Map<string, number>; since: number; started: boolean };

// on globalThis: the bundles of one process share the connection
const kept = globalThis as { headroomListener?: Listener };
kept.headroomListener ??= { told: new Set(), last: new Map(), since: Number.POSITIVE_INFINITY, started: false };
const listener = kept.headroomListener;

/** Calls back at every committed change of a request, by whichever process, until the answered function is called. One connection serves all of this process. */
export function onChange(callback: Told): () => void {
  listener.told.add(callback);
  if (!listener.started) {
    listener.started = true;
    keepConnected(
      { name: 'listener', begin, pulse: (client) => client.query('SELECT 1'), pulseMs: PULSE_MS, lost },
      NEVER,
    );
  }
  return () => listener.told.delete(callback);
}

/** The requests that changed since an instant (UTC ms); null = not known, it may be any. */
export function changedSince(since: number): string[] | null {
  if (since < listener.since) return null;
  return [...listener.last].flatMap(([reference, at]) => (at >= since ? [reference] : []));
}

const NEVER = new AbortController().signal;

async function begin(client: Client): Promise<void> {
  client.on('notification', ({ payload = '' }) => {
    const [contractId = '', reference = ''] = payload.split(' ');
    heard(reference);
    tell({ contractId, reference });
  });
  await client.query(`LISTEN ${CHANGES}`);
  listener.since = Date.now();
  listener.last.clear();
  tell(null);
}

function lost(): void {
  listener.since = Number.POSITIVE_INFINITY;
}

function heard(reference: string): void {
  listener.last.delete(reference);
  listener.last.set(reference, Date.now());
  const [oldest] = listener.last.keys();
  if (listener.last.size <= MOST_KEPT || oldest === undefined) return;
  // of what is forgotten nothing is known
  listener.since = Math.max(listener.since, (listener.last.get(oldest) ?? 0) + 1);
  listener.last.delete(oldest);
}

function tell(changed: Changed): void {
  for (const callback of [...listener.told]) callback(changed);
}
