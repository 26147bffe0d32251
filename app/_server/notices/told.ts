import type { StoredNotice } from '#domain/notice.ts';
import { placeOf } from '#domain/notice-form.ts';
import type { Json } from '#domain/record.ts';

type Facts = Record<string, Json>;

/** What of a notice a change made different, as the record keeps it: the texts before and after are the history of edits. */
export function differences(before: StoredNotice | null, after: StoredNotice | null): { before: Json; after: Json } {
  const [was, is] = [factsOf(before), factsOf(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const changed = names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  const of = (facts: Facts) =>
    Object.fromEntries(changed.flatMap((name) => (name in facts ? [[name, facts[name] ?? null]] : [])));
  return { before: before && of(was), after: after && of(is) };
}

function factsOf(notice: StoredNotice | null): Facts {
  if (!notice) return {};
  const { kind, title, state, impact, startsAt, endsAt, publishedAt, postMortem, scope, updates } = notice;
  return {
    ...{ kind, title, state, impact, postMortem },
    startsAt: new Date(startsAt).toISOString(),
    endsAt: endsAt === null ? null : new Date(endsAt).toISOString(),
    published: publishedAt !== null,
    scope: scope.map(placeOf),
    ...Object.fromEntries(updates.map(({ state, text }, n) => [`update ${n + 1}`, { state, text }])),
  };
}
