/** Standing: what a person is to one contract (domain.md §1). Rights come from stored facts only. */
export const STANDINGS = ['customer', 'partner', 'manager', 'operator'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Everything a standing may be asked for; who may is the table below and nothing else. */
const PERMISSIONS = {
  seeEnvironments: ['customer', 'partner', 'manager', 'operator'],
  seeRequests: ['customer', 'partner', 'manager', 'operator'],
  /** reason, traffic figures, comments, contract budget and terms */
  seeConfidential: ['customer', 'manager', 'operator'],
  seeDrafts: ['customer'],
  /** R3: only standing `customer` creates, edits or submits an upscale request. This is the line. */
  ask: ['customer'],
  /** R12: ask for info, offer, approve, reject */
  decide: ['manager'],
  endEarly: ['customer', 'manager', 'operator'],
  repair: ['manager', 'operator'],
  /** what runs, is late, failed or drifted, with attempts */
  seeOperations: ['manager', 'operator'],
  /** confirm the steps of a run sheet, choose who carries out, switch faults of the simulation */
  runHosting: ['operator'],
  /** incidents, maintenance and what is probed */
  publishStatus: ['manager', 'operator'],
} as const satisfies Record<string, readonly Standing[]>;
export type Permission = keyof typeof PERMISSIONS;

/** The first of the person's standings on a contract that allows it, or null: each action is judged by the one that allows it. */
export function standingFor(permission: Permission, standings: readonly Standing[]): Standing | null {
  return standings.find((standing) => (PERMISSIONS[permission] as readonly Standing[]).includes(standing)) ?? null;
}

/** Whether any of the standings allows it. */
export function may(permission: Permission, standings: readonly Standing[]): boolean {
  return standingFor(permission, standings) !== null;
}

/** The standings a permission is given to, for queries that carry the scope in their `where`. */
export function standingsWith(permission: Permission): readonly Standing[] {
  return PERMISSIONS[permission];
}
