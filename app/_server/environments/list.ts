import { type ContractRow, type EnvironmentView, environmentView } from '#domain/environment-view.ts';
import { contractYear } from '#domain/time.ts';
import { type Actor, scopeOf, standingsOn } from '../access/standing.ts';
import { isSlug } from '../api/query.ts';
import { db } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { type BudgetYear, daysRequested } from './budget.ts';
import { type ReferenceData, referenceData, rulebookOf } from './reference.ts';
import { type StoredContract, storedContracts } from './rows.ts';

/** Every environment the actor may see, by contract, kind (DEV, STAGE, PROD) and position. Two statements beside the reference data. */
export function listEnvironments(actor: Actor, at: number = Date.now()): Promise<EnvironmentView[]> {
  return viewsOf(actor, at);
}

/** One environment by its slug; not yours is not there. */
export async function getEnvironment(
  actor: Actor,
  slug: string,
  at: number = Date.now(),
): Promise<Outcome<EnvironmentView>> {
  const views = isSlug(slug) ? await viewsOf(actor, at, slug) : [];
  const view = views.find((each) => each.slug === slug);
  return view ? done(view) : NOT_FOUND;
}

async function viewsOf(actor: Actor, at: number, slug?: string): Promise<EnvironmentView[]> {
  const [reference, contracts] = await Promise.all([
    referenceData(),
    storedContracts(db(), scopeOf(actor, 'seeEnvironments'), slug),
  ]);
  const years = contracts.flatMap((contract) => yearOf(contract, at));
  const days = await daysRequested(db(), years);
  const defaultRulebook = rulebookOf(reference, null);
  return contracts.flatMap((stored) => {
    const year = years.find(({ contractId }) => contractId === stored.id);
    const contract = contractRow(stored, reference, year && { ...year, requested: days.get(stored.id) ?? 0 });
    const standings = standingsOn(actor, stored.id);
    return stored.environments.map((environment) =>
      environmentView({ environment, contract, defaultRulebook }, standings, at),
    );
  });
}

/** The contract year that holds at an instant, where a budget was agreed. */
function yearOf({ id, perYear, term, timeZone }: StoredContract, at: number): BudgetYear[] {
  return perYear === null ? [] : [{ contractId: id, ...contractYear(term.start, timeZone, at) }];
}

/** The contract's facts; year = the contract year now with the days its requests use, absent where no budget was agreed. */
function contractRow(
  stored: StoredContract,
  reference: ReferenceData,
  year: { start: number; end: number; requested: number } | undefined,
): ContractRow {
  const { rulebookId, variations, leadTime, approvers, perYear, years, environments, holidayRegion, ...same } = stored;
  const rulebook = rulebookId === null ? null : rulebookOf(reference, rulebookId);
  const opening = years.find(({ start }) => start === year?.start)?.openingUsedDays ?? 0;
  return {
    ...same,
    terms: { rulebook, variations, leadTime, approvers },
    budget: year && perYear !== null ? { perYear, used: opening + year.requested, yearEnd: year.end } : null,
    holidays: reference.holidays.get(holidayRegion) ?? new Set(),
    stages: environments.filter(({ kind }) => kind === 'STAGE').map(({ slug }) => slug),
  };
}
