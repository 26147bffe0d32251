import { LEVELS, type Level, worst } from '#domain/status.ts';
import { type AsOf, type Entry, levelOf } from './board-entry.ts';

/** What is sought; contracts are ids that the caller has judged. */
export type Sought = { contracts: 'all' | readonly string[]; query?: string; page?: number };
/** What was found: unhealthy first, then by contract, kind and position. */
export type Found = { entries: Entry[]; counts: Record<Level, number>; level: Level };

const KINDS = ['DEV', 'STAGE', 'PROD'];

/** The order on a page among those of one level. */
export function byPlace(a: Entry, b: Entry): number {
  return (
    compare(a.contract.reference, b.contract.reference) ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    a.position - b.position ||
    compare(a.slug, b.slug)
  );
}

/** Those of some environments in order (byPlace) in which the words of a query are found, whatever their case. */
function search(entries: readonly Entry[], query: string, at: AsOf): Found {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const byLevel = new Map<Level, Entry[]>(LEVELS.map((level) => [level, []]));
  const measured = new Set<Level>();
  for (const entry of entries) {
    if (!words.every((word) => entry.sought.includes(word))) continue;
    const level = levelOf(entry, at);
    byLevel.get(level)?.push(entry);
    // nothing is expected of what nobody measures
    if (entry.lasts !== null || level !== 'UNKNOWN') measured.add(level);
  }
  const counts = Object.fromEntries([...byLevel].map(([level, of]) => [level, of.length])) as Record<Level, number>;
  return { entries: [...byLevel.values()].flat(), counts, level: worst([...measured]) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

const MOST_KEPT = 50;

/** Searches that were made since anything changed: many people look at the same page. */
export class KeptSearches {
  readonly #kept = new Map<string, Found>();

  /** What is found among entries; made once until `forget`, and once a second while the database is away, since levels fade by the clock alone. */
  found(entries: readonly Entry[], sought: Sought, at: AsOf): Found {
    const second = at.stale ? Math.floor(at.now / 1000) : '';
    const key = `${sought.contracts}\n${second}\n${sought.query ?? ''}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const found = search(entries, sought.query ?? '', at);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, found);
    return found;
  }

  forget(): void {
    this.#kept.clear();
  }
}
