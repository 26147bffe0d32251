import type { Markup } from './html.ts';

const all = new WeakMap<object, Map<string, Markup>>();

/** Markup of something that never changes in place, made once for each way of looking at it and kept as long as the thing itself. */
export function kept(thing: object, way: string, make: () => Markup): Markup {
  const ways = all.get(thing) ?? new Map<string, Markup>();
  const made = ways.get(way) ?? make();
  all.set(thing, ways.set(way, made));
  return made;
}
