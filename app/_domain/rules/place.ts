import type { PlaceFacts } from '../judge.ts';
import { type Refusal, refusal } from '../refusal.ts';

/** R8: PROD, and whatever only an operator may raise, cannot be chosen in the upscale form. */
export function prodIsNotRequested({ environment, rules }: PlaceFacts): Refusal[] {
  if (environment.kind !== 'PROD' && rules.ceilingChange !== 'OPERATOR') return [];
  return [refusal('prodNotRequestable', { environment: environment.slug }, 'environment')];
}

/** R4: where the rulebook says the ceiling never changes (DEV under 2023-10), it cannot be increased. */
export function someNeverGrow({ environment, rules, stages }: PlaceFacts): Refusal[] {
  if (rules.ceilingChange !== 'NEVER') return [];
  const { rulebook, isDefault } = rules;
  const others = stages.filter((slug) => slug !== environment.slug);
  return [
    refusal('devNeverGrows', { environment: environment.slug, rulebook, isDefault, stages: others }, 'environment'),
  ];
}
