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
  return allViews(actor, at);
}

/** Contracts of a page of environments. */
const CONTRACTS_OF_PAGE = 10;

/** Some contracts with all their environments; page and pages count from 1. */
export type EnvironmentPage = { environments: EnvironmentView[]; query: string; page: number; pages: number };
export type Sought = { query?: string; page?: number };

/** A page of what the actor may see: contracts of which an environment fits all words of the query, by its name or slug, the contract's reference or organisation. As many statements as for all of them. */
export async function environmentPage(
  actor: Actor,
  { query = '', page = 1 }: Sought = {},
  at: number = Date.now(),
): Promise<EnvironmentPage> {
  const part = { query, from: (page - 1) * CONTRACTS_OF_PAGE, count: CONTRACTS_OF_PAGE };
  const found = contractsFound(db(), scopeOf(actor, 'seeEnvironments'), part);
  const [reference, { contracts, total }] = await Promise.all([referenceData(), found]);
  const pages = Math.max(1, Math.ceil(total / CONTRACTS_OF_PAGE));
  // behind the last page there is nothing that says how many there are
  if (contracts.length === 0 && page > 1) return lastPage(actor, query, at);
  return { environments: await viewsOf(contracts, reference, actor, at), query, page, pages };
}

async function lastPage(actor: Actor, query: string, at: number): Promise<EnvironmentPage> {
  const first = await environmentPage(actor, { query }, at);
  return first.pages === 1 ? first : environmentPage(actor, { query, page: first.pages }, at);
}

/** One environment by its slug; not yours is not there. */
export async function getEnvironment(
  actor: Actor,
  slug: string,
  at: number = Date.now(),
): Promise<Outcome<EnvironmentView>> {
  const views = isSlug(slug) ? await allViews(actor, at, slug) : [];
  const view = views.find((each) => each.slug === slug);
  return view ? done(view) : NOT_FOUND;
}

async function allViews(actor: Actor, at: number, slug?: string): Promise<EnvironmentView[]> {
  const stored = storedContracts(db(), scopeOf(actor, 'seeEnvironments'), slug);
  const [reference, contracts] = await Promise.all([referenceData(), stored]);
  return viewsOf(contracts, reference, actor, at);
}

async function viewsOf(
  contracts: readonly StoredContract[],
  reference: ReferenceData,
  actor: Actor,
  at: number,
): Promise<EnvironmentView[]> {
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
