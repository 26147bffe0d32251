/** The channel on which every change of a request is told when it is committed; the worker and open pages listen. */
export const CHANGES = 'headroom';

/** What is told: which contract's request changed, nothing of it. Whoever is told looks for themselves, with their own rights. */
export function changeOf({ contractId, reference }: { contractId: string; reference: string }): string {
  return `${contractId} ${reference}`;
}
