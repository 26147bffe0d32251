import type { Capacity, ServiceSizes } from '#domain/capacity.ts';
import type { JudgeFacts } from '#domain/judge.ts';
import type { RequestWindow } from '#domain/request.ts';
import { type EffectiveRules, effectiveRules, type KindRules } from '#domain/rulebook.ts';
import { contractYear } from '#domain/time.ts';
import type { Tx } from '../db.ts';
import { type ReferenceData, referenceData, rulebookOf } from '../environments/reference.ts';
import { contended } from './contended.ts';
import type { Place } from './load-place.ts';

/** What judges a request: window and pre-scale as asked, the rules of today or the kept ones, and whose own claims and days are left out. */
export type Judged = {
  window: RequestWindow | null;
  prescaleMinutes: number;
  at: number;
  /** id of the request judged again; its own window and days do not count against it */
  exceptId?: string;
  /** judged by the rulebook and variations it was first judged by */
  kept?: { rulebook: string; variationIds: readonly string[] };
};

/** Gathers what the rules look at (domain.md §2); one statement beside the reference data. */
export async function gatherFacts(tx: Tx, place: Place, judged: Judged): Promise<JudgeFacts> {
  const reference = await referenceData(tx);
  const { contract } = place;
  const year = contractYear(contract.termStart.getTime(), contract.timeZone, judged.window?.start ?? judged.at);
  const { claims, days } = await contended(tx, { environmentId: place.id, contractId: contract.id }, judged, year);
  const opening = contract.years.find((each) => each.yearStart.getTime() === year.start)?.openingUsedDays ?? 0;
  const used = opening + days;
  return {
    now: judged.at,
    environment: {
      slug: place.slug,
      kind: place.kind,
      services: sizesOf(place.services),
      freezes: place.freezes.map(freezeOf),
    },
    stages: contract.environments.filter(({ kind }) => kind === 'STAGE').map(({ slug }) => slug),
    prod: sizesOf(contract.environments.find(({ kind }) => kind === 'PROD')?.services ?? []),
    catalogue: reference.catalogue,
    rules: rulesFor(place, judged, reference),
    timeZone: contract.timeZone,
    holidays: reference.holidays.get(contract.holidayRegion) ?? new Set(),
    term: { start: contract.termStart.getTime(), end: contract.termEnd.getTime() },
    budget:
      contract.upscaleDaysPerYear === null ? null : { perYear: contract.upscaleDaysPerYear, used, yearEnd: year.end },
    claims,
  };
}

/** The rules in force for the place now, or those the request was first judged by. */
export function rulesFor(place: Place, judged: Pick<Judged, 'at' | 'kept'>, reference: ReferenceData): EffectiveRules {
  const { contract } = place;
  const variations = contract.variations
    .filter(({ id }) => !judged.kept || judged.kept.variationIds.includes(id))
    .map((row) => ({
      id: row.id,
      kind: row.kind,
      validFrom: row.validFrom.getTime(),
      // what was kept holds, whatever day it is
      validTo: judged.kept ? null : (row.validTo?.getTime() ?? null),
      change: row.change as Partial<KindRules>,
      reason: row.reason,
    }));
  const bookId = judged.kept?.rulebook ?? contract.rulebookId;
  const terms = {
    rulebook: contract.rulebookId === null ? null : rulebookOf(reference, bookId),
    variations,
    leadTime:
      contract.leadTimeUnit && contract.leadTimeValue !== null
        ? { value: contract.leadTimeValue, unit: contract.leadTimeUnit }
        : null,
    approvers: contract.approvers,
  };
  return effectiveRules(
    terms,
    rulebookOf(reference, bookId ?? null),
    place.kind,
    judged.kept ? Number.POSITIVE_INFINITY : judged.at,
  );
}

/** Services with their three lasting sizes. */
export function sizesOf(
  services: readonly {
    name: string;
    shape: ServiceSizes['shape'];
    baseline: unknown;
    current: unknown;
    ceiling: unknown;
  }[],
): ServiceSizes[] {
  return services.map(({ name, shape, baseline, current, ceiling }) => ({
    name,
    shape,
    baseline: baseline as Capacity,
    current: current as Capacity,
    ceiling: ceiling as Capacity,
  }));
}

function freezeOf(row: { name: string; startsAt: Date; endsAt: Date }) {
  return { name: row.name, startsAt: row.startsAt.getTime(), endsAt: row.endsAt.getTime() };
}
