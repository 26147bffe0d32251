import type { Rulebook } from './rulebook.ts';

const DEV =
  'Code that just left the development team, by continuous deployment. Not for load tests or large data sets.';
const STAGE =
  'A snapshot of DEV or a stable version on its way to PROD: performance tests with a data subset and scaled-down traffic, because it is smaller than PROD, and demos.';
const PROD =
  'What end users touch. Only code already tested on STAGE for stability and performance, no direct change that STAGE (and DEV, where owned) has not verified. Every data load, import and integration is best rehearsed on STAGE.';

/** The rulebook shown where a contract names none (R1). DEV cannot be increased (R4). */
export const RULEBOOK_2023_10: Rulebook = {
  id: '2023-10',
  name: 'Rules of October 2023',
  validFrom: '2023-10-01',
  kinds: {
    DEV: { purpose: DEV, runtimeAutoscaling: 'NONE', ceilingChange: 'NEVER', mayReachProd: false },
    STAGE: { purpose: STAGE, runtimeAutoscaling: 'LIMITED', ceilingChange: 'ON_REQUEST', mayReachProd: false },
    PROD: { purpose: PROD, runtimeAutoscaling: 'FULL', ceilingChange: 'OPERATOR', mayReachProd: true },
  },
  leadTime: { value: 3, unit: 'BUSINESS_DAYS' },
  approvers: 1,
  returnGraceMinutes: 30,
};

/** As 2023-10, but DEV can be increased on request (R4). */
export const RULEBOOK_2024_02: Rulebook = {
  ...RULEBOOK_2023_10,
  id: '2024-02',
  name: 'Rules of February 2024',
  validFrom: '2024-02-01',
  kinds: {
    ...RULEBOOK_2023_10.kinds,
    DEV: { ...RULEBOOK_2023_10.kinds.DEV, ceilingChange: 'ON_REQUEST' },
  },
};

export const RULEBOOKS: readonly Rulebook[] = [RULEBOOK_2023_10, RULEBOOK_2024_02];
