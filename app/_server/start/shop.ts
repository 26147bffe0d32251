// The demo shops' process: real servers on loopback for the demo's probes to look at. It ends with the process that started it.
import { log } from '../log.ts';
import { keepShops } from '../shop/keep.ts';

const leaving = new AbortController();
const leave = () => leaving.abort();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, leave);
process.on('disconnect', leave);

process.on('uncaughtException', (error) => {
  log().fatal({ err: error }, 'the demo shops end on a fault of their own');
  process.exit(1);
});

const ready = () => {
  if (process.connected) process.send?.('ready');
};
await keepShops(ready, leaving.signal);
process.exit(0);
