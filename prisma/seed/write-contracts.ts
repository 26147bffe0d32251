import type { StoredRequest } from '#domain/stored-request.ts';
import { contractYear } from '#domain/time.ts';
import type { Tx } from '#server/db.ts';
import type { DemoClock } from './clock.ts';
import type { DemoContract } from './contracts.ts';
import { type DemoPeople, known } from './people.ts';

/** Writes contracts with managers, partner grants, variations and opening balances: those that make each budget's used days what the demo promises, requests of the year included. */
export async function writeContracts(
  tx: Tx,
  clock: DemoClock,
  byReference: ReadonlyMap<string, DemoContract>,
  { organisations, people }: DemoPeople,
  requests: readonly StoredRequest[],
): Promise<void> {
  const contracts = [...byReference.values()];
  await tx.contract.createMany({
    data: contracts.map((contract) => ({
      id: contract.id,
      reference: contract.reference,
      organisationId: known(organisations, contract.organisation),
      rulebookId: contract.rulebook,
      timeZone: contract.timeZone,
      holidayRegion: contract.holidayRegion,
      termStart: new Date(contract.termStart),
      termEnd: new Date(contract.termEnd),
      approvers: contract.approvers ?? null,
      upscaleDaysPerYear: contract.budget?.perYear ?? null,
      publicStatus: contract.publicStatus ?? false,
      productOwnerName: contract.productOwner[0],
      productOwnerEmail: contract.productOwner[1],
      createdAt: new Date(contract.termStart),
    })),
  });
  await tx.managerAssignment.createMany({
    data: contracts.flatMap(({ id, managers, termStart }) =>
      managers.map((email, index) => ({
        contractId: id,
        personId: known(people, email).id,
        createdAt: new Date(termStart + index),
      })),
    ),
  });
  await tx.partnerGrant.createMany({
    data: contracts.flatMap(({ id, partner }) =>
      partner ? [{ contractId: id, organisationId: known(organisations, partner) }] : [],
    ),
  });
  await tx.variation.createMany({
    data: contracts.flatMap(({ id: contractId, variations }) =>
      variations.map(({ validFrom, validTo, ...rest }) => ({
        ...rest,
        contractId,
        validFrom: new Date(validFrom),
        validTo: validTo === null ? null : new Date(validTo),
      })),
    ),
  });
  await tx.contractYear.createMany({
    data: contracts.flatMap((contract) => openingBalance(contract, clock.now, requests)),
  });
}

function openingBalance(
  { id, termStart, timeZone, budget }: DemoContract,
  now: number,
  requests: readonly StoredRequest[],
): { contractId: string; yearStart: Date; openingUsedDays: number }[] {
  if (!budget) return [];
  const { start, end } = contractYear(termStart, timeZone, now);
  const requested = requests
    .filter(({ contractId, window }) => contractId === id && window && start <= window.start && window.start < end)
    .reduce((sum, { upscaleDays }) => sum + upscaleDays, 0);
  return [{ contractId: id, yearStart: new Date(start), openingUsedDays: budget.used - requested }];
}
