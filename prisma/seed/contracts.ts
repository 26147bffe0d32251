import { randomUUID } from 'node:crypto';
import type { Standing } from '#domain/policy.ts';
import type { KindRules, Variation } from '#domain/rulebook.ts';
import { type DemoClock, monthStart } from './clock.ts';
import type { DemoPerson } from './people.ts';

/** A contract of the demo; monthsBack and yearsBack place the term's start, so that the year that holds now has begun. */
type ContractData = {
  reference: string;
  organisation: string;
  rulebook: '2023-10' | '2024-02';
  timeZone: string;
  holidayRegion: string;
  monthsBack: number;
  yearsBack: number;
  approvers?: number;
  /** upscale-days a year and those used by now, demo requests included */
  budget?: { perYear: number; used: number };
  publicStatus?: true;
  productOwner: [name: string, email: string];
  managers: string[];
  partner?: string;
};

const MANAGER = 'manager@headroom.example';
const MANAGER_2 = 'manager2@headroom.example';
/** Full contract years after the running one: more than the 18 months every term lasts. */
const YEARS_LEFT = 2;

const CONTRACTS: readonly ContractData[] = [
  {
    reference: 'NLW-2024',
    organisation: 'Nordlicht Werkzeuge',
    rulebook: '2023-10',
    timeZone: 'Europe/Berlin',
    holidayRegion: 'DE-HE',
    monthsBack: 4,
    yearsBack: 2,
    approvers: 1,
    budget: { perYear: 120, used: 12 },
    publicStatus: true,
    productOwner: ['Ruben Aalders', 'ruben.aalders@headroom.example'],
    managers: [MANAGER],
    partner: 'Brückner Digital',
  },
  {
    reference: 'KES-2022',
    organisation: 'Kestrel Parts',
    rulebook: '2023-10',
    timeZone: 'Australia/Sydney',
    holidayRegion: 'AU-NSW',
    monthsBack: 4,
    yearsBack: 4,
    productOwner: ['Ruben Aalders', 'ruben.aalders@headroom.example'],
    managers: [MANAGER],
  },
  {
    reference: 'ALP-2025',
    organisation: 'Alpina Foods',
    rulebook: '2024-02',
    timeZone: 'Europe/Vienna',
    holidayRegion: 'AT',
    monthsBack: 2,
    yearsBack: 1,
    approvers: 2,
    budget: { perYear: 60, used: 41 },
    productOwner: ['Clara Steinwender', 'clara.steinwender@headroom.example'],
    managers: [MANAGER, MANAGER_2],
    partner: 'Tallgrass Commerce',
  },
  {
    reference: 'JUN-2026',
    organisation: 'Juniper Home',
    rulebook: '2024-02',
    timeZone: 'America/Los_Angeles',
    holidayRegion: 'US',
    monthsBack: 3,
    yearsBack: 0,
    budget: { perYear: 90, used: 9 },
    productOwner: ['Clara Steinwender', 'clara.steinwender@headroom.example'],
    managers: [MANAGER, MANAGER_2],
  },
];

/** Kestrel's own purpose for STAGE (R1), over most of two years. */
function suppliersVariation(clock: DemoClock): Variation {
  return {
    id: randomUUID(),
    kind: 'STAGE',
    validFrom: monthStart(clock.now, 9, 0, 'Australia/Sydney'),
    validTo: monthStart(clock.now, -13, 0, 'Australia/Sydney'),
    change: {
      purpose:
        'Certification of supplier feeds: each quarter the new parts catalogue is imported here with a data subset and checked by the suppliers, before performance tests of the release that carries it to PROD.',
    } satisfies Partial<KindRules>,
    reason: 'Change order 7: the suppliers certify their feeds on STAGE each quarter.',
  };
}

export type DemoContract = ContractData & {
  id: string;
  termStart: number;
  termEnd: number;
  variations: Variation[];
};

/** What a person is to a contract of the demo, as the stored facts say. */
export function standingsOf(contract: DemoContract, { email, memberOf }: DemoPerson): Standing[] {
  const standings: [Standing, boolean][] = [
    ['customer', memberOf.includes(contract.organisation)],
    ['partner', contract.partner !== undefined && memberOf.includes(contract.partner)],
    ['manager', contract.managers.includes(email)],
  ];
  return standings.filter(([, holds]) => holds).map(([standing]) => standing);
}

/** The contracts by reference, with new ids and the terms that hold now. */
export function demoContracts(clock: DemoClock): ReadonlyMap<string, DemoContract> {
  return new Map(
    CONTRACTS.map((contract) => {
      const { reference, monthsBack, yearsBack, timeZone } = contract;
      const termStart = monthStart(clock.now, monthsBack, yearsBack, timeZone);
      const termEnd = monthStart(clock.now, monthsBack, -1 - YEARS_LEFT, timeZone);
      const variations = reference === 'KES-2022' ? [suppliersVariation(clock)] : [];
      return [reference, { ...contract, id: randomUUID(), termStart, termEnd, variations }];
    }),
  );
}
