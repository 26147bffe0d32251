import type { Catalogue } from '#domain/capacity.ts';
import { DEFAULT_RULEBOOK_ID, type Rulebook } from '#domain/rulebook.ts';
import { db, type Tx } from '../db.ts';

/** What hardly ever changes and every verdict needs. */
export type ReferenceData = {
  rulebooks: ReadonlyMap<string, Rulebook>;
  catalogue: Catalogue;
  /** ISO dates by region */
  holidays: ReadonlyMap<string, ReadonlySet<string>>;
};

const KEPT_MS = 5_000;
let kept: { at: number; data: Promise<ReferenceData> } | undefined;

/** Rulebooks, catalogue and holidays; read again after 5 s, so a change is seen at once by people and costs nothing under load. Inside a transaction by its own connection: waiting for another would block those who wait for its locks, and they hold them all. */
export function referenceData(tx: Tx = db()): Promise<ReferenceData> {
  const at = performance.now();
  if (!kept || at - kept.at > KEPT_MS) {
    const data = read(tx);
    kept = { at, data };
    data.catch(() => {
      kept = undefined;
    });
  }
  return kept.data;
}

/** A rulebook by id; null and unknown ids mean the default one (R1). */
export function rulebookOf(data: ReferenceData, id: string | null): Rulebook {
  const book = data.rulebooks.get(id ?? DEFAULT_RULEBOOK_ID) ?? data.rulebooks.get(DEFAULT_RULEBOOK_ID);
  if (!book) throw new Error('the rulebooks are missing: run npm run migrate');
  return book;
}

type Row = {
  rulebooks: Rulebook[] | null;
  classes: (Catalogue['classes'][number] & { sustainedShare: number | null })[] | null;
  sizes: Catalogue['taskSizes'][number][] | null;
  holidays: { region: string; date: string }[] | null;
};

/** All of it in one statement. */
async function read(tx: Tx): Promise<ReferenceData> {
  const [row] = await tx.$queryRaw<[Row]>`
    SELECT (SELECT json_agg(rules) FROM "Rulebook") AS rulebooks,
           (SELECT json_agg(c ORDER BY service, rank) FROM "InstanceClass" c) AS classes,
           (SELECT json_agg(s ORDER BY cpu, memory) FROM "TaskSize" s) AS sizes,
           (SELECT json_agg(json_build_object('region', region, 'date', date)) FROM "Holiday") AS holidays`;
  const holidays = new Map<string, Set<string>>();
  for (const { region, date } of row.holidays ?? [])
    holidays.set(region, (holidays.get(region) ?? new Set()).add(date));
  return {
    rulebooks: new Map((row.rulebooks ?? []).map((book) => [book.id, book])),
    catalogue: {
      classes: (row.classes ?? []).map(({ sustainedShare, ...rest }) => ({
        ...rest,
        ...(sustainedShare !== null && { sustainedShare }),
      })),
      taskSizes: row.sizes ?? [],
    },
    holidays,
  };
}
