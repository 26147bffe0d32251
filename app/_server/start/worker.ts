// The worker process: opens and closes windows, probes endpoints. It ends with the process that started it.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { onChange } from '../listen.ts';
import { log } from '../log.ts';
import { probeAll } from '../probes/probe-all.ts';
import { keepStatus } from '../status/keep-status.ts';
import { showPresence } from '../worker/presence.ts';
import { work } from '../worker/work.ts';

const DRAIN_MS = 10_000;

const workerId = randomUUID();
const draining = new AbortController();
const leaving = new AbortController();
const present = Promise.withResolvers<void>();
const onPresent = () => {
  present.resolve();
  if (process.connected) process.send?.('ready');
};
const presence = showPresence({ workerId, onPresent }, leaving.signal);

function drain(): void {
  draining.abort();
  // what is not finished by then is taken over by another worker
  setTimeout(() => process.exit(0), DRAIN_MS).unref();
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, drain);
process.on('disconnect', drain);

process.on('uncaughtException', (error) => {
  log().fatal({ err: error }, 'the worker ends on a fault of its own');
  process.exit(1);
});

// by then whoever had its slot is known to be dead, and what they had in hand is taken over at the first tick
await Promise.race([present.promise, once(draining.signal, 'abort')]);
const keeping = keepStatus({ signal: draining.signal });
await Promise.all([
  work({ workerId, signal: draining.signal, woken: (callback) => onChange(callback) }),
  probeAll({ signal: draining.signal }),
]);
await keeping;
leaving.abort();
await presence;
process.exit(0);
