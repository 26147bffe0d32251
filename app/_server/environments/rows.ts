import type { EnvironmentRow } from '#domain/environment-view.ts';
import type { LeadTime } from '#domain/refusal.ts';
import type { Variation } from '#domain/rulebook.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';

/** A contract with all that its environments show, as the statement below shapes it; instants in UTC ms. */
export type StoredContract = {
  id: string;
  reference: string;
  organisation: string;
  rulebookId: string | null;
  timeZone: string;
  holidayRegion: string;
  term: { start: number; end: number };
  leadTime: LeadTime | null;
  approvers: number | null;
  /** upscale-days a year; null = none agreed */
  perYear: number | null;
  productOwner: { name: string; email: string };
  managers: { name: string; email: string }[];
  variations: Variation[];
  years: { start: number; openingUsedDays: number }[];
  /** DEV, STAGE, PROD, each by position */
  environments: EnvironmentRow[];
};

/**
 * Contracts by reference, whole, in one statement: all of the scope, or the one that an environment's slug belongs to.
 * Shaped by PostgreSQL because a list of environments is read on most pages: a third of the time of mapping joined rows.
 */
export async function storedContracts(tx: Tx, scope: Scope, slug?: string): Promise<StoredContract[]> {
  const named = slug ? Prisma.sql`c.id = (SELECT "contractId" FROM "Environment" WHERE slug = ${slug})` : among(scope);
  const rows = await tx.$queryRaw<{ contract: StoredContract }[]>`
    SELECT ${CONTRACT} AS contract FROM "Contract" c JOIN "Organisation" o ON o.id = c."organisationId"
    WHERE ${among(scope)} AND ${named}
    ORDER BY c.reference`;
  return rows.map(({ contract }) => contract);
}

/** A part of the contracts of a scope, by reference, of which an environment's name or slug, with the contract's reference and organisation, has all words of a query, whatever their case; total = of all parts, 0 also behind the last one. One statement. */
export async function contractsFound(
  tx: Tx,
  scope: Scope,
  { query, from, count }: { query: string; from: number; count: number },
): Promise<{ contracts: StoredContract[]; total: number }> {
  // PostgreSQL has no text with such a character, so that nothing is called by it
  if (query.includes('\0')) return { contracts: [], total: 0 };
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = await tx.$queryRaw<{ contract: StoredContract; total: number }[]>`
    SELECT ${CONTRACT} AS contract, found.total FROM (
      SELECT c.id, count(*) OVER ()::int AS total FROM "Contract" c JOIN "Organisation" o ON o.id = c."organisationId"
      WHERE ${among(scope)} AND EXISTS (
        SELECT 1 FROM "Environment" e WHERE e."contractId" = c.id AND NOT EXISTS (
          SELECT 1 FROM unnest(${words}::text[]) AS word
          WHERE strpos(lower(concat_ws(E'\\n', e.slug, e.name, c.reference, o.name)), word) = 0))
      ORDER BY c.reference LIMIT ${count} OFFSET ${from}) found
    JOIN "Contract" c ON c.id = found.id JOIN "Organisation" o ON o.id = c."organisationId"
    ORDER BY c.reference`;
  return { contracts: rows.map(({ contract }) => contract), total: rows[0]?.total ?? 0 };
}

type Scope = 'all' | string[];

function among(scope: Scope): Prisma.Sql {
  return scope === 'all' ? Prisma.sql`true` : Prisma.sql`c.id = ANY(${scope}::uuid[])`;
}

/** A timestamp column as UTC ms. */
export function ms(column: string): Prisma.Sql {
  return Prisma.raw(`(extract(epoch FROM ${column}) * 1000)::bigint`);
}

const MANAGERS = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('name', p.name, 'email', p.email) ORDER BY a."createdAt", p.email), '[]')
  FROM "ManagerAssignment" a JOIN "Person" p ON p.id = a."personId" WHERE a."contractId" = c.id)`;

const VARIATIONS = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('id', v.id, 'kind', v.kind, 'validFrom', ${ms('v."validFrom"')},
    'validTo', ${ms('v."validTo"')}, 'change', v.change, 'reason', v.reason)), '[]')
  FROM "Variation" v WHERE v."contractId" = c.id)`;

const YEARS = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('start', ${ms('y."yearStart"')}, 'openingUsedDays', y."openingUsedDays")), '[]')
  FROM "ContractYear" y WHERE y."contractId" = c.id)`;

const SERVICES = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('name', s.name, 'shape', s.shape, 'baseline', s.baseline,
    'current', s.current, 'ceiling', s.ceiling)), '[]')
  FROM "Service" s WHERE s."environmentId" = e.id)`;

const FREEZES = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('name', f.name, 'startsAt', ${ms('f."startsAt"')}, 'endsAt', ${ms('f."endsAt"')})), '[]')
  FROM "Freeze" f WHERE f."environmentId" = e.id)`;

/** Before anything was measured there is no row: UNKNOWN. */
const STATUS = Prisma.sql`json_build_object('level', coalesce(t.level, 'UNKNOWN'), 'since', ${ms('t.since')},
    'observedAt', (SELECT ${ms('max(p.at)')} FROM "ProbeState" p WHERE p."environmentId" = e.id))`;

const ENVIRONMENTS = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('slug', e.slug, 'name', e.name, 'kind', e.kind, 'region', e.region,
    'live', e.live, 'status', ${STATUS}, 'services', ${SERVICES}, 'freezes', ${FREEZES}) ORDER BY e.kind, e.position, e.slug), '[]')
  FROM "Environment" e LEFT JOIN "EnvironmentStatus" t ON t."environmentId" = e.id WHERE e."contractId" = c.id)`;

const CONTRACT = Prisma.sql`json_build_object(
    'id', c.id,
    'reference', c.reference,
    'organisation', o.name,
    'rulebookId', c."rulebookId",
    'timeZone', c."timeZone",
    'holidayRegion', c."holidayRegion",
    'term', json_build_object('start', ${ms('c."termStart"')}, 'end', ${ms('c."termEnd"')}),
    'leadTime', CASE WHEN c."leadTimeValue" IS NOT NULL
      THEN json_build_object('value', c."leadTimeValue", 'unit', c."leadTimeUnit") END,
    'approvers', c.approvers,
    'perYear', c."upscaleDaysPerYear",
    'productOwner', json_build_object('name', c."productOwnerName", 'email', c."productOwnerEmail"),
    'managers', ${MANAGERS},
    'variations', ${VARIATIONS},
    'years', ${YEARS},
    'environments', ${ENVIRONMENTS})`;
