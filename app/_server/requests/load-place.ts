import type * as Table from '#prisma/generated/client.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';

type Contract = Table.Contract & {
  variations: Table.Variation[];
  years: Table.ContractYear[];
  /** by slug; only PROD's come with their services (R6) */
  environments: (Pick<Table.Environment, 'id' | 'slug' | 'kind'> & { services: Table.Service[] })[];
  assignments: { person: Pick<Table.Person, 'name' | 'email'> }[];
};

/** An environment with its contract: all that the rules look at but the other requests. */
export type Place = Table.Environment & { services: Table.Service[]; freezes: Table.Freeze[]; contract: Contract };

/** How a place is named: by its slug or id, or by the reference of a request there. */
export type PlaceName = { slug: string } | { id: string } | { request: string };

/** The named environment with its contract, or null. One statement that answers JSON, a third of what Prisma's joins cost; no check of who asks. */
export async function loadPlace(tx: Tx, name: PlaceName): Promise<Place | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT to_json(e) AS environment, to_json(c) AS contract,
      (SELECT json_agg(s ORDER BY s.name) FROM "Service" s WHERE s."environmentId" = e.id) AS services,
      (SELECT json_agg(f) FROM "Freeze" f WHERE f."environmentId" = e.id) AS freezes,
      (SELECT json_agg(v) FROM "Variation" v WHERE v."contractId" = c.id) AS variations,
      (SELECT json_agg(y) FROM "ContractYear" y WHERE y."contractId" = c.id) AS years,
      (SELECT json_agg(json_build_object('id', o.id, 'slug', o.slug, 'kind', o.kind, 'services', coalesce(
         (SELECT json_agg(s ORDER BY s.name) FROM "Service" s WHERE s."environmentId" = o.id AND o.kind = 'PROD'), '[]'
       )) ORDER BY o.slug) FROM "Environment" o WHERE o."contractId" = c.id) AS environments,
      (SELECT json_agg(json_build_object('person', json_build_object('name', p.name, 'email', p.email)) ORDER BY a."createdAt")
       FROM "ManagerAssignment" a JOIN "Person" p ON p.id = a."personId" WHERE a."contractId" = c.id) AS assignments
    FROM "Environment" e JOIN "Contract" c ON c.id = e."contractId" WHERE ${chosen(name)}`;
  return row ? placeOf(row) : null;
}

function chosen(name: PlaceName): Prisma.Sql {
  if ('slug' in name) return Prisma.sql`e.slug = ${name.slug}`;
  if ('id' in name) return Prisma.sql`e.id = ${name.id}::uuid`;
  return Prisma.sql`e.id = (SELECT r."environmentId" FROM "UpscaleRequest" r WHERE r.reference = ${name.request})`;
}

/** A row as JSON has it: instants are texts. */
type Texts<T> = { [Key in keyof T]: T[Key] extends Date | null ? string | Extract<T[Key], null> : T[Key] };
type Row = {
  environment: Texts<Table.Environment>;
  contract: Texts<Table.Contract>;
  services: Texts<Table.Service>[] | null;
  freezes: Texts<Table.Freeze>[] | null;
  variations: Texts<Table.Variation>[] | null;
  years: Texts<Table.ContractYear>[] | null;
  environments: Contract['environments'];
  assignments: Contract['assignments'] | null;
};

function placeOf({
  environment,
  contract,
  services,
  freezes,
  variations,
  years,
  environments,
  assignments,
}: Row): Place {
  return {
    ...environment,
    createdAt: new Date(environment.createdAt),
    observeAt: new Date(environment.observeAt),
    services: (services ?? []).map((each) => ({
      ...each,
      observedAt: each.observedAt === null ? null : new Date(each.observedAt),
      driftSince: each.driftSince === null ? null : new Date(each.driftSince),
    })),
    freezes: (freezes ?? []).map((each) => ({
      ...each,
      startsAt: new Date(each.startsAt),
      endsAt: new Date(each.endsAt),
    })),
    contract: {
      ...contract,
      createdAt: new Date(contract.createdAt),
      termStart: new Date(contract.termStart),
      termEnd: new Date(contract.termEnd),
      variations: (variations ?? []).map((each) => ({
        ...each,
        validFrom: new Date(each.validFrom),
        validTo: each.validTo === null ? null : new Date(each.validTo),
      })),
      years: (years ?? []).map((each) => ({ ...each, yearStart: new Date(each.yearStart) })),
      environments,
      assignments: assignments ?? [],
    },
  };
}
