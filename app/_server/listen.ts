import type { Client } from 'pg';
import { CHANGES, STATUS_CHANGES } from './changes.ts';
import { keepConnected } from './steady.ts';

/** A request that changed; null = the connection is new, anything may have changed. */
export type Changed = { contractId: string; reference: string } | null;
type Told = (changed: Changed) => void;
/** A level that changed, or (environmentId null) something else that status tells of a contract; null = the connection is new, anything may have changed. */
export type StatusChanged = { contractId: string; environmentId: string | null } | null;
type StatusTold = (changed: StatusChanged) => void;

const PULSE_MS = 15_000;
/** Changes remembered, so that a page need not be made twice; the oldest are forgotten first. */
const MOST_KEPT = 10_000;

type Listener = {
  told: Set<Told>;
  statusTold: Set<StatusTold>;
  last: Map<string, number>;
  since: number;
  started: boolean;
};

// on globalThis: the bundles of one process share the connection
const kept = globalThis as { headroomListener?: Listener };
kept.headroomListener ??= {
  told: new Set(),
  statusTold: new Set(),
  last: new Map(),
  since: Number.POSITIVE_INFINITY,
  started: false,
};
const listener = kept.headroomListener;

/** Calls back at every committed change of a request, by whichever process, until the answered function is called. One connection serves all of this process. */
export function onChange(callback: Told): () => void {
  listener.told.add(callback);
  start();
  return () => listener.told.delete(callback);
}

/** Calls back at every committed change of status, by whichever process, until the answered function is called; on the same connection. */
export function onStatusChange(callback: StatusTold): () => void {
  listener.statusTold.add(callback);
  start();
  return () => listener.statusTold.delete(callback);
}

/** Whether every change is heard now; while the connection is lost none is, and the new one is told as null. */
export function isListening(): boolean {
  return listener.since !== Number.POSITIVE_INFINITY;
}

/** The requests that changed since an instant (UTC ms); null = not known, it may be any. */
export function changedSince(since: number): string[] | null {
  if (since < listener.since) return null;
  return [...listener.last].flatMap(([reference, at]) => (at >= since ? [reference] : []));
}

const NEVER = new AbortController().signal;

function start(): void {
  if (listener.started) return;
  listener.started = true;
  const pulse = (client: Client) => client.query('SELECT 1');
  keepConnected({ name: 'listener', begin, pulse, pulseMs: PULSE_MS, lost }, NEVER);
}

async function begin(client: Client): Promise<void> {
  client.on('notification', ({ channel, payload = '' }) => {
    const [contractId = '', what = ''] = payload.split(' ');
    if (channel === STATUS_CHANGES) return tellStatus({ contractId, environmentId: what === '*' ? null : what });
    heard(what);
    tell({ contractId, reference: what });
  });
  await client.query(`LISTEN ${CHANGES}; LISTEN ${STATUS_CHANGES}`);
  listener.since = Date.now();
  listener.last.clear();
  tell(null);
  tellStatus(null);
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

function tellStatus(changed: StatusChanged): void {
  for (const callback of [...listener.statusTold]) callback(changed);
}
