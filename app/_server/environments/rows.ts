import type { Capacity, ServiceSizes } from '#domain/capacity.ts';
import type { ContractRow, EnvironmentRow } from '#domain/environment-view.ts';
import type { ContractTerms, KindRules } from '#domain/rulebook.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { type ReferenceData, rulebookOf } from './reference.ts';

/** A contract with all that its environments show, in one statement. */
export const WITH_ENVIRONMENTS = {
  organisation: { select: { name: true } },
  variations: true,
  years: true,
  assignments: { select: { person: { select: { name: true, email: true } } }, orderBy: { createdAt: 'asc' } },
  environments: {
    orderBy: [{ kind: 'asc' }, { position: 'asc' }, { slug: 'asc' }],
    include: { services: { omit: { id: true, environmentId: true } }, freezes: true },
  },
} as const satisfies Prisma.ContractInclude;

export type ContractWithEnvironments = Prisma.ContractGetPayload<{ include: typeof WITH_ENVIRONMENTS }>;

/** The contract's facts; year = the contract year now with the days its requests use, absent where no budget was agreed. Instants in UTC ms. */
export function contractRow(
  contract: ContractWithEnvironments,
  reference: ReferenceData,
  year: { start: number; end: number; requested: number } | undefined,
): ContractRow {
  const { id, timeZone, productOwnerName, productOwnerEmail, upscaleDaysPerYear: perYear } = contract;
  const opening = contract.years.find(({ yearStart }) => yearStart.getTime() === year?.start)?.openingUsedDays ?? 0;
  return {
    id,
    reference: contract.reference,
    organisation: contract.organisation.name,
    timeZone,
    managers: contract.assignments.map(({ person }) => person),
    productOwner: { name: productOwnerName, email: productOwnerEmail },
    terms: contractTerms(contract, reference),
    term: { start: contract.termStart.getTime(), end: contract.termEnd.getTime() },
    budget: year && perYear !== null ? { perYear, used: opening + year.requested, yearEnd: year.end } : null,
    holidays: reference.holidays.get(contract.holidayRegion) ?? new Set(),
    stages: contract.environments.filter(({ kind }) => kind === 'STAGE').map(({ slug }) => slug),
  };
}

/** An environment with its services and freezes; instants in UTC ms. */
export function environmentRow(row: ContractWithEnvironments['environments'][number]): EnvironmentRow {
  const { slug, name, kind, region, live } = row;
  const freezes = row.freezes.map((freeze) => ({
    name: freeze.name,
    startsAt: freeze.startsAt.getTime(),
    endsAt: freeze.endsAt.getTime(),
  }));
  return { slug, name, kind, region, live, services: row.services.map(serviceSizes), freezes };
}

/** A stored service with its three lasting sizes; the database checks their shape. */
function serviceSizes(row: Omit<ServiceSizes, 'baseline' | 'current' | 'ceiling'> & Sizes): ServiceSizes {
  const { name, shape, baseline, current, ceiling } = row;
  return {
    name,
    shape,
    baseline: baseline as Capacity,
    current: current as Capacity,
    ceiling: ceiling as Capacity,
  };
}
type Sizes = { baseline: unknown; current: unknown; ceiling: unknown };

function contractTerms(contract: ContractWithEnvironments, reference: ReferenceData): ContractTerms {
  const { rulebookId, leadTimeValue, leadTimeUnit, approvers } = contract;
  return {
    rulebook: rulebookId === null ? null : rulebookOf(reference, rulebookId),
    variations: contract.variations.map((row) => ({
      id: row.id,
      kind: row.kind,
      validFrom: row.validFrom.getTime(),
      validTo: row.validTo?.getTime() ?? null,
      change: row.change as Partial<KindRules>,
      reason: row.reason,
    })),
    leadTime: leadTimeValue !== null && leadTimeUnit ? { value: leadTimeValue, unit: leadTimeUnit } : null,
    approvers,
  };
}
