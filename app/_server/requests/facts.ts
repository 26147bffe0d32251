import type { Capacity, ServiceSizes } from '#domain/capacity.ts';
import type { JudgeFacts } from '#domain/judge.ts';
import { FREE_STATES } from '#domain/lifecycle.ts';
import { claimedSpan, type RequestWindow } from '#domain/request.ts';
import { type EffectiveRules, effectiveRules, type KindRules } from '#domain/rulebook.ts';
import { contractYear } from '#domain/time.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';
import { type ReferenceData, referenceData, rulebookOf } from '../environments/reference.ts';

const PLACE = {
  services: { orderBy: { name: 'asc' } },
  freezes: true,
  contract: {
    include: {
      variations: true,
      years: true,
      environments: { select: { id: true, slug: true, kind: true, services: true }, orderBy: { slug: 'asc' } },
      assignments: { select: { person: { select: { name: true, email: true } } } },
    },
  },
} as const satisfies Prisma.EnvironmentInclude;

/** An environment with its contract: all that the rules look at but the other requests. */
export type Place = Prisma.EnvironmentGetPayload<{ include: typeof PLACE }>;

/** The environment of that slug with its contract, or null. One statement; no check of who asks. */
export function loadPlace(tx: Tx, where: { slug: string } | { id: string }): Promise<Place | null> {
  return tx.environment.findUnique({ where, include: PLACE, relationLoadStrategy: 'join' });
}

/** What judges a request: window and pre-scale as asked, the rules of today or the kept ones, and whose own claims and days are left out. */
export type Judged = {
  window: RequestWindow | null;
  prescaleMinutes: number;
  at: number;
  /** id of the request judged again; its own window and days do not count against it */
  exceptId?: string;
  /** judged by the rulebook and variations it was first judged by */
  kept?: { rulebook: string; variationIds: readonly string[]; submittedAt: number };
};

/** Gathers what the rules look at (domain.md §2); at most two statements beside the reference data. */
export async function gatherFacts(tx: Tx, place: Place, judged: Judged): Promise<JudgeFacts> {
  const reference = await referenceData();
  const { contract } = place;
  const year = contractYear(contract.termStart.getTime(), contract.timeZone, judged.window?.start ?? judged.at);
  const claims = judged.window ? await claimsWithin(tx, place.id, judged) : [];
  const opening = contract.years.find((each) => each.yearStart.getTime() === year.start)?.openingUsedDays ?? 0;
  const used =
    contract.upscaleDaysPerYear === null ? 0 : opening + (await daysWithin(tx, contract.id, year, judged.exceptId));
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
    judged.kept?.submittedAt ?? judged.at,
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

async function claimsWithin(tx: Tx, environmentId: string, judged: Judged): Promise<JudgeFacts['claims']> {
  const { startsAt, endsAt } = claimedSpan(judged.window as RequestWindow, judged.prescaleMinutes);
  const rows = await tx.windowClaim.findMany({
    where: {
      environmentId,
      ...(judged.exceptId && { requestId: { not: judged.exceptId } }),
      ...(endsAt !== null && { startsAt: { lt: new Date(endsAt) } }),
      OR: [{ endsAt: null }, { endsAt: { gt: new Date(startsAt) } }],
    },
    include: { request: { select: { reference: true } }, service: { select: { name: true } } },
    orderBy: [{ startsAt: 'asc' }, { requestId: 'asc' }],
    relationLoadStrategy: 'join',
  });
  return rows.map((row) => ({
    reference: row.request.reference,
    service: row.service.name,
    startsAt: row.startsAt.getTime(),
    endsAt: row.endsAt?.getTime() ?? null,
  }));
}

async function daysWithin(
  tx: Tx,
  contractId: string,
  year: { start: number; end: number },
  exceptId?: string,
): Promise<number> {
  const { _sum } = await tx.upscaleRequest.aggregate({
    _sum: { upscaleDays: true },
    where: {
      contractId,
      windowStart: { gte: new Date(year.start), lt: new Date(year.end) },
      state: { notIn: [...FREE_STATES] },
      ...(exceptId && { id: { not: exceptId } }),
    },
  });
  return _sum.upscaleDays ?? 0;
}
