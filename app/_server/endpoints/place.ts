import type { Json } from '#domain/record.ts';
import type { Actor } from '../access/standing.ts';
import { isSlug } from '../api/query.ts';
import { type Tx, transaction } from '../db.ts';
import { NOT_FOUND, type Outcome } from '../outcome.ts';
import { record } from '../record/append.ts';
import { publisherStanding } from '../status/publisher.ts';

/** Who does what where; `at` in UTC ms. */
type Deed = { actor: Actor; slug: string; what: string; at: number };
/** An environment of which the actor may say what is probed; `write` puts the deed's entry into the record. */
export type Place = {
  tx: Tx;
  id: string;
  slug: string;
  services: { id: string; name: string }[];
  at: number;
  write(before: Json, after: Json): Promise<void>;
};

/** Runs work in one transaction on an environment of which the actor may say what is probed: else 404 or R13, both recorded. The contract stays locked, so what is probed of one environment changes one after the other. */
export function onPlace<T>(
  { actor, slug, what, at }: Deed,
  work: (place: Place) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return transaction(async (tx) => {
    const found = isSlug(slug) && (await tx.environment.findUnique({ where: { slug }, select: SELECTED }));
    if (!found) return NOT_FOUND;
    const subject = `environment ${slug}`;
    const gate = await publisherStanding(tx, { actor, what, subject, at }, found.contractId);
    if (gate.kind !== 'done') return gate;
    const entry = { at, who: actor.email, standing: gate.value, what, subject, verdict: { allowed: true } };
    const write = (before: Json, after: Json) => record(tx, { ...entry, before, after });
    return work({ tx, id: found.id, slug, services: found.services, at, write });
  });
}

const SELECTED = {
  id: true,
  contractId: true,
  services: { select: { id: true, name: true }, orderBy: { name: 'asc' } },
} as const;
