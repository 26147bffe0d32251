import { randomUUID } from 'node:crypto';
import { isTasks, type ServiceSizes } from '#domain/capacity.ts';
import type { Freeze } from '#domain/judge.ts';
import type { EnvironmentKind } from '#domain/rulebook.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import type { Tx } from '#server/db.ts';
import type { DemoClock } from './clock.ts';
import type { DemoContract } from './contracts.ts';
import { known } from './people.ts';
import {
  ALPINA_PROD,
  ALPINA_STAGE,
  DEV,
  JUNIPER_DEV,
  JUNIPER_PROD,
  JUNIPER_STAGE,
  KESTREL_PROD,
  KESTREL_STAGE,
  NORDLICHT_PROD,
  NORDLICHT_STAGE,
  type Sizes,
} from './sizes.ts';

type EnvironmentData = {
  slug: string;
  contract: string;
  name: string;
  kind: EnvironmentKind;
  region: string;
  position?: number;
  /** set up, not live yet */
  waiting?: true;
  services: Sizes;
};

const FRANKFURT = 'eu-central-1';
const SYDNEY = 'ap-southeast-2';
const OREGON = 'us-west-2';

const ENVIRONMENTS: readonly EnvironmentData[] = [
  environment('nlw-dev', 'NLW-2024', 'Nordlicht DEV', 'DEV', FRANKFURT, DEV),
  environment('nlw-stage', 'NLW-2024', 'Nordlicht STAGE', 'STAGE', FRANKFURT, NORDLICHT_STAGE),
  environment('nlw-prod', 'NLW-2024', 'Nordlicht PROD', 'PROD', FRANKFURT, NORDLICHT_PROD),
  environment('kes-dev', 'KES-2022', 'Kestrel DEV', 'DEV', SYDNEY, DEV),
  environment('kes-stage', 'KES-2022', 'Kestrel STAGE', 'STAGE', SYDNEY, KESTREL_STAGE),
  environment('kes-prod', 'KES-2022', 'Kestrel PROD', 'PROD', SYDNEY, KESTREL_PROD),
  environment('alp-stage-eu', 'ALP-2025', 'Alpina STAGE Europe', 'STAGE', FRANKFURT, ALPINA_STAGE),
  environment('alp-stage-us', 'ALP-2025', 'Alpina STAGE US', 'STAGE', 'us-east-1', ALPINA_STAGE, { position: 1 }),
  environment('alp-prod', 'ALP-2025', 'Alpina PROD', 'PROD', FRANKFURT, ALPINA_PROD),
  environment('jun-dev', 'JUN-2026', 'Juniper DEV', 'DEV', OREGON, JUNIPER_DEV),
  environment('jun-stage', 'JUN-2026', 'Juniper STAGE', 'STAGE', OREGON, JUNIPER_STAGE),
  environment('jun-prod', 'JUN-2026', 'Juniper PROD', 'PROD', OREGON, JUNIPER_PROD, { waiting: true }),
];

/** Juniper goes live so many days from now; no window opens in the days before, anywhere on the way there. */
const GO_LIVE_DAYS = 44;
const FREEZE_DAYS = 14;
const FROZEN = ['jun-dev', 'jun-stage', 'jun-prod'];

export type DemoService = ServiceSizes & { id: string };
export type DemoEnvironment = {
  id: string;
  slug: string;
  name: string;
  kind: EnvironmentKind;
  contract: DemoContract;
  services: DemoService[];
};

/** The environments by slug, as they will be stored: what runs now is the baseline until `current` says otherwise. */
export function demoEnvironments(contracts: ReadonlyMap<string, DemoContract>): ReadonlyMap<string, DemoEnvironment> {
  return new Map(
    ENVIRONMENTS.map(({ slug, name, kind, contract, services }) => [
      slug,
      {
        id: randomUUID(),
        slug,
        name,
        kind,
        contract: known(contracts, contract),
        services: Object.entries(services).map(([service, [baseline, ceiling = baseline]]) => ({
          id: randomUUID(),
          name: service,
          shape: isTasks(baseline) ? 'tasks' : 'nodes',
          baseline,
          current: baseline,
          ceiling,
        })),
      },
    ]),
  );
}

/** Writes environments, services and freezes; what open windows were seen to have brought is what runs now. */
export async function writeEnvironments(
  tx: Tx,
  clock: DemoClock,
  environments: ReadonlyMap<string, DemoEnvironment>,
  requests: readonly StoredRequest[],
): Promise<void> {
  const open = requests.filter(({ state }) => state === 'ACTIVE' || state === 'RETURNING');
  const observed = new Map(open.flatMap(({ lines }) => lines.map((line) => [line.serviceId, line.observed])));
  await tx.environment.createMany({
    data: ENVIRONMENTS.map(({ slug, name, kind, region, position = 0, waiting = false }) => {
      const { id, contract } = known(environments, slug);
      const createdAt = new Date(contract.termStart);
      return { id, contractId: contract.id, slug, name, kind, region, position, live: !waiting, createdAt };
    }),
  });
  await tx.service.createMany({
    data: [...environments.values()].flatMap(({ id, services }) =>
      services.map((service) => ({
        ...service,
        environmentId: id,
        current: observed.get(service.id) ?? service.current,
        observedAt: new Date(clock.now),
        observedBy: 'simulated',
      })),
    ),
  });
  await tx.freeze.createMany({
    data: [...environments.values()].flatMap(({ id, slug, contract }) =>
      freezesOf(clock, slug, contract.timeZone).map(({ name, startsAt, endsAt }) => ({
        id: randomUUID(),
        environmentId: id,
        name,
        startsAt: new Date(startsAt),
        endsAt: new Date(endsAt),
      })),
    ),
  });
}

/** The freezes of an environment (R16); instants in UTC ms. */
export function freezesOf(clock: DemoClock, slug: string, timeZone: string): Freeze[] {
  if (!FROZEN.includes(slug)) return [];
  const startsAt = clock.on(GO_LIVE_DAYS - FREEZE_DAYS, '00:00', timeZone);
  return [{ name: 'Go-live of the new shop', startsAt, endsAt: clock.on(GO_LIVE_DAYS, '00:00', timeZone) }];
}

function environment(
  slug: string,
  contract: string,
  name: string,
  kind: EnvironmentKind,
  region: string,
  services: Sizes,
  rest: Pick<EnvironmentData, 'position' | 'waiting'> = {},
): EnvironmentData {
  return { slug, contract, name, kind, region, services, ...rest };
}
