import { type FieldError, fieldError } from '#domain/field-error.ts';
import type { StoredScope } from '#domain/notice.ts';
import type { WantedScope } from '#domain/notice-shape.ts';
import type { Tx } from '../db.ts';

/** The places that a scope names: as they are kept, with what is wrong with their services; missing = a slug that names nothing. */
export type Places = { scope: StoredScope[]; errors: FieldError[]; missing: boolean };

/** Looks up what a scope names, whoever may see it. One statement. */
export async function findPlaces(tx: Tx, wanted: WantedScope): Promise<Places> {
  const rows = await tx.environment.findMany({
    where: { slug: { in: wanted.map(({ environment }) => environment) } },
    select: { id: true, contractId: true, slug: true, name: true, services: { select: { name: true } } },
  });
  const found = wanted.map(({ environment, service = null }) => {
    const row = rows.find(({ slug }) => slug === environment);
    const services = row?.services.map(({ name }) => name).sort() ?? [];
    return { row, service, services };
  });
  return {
    scope: found.flatMap(({ row, service }) =>
      row ? [{ contractId: row.contractId, environmentId: row.id, slug: row.slug, name: row.name, service }] : [],
    ),
    errors: found.flatMap(({ row, service, services }, index) =>
      row && service !== null && !services.includes(service)
        ? [fieldError(`scope.${index}.service`, 'unknownService', { choices: services.join(', ') })]
        : [],
    ),
    missing: found.some(({ row }) => !row),
  };
}
