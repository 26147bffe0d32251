import type { Capacity, NodeCapacity, TaskCapacity } from '#domain/capacity.ts';

/** Baseline and, where it lies above, ceiling of one service. */
type Size = [baseline: Capacity, ceiling?: Capacity];
export type Sizes = Record<string, Size>;

/** Tasks of a size in cpu units and MiB: at most max, normally desired, at least min. */
function tasks(cpu: number, memory: number, max: number, desired = 1, min = 1): TaskCapacity {
  return { cpu, memory, min, desired, max };
}
/** A ceiling: every count may go as high as max. */
function upTo(cpu: number, memory: number, max: number): TaskCapacity {
  return tasks(cpu, memory, max, max, max);
}
function nodes(instance: string, count = 1, diskGiB?: number): NodeCapacity {
  return { instance, count, ...(diskGiB !== undefined && { diskGiB }) };
}

const SMALL = tasks(512, 1024, 1);
export const DEV: Sizes = {
  yves: [SMALL],
  glue: [SMALL],
  backgw: [tasks(256, 512, 1)],
  backoffice: [tasks(256, 512, 1)],
  database: [nodes('db.t4g.medium', 1, 50)],
  key_value_store: [nodes('cache.t4g.small')],
  search: [nodes('t3.small.search')],
  broker: [nodes('mq.t3.micro')],
  scheduler: [nodes('t3.small')],
};

/** The golden case of domain.md §6. */
export const NORDLICHT_STAGE: Sizes = {
  yves: [tasks(1024, 2048, 2), upTo(1024, 2048, 4)],
  glue: [tasks(512, 1024, 2), upTo(512, 1024, 4)],
  backgw: [tasks(512, 1024, 1), upTo(512, 1024, 2)],
  backoffice: [SMALL],
  database: [nodes('db.t4g.medium', 1, 100), nodes('db.m6g.large', 1, 200)],
  key_value_store: [nodes('cache.t4g.small')],
  search: [nodes('t3.small.search'), nodes('t3.medium.search')],
  broker: [nodes('mq.t3.micro')],
  scheduler: [nodes('t3.small')],
};
export const NORDLICHT_PROD: Sizes = {
  yves: [tasks(1024, 2048, 8, 3, 2), upTo(1024, 2048, 12)],
  glue: [tasks(1024, 2048, 6, 2, 2), upTo(1024, 2048, 8)],
  backgw: [tasks(1024, 2048, 4, 1), upTo(1024, 2048, 6)],
  backoffice: [tasks(1024, 2048, 2), upTo(1024, 2048, 3)],
  database: [nodes('db.m6g.xlarge', 1, 500), nodes('db.m6g.xlarge', 1, 1000)],
  key_value_store: [nodes('cache.m6g.large'), nodes('cache.m6g.large', 2)],
  search: [nodes('m6g.large.search', 3), nodes('m6g.large.search', 5)],
  broker: [nodes('mq.m5.large')],
  scheduler: [nodes('t3.medium')],
};

export const KESTREL_STAGE: Sizes = {
  yves: [tasks(512, 1024, 2), upTo(1024, 2048, 4)],
  glue: [tasks(512, 1024, 2), upTo(512, 1024, 4)],
  backgw: [tasks(512, 1024, 1), upTo(512, 1024, 3)],
  backoffice: [SMALL, upTo(512, 1024, 2)],
  database: [nodes('db.t4g.medium', 1, 80), nodes('db.m6g.large', 1, 160)],
  key_value_store: [nodes('cache.t4g.small'), nodes('cache.t4g.medium')],
  search: [nodes('t3.medium.search'), nodes('m6g.large.search')],
  broker: [nodes('mq.t3.micro')],
  scheduler: [nodes('t3.small')],
};
export const KESTREL_PROD: Sizes = {
  yves: [tasks(1024, 2048, 6, 2, 2), upTo(1024, 2048, 10)],
  glue: [tasks(1024, 2048, 6, 2, 2), upTo(1024, 2048, 8)],
  backgw: [tasks(1024, 2048, 3), upTo(1024, 2048, 4)],
  backoffice: [tasks(1024, 2048, 2), upTo(1024, 2048, 3)],
  database: [nodes('db.m6g.xlarge', 1, 400), nodes('db.m6g.xlarge', 1, 800)],
  key_value_store: [nodes('cache.m6g.large', 2), nodes('cache.m6g.large', 3)],
  search: [nodes('m6g.large.search', 2), nodes('m6g.large.search', 3)],
  broker: [nodes('mq.m5.large')],
  scheduler: [nodes('t3.medium')],
};

export const ALPINA_STAGE: Sizes = {
  yves: [tasks(1024, 2048, 3), upTo(1024, 2048, 6)],
  glue: [tasks(1024, 2048, 2), upTo(1024, 2048, 4)],
  backgw: [tasks(512, 1024, 2), upTo(512, 1024, 4)],
  backoffice: [SMALL, upTo(512, 1024, 2)],
  database: [nodes('db.m6g.large', 1, 200), nodes('db.m6g.xlarge', 1, 400)],
  key_value_store: [nodes('cache.t4g.medium'), nodes('cache.m6g.large')],
  search: [nodes('t3.medium.search'), nodes('m6g.large.search')],
  broker: [nodes('mq.t3.micro'), nodes('mq.m5.large')],
  scheduler: [nodes('t3.small'), nodes('t3.medium')],
};
export const ALPINA_PROD: Sizes = {
  yves: [tasks(2048, 4096, 10, 4, 3), upTo(2048, 4096, 16)],
  glue: [tasks(2048, 4096, 8, 3, 2), upTo(2048, 4096, 12)],
  backgw: [tasks(1024, 2048, 6, 2, 1), upTo(1024, 2048, 8)],
  backoffice: [tasks(1024, 2048, 4)],
  // two nodes, so that a STAGE with one db.m6g.xlarge stays smaller (R6)
  database: [nodes('db.m6g.xlarge', 2, 800), nodes('db.m6g.xlarge', 3, 1600)],
  key_value_store: [nodes('cache.m6g.large', 3), nodes('cache.m6g.large', 4)],
  search: [nodes('m6g.large.search', 3), nodes('m6g.large.search', 6)],
  broker: [nodes('mq.m5.large', 3)],
  scheduler: [nodes('t3.medium', 2)],
};

export const JUNIPER_DEV: Sizes = {
  ...DEV,
  yves: [SMALL, upTo(1024, 2048, 2)],
  glue: [SMALL, upTo(512, 1024, 2)],
  database: [nodes('db.t4g.medium', 1, 50), nodes('db.m6g.large', 1, 100)],
  search: [nodes('t3.small.search'), nodes('t3.medium.search')],
};
/** Some ceilings reach the young PROD: there R6 is what holds STAGE below it. */
export const JUNIPER_STAGE: Sizes = {
  yves: [tasks(512, 1024, 2), upTo(1024, 2048, 4)],
  glue: [tasks(512, 1024, 2), upTo(512, 1024, 4)],
  backgw: [tasks(512, 1024, 1), upTo(512, 1024, 3)],
  backoffice: [SMALL],
  database: [nodes('db.t4g.medium', 1, 60), nodes('db.m6g.large', 1, 120)],
  key_value_store: [nodes('cache.t4g.small'), nodes('cache.t4g.medium')],
  search: [nodes('t3.small.search'), nodes('t3.medium.search')],
  broker: [nodes('mq.t3.micro')],
  scheduler: [nodes('t3.small')],
};
export const JUNIPER_PROD: Sizes = {
  yves: [tasks(1024, 2048, 4, 2, 1), upTo(1024, 2048, 8)],
  glue: [tasks(1024, 2048, 4, 2, 1), upTo(1024, 2048, 6)],
  backgw: [tasks(1024, 2048, 2), upTo(1024, 2048, 3)],
  backoffice: [tasks(512, 1024, 2)],
  database: [nodes('db.m6g.large', 1, 200), nodes('db.m6g.xlarge', 1, 400)],
  key_value_store: [nodes('cache.m6g.large', 2)],
  search: [nodes('m6g.large.search', 2), nodes('m6g.large.search', 3)],
  broker: [nodes('mq.m5.large')],
  scheduler: [nodes('t3.medium')],
};
