import type { ProviderName } from '#domain/hosting.ts';
import { db, transaction } from '../db.ts';
import { defaultProvider } from '../hosting/default-provider.ts';
import { storeObservation } from '../hosting/observed.ts';
import { log } from '../log.ts';
import type { Site } from './situation.ts';
import { observe, type Stepper } from './step.ts';

/** How often an environment is looked at that nothing happens to: where drift is found. */
const EVERY_MS = 120_000;
const JITTER_MS = 20_000;

type Row = { id: string; slug: string; provider: ProviderName | null; services: Site['services'] };

/** Looks at one environment for drift, if none did since; the row says when it is looked at next. */
export async function sweep(id: string, { now, providers }: Stepper): Promise<boolean> {
  const at = now();
  const next = new Date(at + EVERY_MS + Math.random() * JITTER_MS);
  const [site] = await db().$queryRaw<Row[]>`
    UPDATE "Environment" e SET "observeAt" = ${next}
    WHERE id = ${id}::uuid AND "observeAt" <= ${new Date(at)}
    RETURNING e.id, e.slug, e.provider, (
      SELECT json_agg(json_build_object('id', s.id, 'name', s.name, 'shape', s.shape)) FROM "Service" s
      WHERE s."environmentId" = e.id) AS services`;
  if (!site?.services) return false;
  const seen = await observe({ site, provider: providers[site.provider ?? defaultProvider()] });
  if (seen.kind === 'seen') await transaction((tx) => storeObservation(tx, id, seen.observation));
  else log().warn({ environment: site.slug, error: seen.error }, 'the environment could not be observed');
  return true;
}
