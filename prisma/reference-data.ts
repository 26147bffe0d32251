import type { Client } from 'pg';
import type { InstanceClass, TaskSize } from '#domain/capacity.ts';
import { RULEBOOKS } from '#domain/rulebooks.ts';

/** Loads rulebooks, instance classes and task sizes; again is harmless. A rulebook once loaded is never changed (domain.md §2). */
export async function loadReferenceData(client: Client): Promise<void> {
  await client.query(
    `INSERT INTO "Rulebook" (id, name, "validFrom", rules)
     SELECT b->>'id', b->>'name', (b->>'validFrom')::date, b FROM jsonb_array_elements($1::jsonb) b
     ON CONFLICT (id) DO NOTHING`,
    [JSON.stringify(RULEBOOKS)],
  );
  await client.query(
    `INSERT INTO "InstanceClass" (name, service, rank, vcpu, "sustainedShare", "memoryGiB")
     SELECT name, service, rank, vcpu, "sustainedShare", "memoryGiB"
     FROM jsonb_to_recordset($1::jsonb) AS c(name text, service text, rank int, vcpu float8, "sustainedShare" float8, "memoryGiB" float8)
     ON CONFLICT (name) DO UPDATE SET vcpu = EXCLUDED.vcpu, "sustainedShare" = EXCLUDED."sustainedShare", "memoryGiB" = EXCLUDED."memoryGiB"`,
    [JSON.stringify(INSTANCE_CLASSES)],
  );
  await client.query(
    `INSERT INTO "TaskSize" (cpu, memory)
     SELECT cpu, memory FROM jsonb_to_recordset($1::jsonb) AS s(cpu int, memory int) ON CONFLICT DO NOTHING`,
    [JSON.stringify(TASK_SIZES)],
  );
}

/** Small to large within a service: [name, vCPU, memory in GiB, sustained share of the vCPU where less than all]. */
const CLASSES: Record<string, readonly (readonly [string, number, number, number?])[]> = {
  database: [
    ['db.t4g.medium', 2, 4, 0.2],
    ['db.m6g.large', 2, 8],
    ['db.m6g.xlarge', 4, 16],
  ],
  key_value_store: [
    ['cache.t4g.small', 2, 1.37],
    ['cache.t4g.medium', 2, 3.09],
    ['cache.m6g.large', 2, 6.38],
  ],
  search: [
    ['t3.small.search', 2, 2],
    ['t3.medium.search', 2, 4],
    ['m6g.large.search', 2, 8],
  ],
  broker: [
    ['mq.t3.micro', 2, 1],
    ['mq.m5.large', 2, 8],
  ],
  scheduler: [
    ['t3.small', 2, 2],
    ['t3.medium', 2, 4],
  ],
};

/** The node sizes of domain.md §3 and §6. */
export const INSTANCE_CLASSES: readonly InstanceClass[] = Object.entries(CLASSES).flatMap(([service, classes]) =>
  classes.map(([name, vcpu, memoryGiB, sustainedShare], rank) => ({
    name,
    service,
    rank,
    vcpu,
    memoryGiB,
    ...(sustainedShare !== undefined && { sustainedShare }),
  })),
);

/** cpu units: memory in MiB from, to, in steps of. */
const MEMORY_STEPS: Record<number, readonly [number, number, number]> = {
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16384: [32_768, 122_880, 8192],
};

/** The pairs of cpu and memory that a task may have (R17): Fargate's. */
export const TASK_SIZES: readonly TaskSize[] = [
  ...[512, 1024, 2048].map((memory) => ({ cpu: 256, memory })),
  ...Object.entries(MEMORY_STEPS).flatMap(([cpu, [from, to, step]]) =>
    Array.from({ length: (to - from) / step + 1 }, (_, index) => ({ cpu: Number(cpu), memory: from + index * step })),
  ),
];
