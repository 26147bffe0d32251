import { db } from '../db.ts';

/** Whom a contract's people can turn to, and the contract's zone (IANA). */
export type ContractContacts = {
  managers: { name: string; email: string }[];
  productOwner: { name: string; email: string };
  timeZone: string;
};

/** The contacts of the contract that an environment or request belongs to; null = there is none. One statement, for answers that refuse. */
export async function contactsOf(of: { environment: string } | { request: string }): Promise<ContractContacts | null> {
  const contract = await db().contract.findFirst({
    where:
      'environment' in of
        ? { environments: { some: { slug: of.environment } } }
        : { requests: { some: { reference: of.request } } },
    include: {
      assignments: { select: { person: { select: { name: true, email: true } } }, orderBy: { createdAt: 'asc' } },
    },
    relationLoadStrategy: 'join',
  });
  if (!contract) return null;
  const { productOwnerName: name, productOwnerEmail: email, timeZone } = contract;
  return { managers: contract.assignments.map(({ person }) => person), productOwner: { name, email }, timeZone };
}
