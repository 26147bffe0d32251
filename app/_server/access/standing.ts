import { may, type Permission, type Standing } from '#domain/policy.ts';

/** Who is calling, with every right as the database says now. Only #server/actor mints one. */
export type Actor = {
  personId: string;
  email: string;
  name: string;
  /** IANA; the person's own, else the organisation's */
  timeZone: string;
  /** staff of the provider: standing `operator` on every contract */
  operator: boolean;
  /** standings by contract id, `operator` left out */
  contracts: ReadonlyMap<string, { reference: string; standings: readonly Standing[] }>;
  /** the session (pages) or the token (API) that speaks */
  via: { kind: 'session'; id: string } | { kind: 'token'; id: string; write: boolean };
};

/** The standings of a person on one contract; empty = the contract does not exist for them (404). */
export function standingsOn(actor: Actor, contractId: string): Standing[] {
  return [...(actor.contracts.get(contractId)?.standings ?? []), ...(actor.operator ? (['operator'] as const) : [])];
}

/** Whether the actor may do something on a contract. */
export function mayOn(actor: Actor, contractId: string, permission: Permission): boolean {
  return may(permission, standingsOn(actor, contractId));
}

/** The contracts on which the actor has a permission: 'all' for an operator who has it, else ids. For the `where` of every query (R13). */
export function scopeOf(actor: Actor, permission: Permission): 'all' | string[] {
  if (actor.operator && may(permission, ['operator'])) return 'all';
  return [...actor.contracts].filter(([, { standings }]) => may(permission, standings)).map(([id]) => id);
}
