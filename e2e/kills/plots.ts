import type { Ask } from './ask.ts';

/** A service on which one window after the other is asked for. */
export type Plot = { environment: string; service: string; wanted: Record<string, unknown>; customer: string };

const KINDS = [
  { slug: 'nlw-stage', customer: 'customer@nordlicht.example', services: ['yves', 'glue', 'database', 'search'] },
  { slug: 'kes-stage', customer: 'customer@kestrel.example', services: ['yves', 'glue', 'backgw'] },
];
const BIGGER = { database: { instance: 'db.m6g.large' }, search: { instance: 't3.medium.search' } };

/** Copies of demo environments of two contracts, `copies` of each, that nobody has asked anything of; without a limit of upscale-days. */
export async function makePlots(ask: Ask, copies: number): Promise<Plot[]> {
  await ask('UPDATE "Contract" SET "upscaleDaysPerYear" = NULL');
  const plots: Plot[] = [];
  for (const { slug, customer, services } of KINDS) {
    await copy(ask, slug, copies);
    for (let n = 1; n <= copies; n++)
      for (const service of services) {
        const wanted = BIGGER[service as keyof typeof BIGGER] ?? { max: service === 'backgw' ? 2 : 3 };
        plots.push({ environment: `${slug}-${n}`, service, wanted, customer });
      }
  }
  return plots;
}

async function copy(ask: Ask, slug: string, copies: number): Promise<void> {
  await ask(
    `INSERT INTO "Environment" SELECT (jsonb_populate_record(e, jsonb_build_object(
       'id', gen_random_uuid(), 'slug', e.slug || '-' || n, 'name', e.name || ' ' || n))).*
     FROM "Environment" e, generate_series(1, $2::int) n WHERE e.slug = $1`,
    [slug, copies],
  );
  await ask(
    `INSERT INTO "Service" SELECT (jsonb_populate_record(s, jsonb_build_object(
       'id', gen_random_uuid(), 'environmentId', c.id, 'current', s.baseline, 'driftSince', NULL))).*
     FROM "Service" s JOIN "Environment" e ON e.id = s."environmentId" JOIN "Environment" c ON c.slug ~ ('^' || e.slug || '-\\d+$')
     WHERE e.slug = $1`,
    [slug],
  );
}
