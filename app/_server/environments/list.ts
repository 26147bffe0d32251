import { type ContractRow, type EnvironmentView, environmentView } from '#domain/environment-view.ts';
import { contractYear } from '#domain/time.ts';
import { type Actor, scopeOf, standingsOn } from '../access/standing.ts';
import { isSlug } from '../api/query.ts';
import { db } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { type BudgetYear, daysRequested } from './budget.ts';
import { type ReferenceData, referenceData, rulebookOf } from './reference.ts';
import { contractsFound, type StoredContract, storedContracts } from './rows.ts';

/** Every environment the actor may see, by contract, kind (DEV, STAGE, PROD) and position. Two statements beside the reference data. */
export function listEnvironments(actor: Actor, at: number = Date.now()): Promise<EnvironmentView[]> {
  return viewsOf(scopeOf(actor, 'seeEnvironments'), actor, at);
}

/** Contracts of a page of environments. */
const CONTRACTS_OF_PAGE = 10;

/** Some contracts with all their environments; page and pages count from 1. */
export type EnvironmentPage = { environments: EnvironmentView[]; query: string; page: number; pages: number };
export type Sought = { query?: string; page?: number };

/** A page of what the actor may see: contracts of which an environment fits all words of the query, by its name or slug, the contract's reference or organisation. Whoever has few contracts and seeks nothing has one page, without another statement. */
export async function environmentPage(
  actor: Actor,
  { query = '', page: asked = 1 }: Sought = {},
  at: number = Date.now(),
): Promise<EnvironmentPage> {
  const scope = scopeOf(actor, 'seeEnvironments');
  if (query === '' && scope !== 'all' && scope.length <= CONTRACTS_OF_PAGE)
    return { environments: await viewsOf(scope, actor, at), query, page: 1, pages: 1 };
  const found = await contractsFound(db(), scope, query);
  const pages = Math.max(1, Math.ceil(found.length / CONTRACTS_OF_PAGE));
  const page = Math.min(asked, pages);
  const ids = found.slice((page - 1) * CONTRACTS_OF_PAGE, page * CONTRACTS_OF_PAGE);
  return { environments: await viewsOf(ids, actor, at), query, page, pages };
}

/** One environment by its slug; not yours is not there. */
export async function getEnvironment(
  actor: Actor,
  slug: string,
  at: number = Date.now(),
): Promise<Outcome<EnvironmentView>> {
  const views = isSlug(slug) ? await viewsOf(scopeOf(actor, 'seeEnvironments'), actor, at, slug) : [];
  const view = views.find((each) => each.slug === slug);
  return view ? done(view) : NOT_FOUND;
}

async function viewsOf(scope: 'all' | string[], actor: Actor, at: number, slug?: string): Promise<EnvironmentView[]> {
  const [reference, contracts] = await Promise.all([referenceData(), storedContracts(db(), scope, slug)]);
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
