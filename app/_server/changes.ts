/** The channel on which every change of a request is told when it is committed; the worker and open pages listen. */
export const CHANGES = 'headroom';

/** What is told: which contract's request changed, nothing of it. Whoever is told looks for themselves, with their own rights. */
export function changeOf({ contractId, reference }: { contractId: string; reference: string }): string {
  return `${contractId} ${reference}`;
}

/** The channel on which every change of a level and of a published notice is told when it is committed; every web process listens. */
export const STATUS_CHANGES = 'headroom_status';

/** What is told: which environment's level changed; environmentId null = what is told about the contract changed (notices, environments, whether it is public). */
export function statusChangeOf(change: { contractId: string; environmentId: string | null }): string {
  return `${change.contractId} ${change.environmentId ?? '*'}`;
}
