import type { Place } from './facts.ts';

/** What names an environment's services and the contract's other environments, for the shape's second look. */
export function knownTo(place: Place): { services: string[]; followable: string[] } {
  return {
    services: place.services.map(({ name }) => name),
    followable: place.contract.environments.map(({ slug }) => slug).filter((slug) => slug !== place.slug),
  };
}
