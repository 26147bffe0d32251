import { randomUUID } from 'node:crypto';
import type { OrganisationKind } from '#prisma/generated/enums.ts';
import { hashPassword } from '#server/access/passwords.ts';
import type { Tx } from '#server/db.ts';

/** The password of every demo sign-in. */
export const DEMO_PASSWORD = 'headroom-demo';

const PROVIDER = 'Headroom Hosting';
const ORGANISATIONS: [name: string, kind: OrganisationKind, timeZone: string][] = [
  [PROVIDER, 'PROVIDER', 'Europe/Berlin'],
  ['Nordlicht Werkzeuge', 'CUSTOMER', 'Europe/Berlin'],
  ['Kestrel Parts', 'CUSTOMER', 'Australia/Sydney'],
  ['Alpina Foods', 'CUSTOMER', 'Europe/Vienna'],
  ['Juniper Home', 'CUSTOMER', 'America/Los_Angeles'],
  ['Brückner Digital', 'PARTNER', 'Europe/Berlin'],
  ['Tallgrass Commerce', 'PARTNER', 'America/Chicago'],
];

type PersonData = { email: string; name: string; who: string; memberOf: string[]; admin?: true; operator?: true };

const PEOPLE: PersonData[] = [
  person('customer@nordlicht.example', 'Jana Behrens', 'customer of NLW-2024', ['Nordlicht Werkzeuge'], {
    admin: true,
  }),
  person('buyer@nordlicht.example', 'Henrik Lohmann', 'second customer member of NLW-2024', ['Nordlicht Werkzeuge']),
  person('customer@kestrel.example', 'Priya Raman', 'customer of KES-2022', ['Kestrel Parts'], { admin: true }),
  person('customer@alpina.example', 'Matteo Gruber', 'customer of ALP-2025', ['Alpina Foods'], { admin: true }),
  person('customer@juniper.example', 'Dana Whitfield', 'customer of JUN-2026', ['Juniper Home'], { admin: true }),
  person('partner@brueckner.example', 'Lukas Brückner', 'partner of NLW-2024', ['Brückner Digital'], { admin: true }),
  person('partner@tallgrass.example', 'Erin Castillo', 'partner of ALP-2025', ['Tallgrass Commerce'], { admin: true }),
  person('both@alpina.example', 'Sophie Zangerl', 'customer of ALP-2025 and partner of NLW-2024', [
    'Alpina Foods',
    'Brückner Digital',
  ]),
  person('manager@headroom.example', 'Nora Feldt', 'project manager of all four contracts', [PROVIDER]),
  person('manager2@headroom.example', 'Tom Achterberg', 'project manager of ALP-2025 and JUN-2026', [PROVIDER]),
  person('operator@headroom.example', 'Ines Kovač', 'operator', [PROVIDER], { admin: true, operator: true }),
];

/** Who can sign in to the demo, and what they are there. */
export const DEMO_SIGN_INS: readonly { email: string; who: string }[] = PEOPLE.map(({ email, who }) => ({
  email,
  who,
}));

export type DemoPerson = { id: string; email: string; name: string; memberOf: readonly string[] };
/** Ids by organisation name, people by e-mail. */
export type DemoPeople = {
  organisations: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, DemoPerson>;
};

/** Organisations and people with new ids. */
export function demoPeople(): DemoPeople {
  return {
    organisations: new Map(ORGANISATIONS.map(([name]) => [name, randomUUID()])),
    people: new Map(PEOPLE.map(({ email, name, memberOf }) => [email, { id: randomUUID(), email, name, memberOf }])),
  };
}

/** Writes organisations, people and memberships; all share one password hash, made once. */
export async function writePeople(tx: Tx, { organisations, people }: DemoPeople): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await tx.organisation.createMany({
    data: ORGANISATIONS.map(([name, kind, timeZone]) => ({ id: known(organisations, name), name, kind, timeZone })),
  });
  await tx.person.createMany({
    data: PEOPLE.map(({ email, name, operator = false }) => ({
      id: known(people, email).id,
      email,
      name,
      passwordHash,
      operator,
    })),
  });
  await tx.membership.createMany({
    data: PEOPLE.flatMap(({ email, memberOf, admin = false }) =>
      memberOf.map((name) => ({
        organisationId: known(organisations, name),
        personId: known(people, email).id,
        admin,
      })),
    ),
  });
}

/** What a map of the demo must hold. */
export function known<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the demo data has no ${key}`);
  return value;
}

function person(
  email: string,
  name: string,
  who: string,
  memberOf: string[],
  rights: Pick<PersonData, 'admin' | 'operator'> = {},
): PersonData {
  return { email, name, who, memberOf, ...rights };
}
