import { judgePlace } from '#domain/judge.ts';
import { decide } from '#domain/lifecycle.ts';
import { type Standing, standingFor } from '#domain/policy.ts';
import type { Refusal } from '#domain/refusal.ts';
import { type Actor, standingsOn } from '../access/standing.ts';
import { db, type Tx } from '../db.ts';
import { referenceData } from '../environments/reference.ts';
import { rulesFor } from './facts.ts';
import type { Place } from './load-place.ts';

/** What a request that does not exist yet says to `decide`. */
const NOTHING_YET = {
  continuedBy: null,
  requestedById: '',
  windowEnd: null,
  failedDuring: null,
  approvedBy: [],
  approversNeeded: 1,
  offeredBy: null,
};

/** Whether the actor may ask for anything here, before the content is looked at: R3, then R8, then R4. No standings = the place does not exist for them. */
export async function judgeAsking(
  actor: Actor,
  place: Place,
  at: number,
): Promise<{ standings: Standing[]; standing: Standing | null; refusals: Refusal[] }> {
  const standings = standingsOn(actor, place.contractId);
  const standing = standingFor('ask', standings) ?? standings[0] ?? null;
  const refusals = judgeAsker(actor, standings);
  return { standings, standing, refusals: refusals.length > 0 ? refusals : await judgeChosen(db(), place, at) };
}

/** Whether a person with these standings on a contract may ask at all: R3. */
export function judgeAsker({ personId }: Actor, standings: Standing[]): Refusal[] {
  const verdict = decide(null, 'submit', { personId, standings }, NOTHING_YET);
  return verdict.allowed ? [] : [verdict.refusal];
}

/** Whether the place can be chosen at all: R8, then R4. */
export async function judgeChosen(tx: Tx, place: Place, at: number): Promise<Refusal[]> {
  const stages = place.contract.environments.filter(({ kind }) => kind === 'STAGE').map(({ slug }) => slug);
  const rules = rulesFor(place, { at }, await referenceData(tx));
  return judgePlace({ environment: { slug: place.slug, kind: place.kind }, stages, rules });
}

/** What names an environment's services and the contract's other environments, for the shape's second look. */
export function knownTo(place: Place): { services: string[]; followable: string[] } {
  return {
    services: place.services.map(({ name }) => name),
    followable: place.contract.environments.map(({ slug }) => slug).filter((slug) => slug !== place.slug),
  };
}
