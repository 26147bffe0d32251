import type { Place } from './load-place.ts';

/** Whom a refusal names and in which zone it tells times: the contract's. */
export function wordsContext({ contract }: Place) {
  return {
    contact: {
      managers: contract.assignments.map(({ person }) => person),
      productOwner: { name: contract.productOwnerName, email: contract.productOwnerEmail },
    },
    timeZone: contract.timeZone,
  };
}
