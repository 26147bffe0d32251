import { type EnvironmentView, environmentView } from '#domain/environment-view.ts';
import { contractYear } from '#domain/time.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { type Actor, scopeOf, standingsOn } from '../access/standing.ts';
import { db } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { type BudgetYear, daysRequested } from './budget.ts';
import { referenceData, rulebookOf } from './reference.ts';
import { type ContractWithEnvironments, contractRow, environmentRow, WITH_ENVIRONMENTS } from './rows.ts';

/** Every environment the actor may see, by contract, kind (DEV, STAGE, PROD) and position. Two statements beside the reference data. */
export function listEnvironments(actor: Actor, at: number = Date.now()): Promise<EnvironmentView[]> {
  return viewsOf(actor, {}, at);
}

/** One environment by its slug; not yours is not there. */
export async function getEnvironment(
  actor: Actor,
  slug: string,
  at: number = Date.now(),
): Promise<Outcome<EnvironmentView>> {
  const views = await viewsOf(actor, { environments: { some: { slug } } }, at);
  const view = views.find((each) => each.slug === slug);
  return view ? done(view) : NOT_FOUND;
}

async function viewsOf(actor: Actor, where: Prisma.ContractWhereInput, at: number): Promise<EnvironmentView[]> {
  const scope = scopeOf(actor, 'seeEnvironments');
  const [reference, contracts] = await Promise.all([
    referenceData(),
    db().contract.findMany({
      where: { AND: [where, scope === 'all' ? {} : { id: { in: scope } }] },
      orderBy: { reference: 'asc' },
      include: WITH_ENVIRONMENTS,
      relationLoadStrategy: 'join',
    }),
  ]);
  const years = contracts.flatMap((contract) => yearOf(contract, at));
  const days = await daysRequested(db(), years);
  return contracts.flatMap((contract) => {
    const year = years.find(({ contractId }) => contractId === contract.id);
    const shared = contractRow(contract, reference, year && { ...year, requested: days.get(contract.id) ?? 0 });
    const standings = standingsOn(actor, contract.id);
    return contract.environments.map((row) =>
      environmentView(
        { environment: environmentRow(row), contract: shared, defaultRulebook: rulebookOf(reference, null) },
        standings,
        at,
      ),
    );
  });
}

/** The contract year that holds at an instant, where a budget was agreed. */
function yearOf(contract: ContractWithEnvironments, at: number): BudgetYear[] {
  if (contract.upscaleDaysPerYear === null) return [];
  return [{ contractId: contract.id, ...contractYear(contract.termStart.getTime(), contract.timeZone, at) }];
}
