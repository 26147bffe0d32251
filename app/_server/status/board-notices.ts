import { type NoticeStage, stageOf, toldImpact, toldState } from '#domain/notice.ts';
import { type NoticeView, PAST_SHOWN } from '#domain/status-view.ts';
import type { ContractEntry } from './board-entry.ts';
import type { NoticeRow } from './board-rows.ts';
import { markdownOf } from './markdown.ts';

/** Whom a notice is shown to: what it affects of other contracts, or other environments when some were searched for, is left out. */
type Shown = { contracts: ReadonlySet<string>; slugs: ReadonlySet<string> | null };
type Told = { open: NoticeView[]; planned: NoticeView[]; past: NoticeView[] };

/** The notices of some contracts at an instant (UTC ms), in the order of StatusPage; slugs = only those that affect one of these. */
export function noticesOf(contracts: readonly ContractEntry[], slugs: ReadonlySet<string> | null, at: number): Told {
  const shown = { contracts: new Set(contracts.map(({ id }) => id)), slugs };
  const rows = newestOf(contracts).filter((row) => affectedBy(row, shown).length > 0);
  const of = (phase: Phase) => rows.filter((row) => PHASES[stageOf(row, at)] === phase);
  const open = of('open').sort((a, b) => b.startsAt - a.startsAt);
  const planned = of('planned').sort((a, b) => a.startsAt - b.startsAt);
  const past = of('past').sort((a, b) => endOf(b) - endOf(a));
  const view = (row: NoticeRow) => viewOf(row, shown, at);
  return { open: open.map(view), planned: planned.map(view), past: past.slice(0, PAST_SHOWN).map(view) };
}

/** Each notice once, though several contracts know it: as the one that heard of it last. */
function newestOf(contracts: readonly ContractEntry[]): NoticeRow[] {
  const newest = new Map<string, NoticeRow>();
  for (const { notices } of contracts)
    for (const row of notices) if ((newest.get(row.id)?.updatedAt ?? 0) <= row.updatedAt) newest.set(row.id, row);
  return [...newest.values()];
}

type Phase = 'open' | 'planned' | 'past';
const PHASES: Partial<Record<NoticeStage, Phase>> = {
  ...{ OPEN: 'open', RUNNING: 'open', PLANNED: 'planned' },
  ...{ RESOLVED: 'past', COMPLETED: 'past', CANCELLED: 'past' },
};

function endOf({ state, endsAt, updatedAt }: NoticeRow): number {
  return state === 'CANCELLED' ? updatedAt : (endsAt ?? updatedAt);
}

function affectedBy({ scope }: NoticeRow, { contracts, slugs }: Shown): NoticeRow['scope'] {
  const mine = scope.filter(({ contractId }) => contracts.has(contractId));
  return slugs === null || mine.some(({ slug }) => slugs.has(slug)) ? mine : [];
}

type Texts = Pick<NoticeView, 'updates' | 'postMortem'>;
// Markdown is read once, by whoever looks first
const texts = new WeakMap<NoticeRow, Texts>();

function viewOf(row: NoticeRow, shown: Shown, at: number): NoticeView {
  const { id, kind, title, startsAt, endsAt } = row;
  const impact = toldImpact(row);
  const state = toldState(row, at);
  const affected = affectedBy(row, shown).map(({ contractId: _, ...rest }) => rest);
  const text = texts.get(row) ?? textsOf(row);
  texts.set(row, text);
  return { id, kind, title, state, impact, startsAt, endsAt, affected, ...text };
}

function textsOf({ updates, postMortem }: NoticeRow): Texts {
  return {
    updates: updates.map(({ text, ...update }) => ({ ...update, html: markdownOf(text) })),
    postMortem: postMortem === null ? null : markdownOf(postMortem),
  };
}
