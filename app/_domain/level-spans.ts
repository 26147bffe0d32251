import { edgesBetween, type Level, type LevelNow, levelAt, type StatusFacts } from './status.ts';

/** A time at one level; [from, to) in UTC ms, to null = until now. */
export type LevelSpan = LevelNow & { from: number; to: number | null };

/** How a stretch of time between two settlings went, by stored facts that people or probes did not change meanwhile: whole, without holes, each span different from the one before. `open` = the span that lasts at `from`, null = none yet; until in UTC ms. */
export function spansSince(open: LevelSpan | null, facts: StatusFacts, from: number, until: number): LevelSpan[] {
  const spans: LevelSpan[] = open ? [open] : [];
  for (const at of [from, ...edgesBetween(facts, from, until)]) {
    const { level, underlying, maintenance } = levelAt(facts, at);
    const last = spans.at(-1);
    if (last && isSame(last, { level, underlying, maintenance })) continue;
    if (last) last.to === null && spans.splice(-1, 1, ...(last.from < at ? [{ ...last, to: at }] : []));
    const before = spans.at(-1);
    if (before && before.to === at && isSame(before, { level, underlying, maintenance }))
      spans.splice(-1, 1, { ...before, to: null });
    else spans.push({ level, underlying, maintenance, from: at, to: null });
  }
  return spans;
}

/** Since when the level shown is what it is: spans that differ only below it are one. Spans oldest first; UTC ms. */
export function levelSince(spans: readonly LevelSpan[]): { level: Level; since: number } | null {
  const last = spans.at(-1);
  if (!last) return null;
  let { from } = last;
  for (const span of spans.toReversed()) {
    if (span.level !== last.level) break;
    from = span.from;
  }
  return { level: last.level, since: from };
}

function isSame(one: LevelNow, other: LevelNow): boolean {
  return one.level === other.level && one.underlying === other.underlying && one.maintenance === other.maintenance;
}
