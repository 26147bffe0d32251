// Changes levels by the product's own writer: one when it is told 'once', one each second from 'go' until 'stop'. Environment
// variables: those of the application, CONTRACT (a reference). After each change is committed it sends a Change.
import { setTimeout as sleep } from 'node:timers/promises';
import { probeReason } from '#domain/probe.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { db, transaction } from '#server/db.ts';
import { settle } from '#server/status/settle.ts';

/** isSick = it has just become worse, else it is well again; at = when that was committed (UTC ms). */
export type Change = { slug: string; isSick: boolean; at: number };

const EVERY_MS = 1000;
const LASTS_MS = 86_400_000;

const environments = await db().environment.findMany({
  where: { contract: { reference: process.env.CONTRACT ?? '' } },
  select: { id: true, slug: true, endpoints: { select: { id: true }, orderBy: { id: 'asc' }, take: 1 } },
});
let sick: (typeof environments)[number] | undefined;
let going: AbortController | undefined;

process.on('disconnect', () => process.exit(0));
process.on('message', async (word) => {
  if (word === 'once') await change();
  if (word === 'go') await go(new AbortController());
  if (word === 'stop') going?.abort();
});
process.send?.('ready');

async function go(own: AbortController): Promise<void> {
  going = own;
  // one that took long is not made up for: each has its second in which it is to be seen
  while (!own.signal.aborted) {
    await change();
    await sleep(EVERY_MS, undefined, { signal: own.signal }).catch(() => {});
  }
  process.send?.('stopped');
}

/** One of them becomes worse, or the one that did is well again. */
async function change(): Promise<void> {
  const now = sick ?? environments[Math.floor(Math.random() * environments.length)];
  if (!now) throw new Error('there is no environment to change');
  const isSick = now !== sick;
  sick = isSick ? now : undefined;
  const at = new Date();
  const reading = {
    outcome: isSick ? ('DOWN' as const) : ('UP' as const),
    reason: isSick ? probeReason('refused', {}) : Prisma.DbNull,
    ...{ since: at, at, staleAt: new Date(at.getTime() + LASTS_MS) },
  };
  const endpointId = now.endpoints[0]?.id ?? 0;
  await transaction((tx) =>
    settle(tx, now.id, at.getTime(), async (inside) => {
      await inside.probeState.update({ where: { endpointId }, data: reading });
    }),
  );
  process.send?.({ slug: now.slug, isSick, at: Date.now() } satisfies Change);
}
