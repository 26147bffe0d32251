import {
  type Attribute,
  attributeOf,
  attributesOf,
  type Capacity,
  type Catalogue,
  cataloguePosition,
  classesOf,
  compareAttribute,
  isAbove,
  type ServiceSizes,
  type TaskCapacity,
} from '../capacity.ts';
import type { JudgeFacts } from '../judge.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { RequestContent } from '../request.ts';

/** One line beside the service it means; path is the line's wanted size in the API body. */
type Line = { wanted: Capacity; service: ServiceSizes; catalogue: Catalogue; path: string };

/** R17: a wanted size is above the baseline somewhere, below it nowhere, inside the catalogue and at most at the ceiling. */
export function sizesAreAllowed({ lines }: RequestContent, { environment, catalogue }: JudgeFacts): Refusal[] {
  return lines.flatMap(({ service: name, wanted }, index) => {
    const service = environment.services.find((each) => each.name === name);
    return service ? judgeLine({ wanted, service, catalogue, path: `lines.${index}.wanted` }) : [];
  });
}

function judgeLine(line: Line): Refusal[] {
  const { wanted, service, catalogue, path } = line;
  const strange = notSizable(line);
  if (strange.length > 0) return strange;
  const unknown = notInCatalogue(line);
  const judged = attributesOf(service.shape).filter(
    (attribute) => !unknown.some((each) => each.path === `${path}.${attribute}`),
  );
  const found = [...unknown, ...judged.flatMap((attribute) => outOfBounds(line, attribute)), ...outOfOrder(line)];
  if (found.length > 0 || isAbove(wanted, service.baseline, service, catalogue)) return found;
  return [refusal('notAboveBaseline', { service: service.name }, path)];
}

/** Attributes of the other shape, and a disk where the contract has none. */
function notSizable({ wanted, service, path }: Line): Refusal[] {
  const own: readonly string[] = attributesOf(service.shape).filter(
    (attribute) =>
      attribute !== 'diskGiB' || [service.baseline, service.ceiling].some((size) => attributeOf(size, 'diskGiB')),
  );
  const strange = (Object.keys(wanted) as Attribute[]).filter((attribute) => !own.includes(attribute));
  return strange.map((attribute) =>
    refusal('notSizable', { service: service.name, attribute }, `${path}.${attribute}`),
  );
}

/** A class of another service, or cpu and memory that are no listed pair. What the contract bought always counts as listed. */
function notInCatalogue(line: Line): Refusal[] {
  const { wanted, service, catalogue, path } = line;
  const same = (attribute: Attribute) => attributeOf(wanted, attribute) === attributeOf(service.baseline, attribute);
  const unlisted = (attribute: Attribute, all: readonly (number | string)[]) => {
    const choices = all.filter(
      (choice) => outOfBounds({ ...line, wanted: { ...wanted, [attribute]: choice } }, attribute).length === 0,
    );
    const value = String(attributeOf(wanted, attribute));
    const params = { service: service.name, attribute, wanted: value, choices: choices.map(String) };
    return [refusal('notInCatalogue', params, `${path}.${attribute}`)];
  };
  if (!('cpu' in wanted)) {
    const known = same('instance') || cataloguePosition(wanted.instance, service.name, catalogue) >= 0;
    return known
      ? []
      : unlisted(
          'instance',
          classesOf(service.name, catalogue).map(({ name }) => name),
        );
  }
  if (same('cpu') && same('memory')) return [];
  const memories = catalogue.taskSizes.filter(({ cpu }) => cpu === wanted.cpu).map(({ memory }) => memory);
  if (memories.length === 0) return unlisted('cpu', [...new Set(catalogue.taskSizes.map(({ cpu }) => cpu))]);
  return memories.includes(wanted.memory) ? [] : unlisted('memory', memories);
}

function outOfBounds({ wanted, service, catalogue, path }: Line, attribute: Attribute): Refusal[] {
  const { name, baseline, ceiling } = service;
  const compare = (bound: Capacity) => compareAttribute(attribute, wanted, bound, name, catalogue);
  const text = (size: Capacity) => String(attributeOf(size, attribute) ?? 0);
  const params = { service: name, attribute, wanted: text(wanted) };
  const at = `${path}.${attribute}`;
  return [
    ...(compare(baseline) < 0 ? [refusal('belowBaseline', { ...params, baseline: text(baseline) }, at)] : []),
    ...(compare(ceiling) > 0 ? [refusal('aboveCeiling', { ...params, ceiling: text(ceiling) }, at)] : []),
  ];
}

function outOfOrder({ wanted, service, path }: Line): Refusal[] {
  if (service.shape !== 'tasks') return [];
  const { min, desired, max } = wanted as TaskCapacity;
  if (min <= desired && desired <= max) return [];
  return [refusal('sizesOutOfOrder', { service: service.name }, `${path}.${desired > max ? 'max' : 'min'}`)];
}
