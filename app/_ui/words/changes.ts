import { type Attribute, attributeOf, attributesOf, type Capacity, isTasks } from '#domain/capacity.ts';
import { capacityWords, serviceWords, valueWords } from './sizes.ts';

/** What one size changes of another: '4 tasks', 'db.m6g.large', '4 tasks, 1 vCPU'; the whole size where nothing differs. */
export function changeWords(from: Capacity, to: Capacity): string {
  const changed = attributesOf(isTasks(to) ? 'tasks' : 'nodes').filter(
    (attribute) => attributeOf(from, attribute) !== attributeOf(to, attribute),
  );
  const named = changed.includes('max') ? changed.filter((attribute) => !isLesser(attribute)) : changed;
  const words = named.flatMap((attribute) => {
    const value = attributeOf(to, attribute);
    return value === undefined ? [] : [valueWords(attribute, value)];
  });
  return words.length > 0 ? words.reverse().join(', ') : capacityWords(to);
}

/** What a request is about, for titles and lists: 'yves to 4 tasks, database to db.m6g.large'. */
export function linesWords(lines: readonly { service: string; current: Capacity; requested: Capacity }[]): string {
  return lines
    .map(({ service, current, requested }) => `${serviceWords(service)} to ${changeWords(current, requested)}`)
    .join(', ');
}

/** Where the most grows, how it moves below it goes without saying. */
function isLesser(attribute: Attribute): boolean {
  return attribute === 'min' || attribute === 'desired';
}
