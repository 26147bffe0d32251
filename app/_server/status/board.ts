import { STATUS_PAGE_SIZE, type StatusEnvironment, type StatusPage } from '#domain/status-view.ts';
import { type ContractEntry, type Entry, viewOf } from './board-entry.ts';
import type { BoardFacts } from './board-facts.ts';
import { BoardKeeper, type Told } from './board-keeper.ts';
import { noticesOf } from './board-notices.ts';
import type { Sought } from './board-search.ts';

// on globalThis: the bundles of one process share it
const kept = globalThis as { headroomBoard?: BoardKeeper };
function board(): BoardKeeper {
  kept.headroomBoard ??= new BoardKeeper();
  return kept.headroomBoard;
}

/** Begins to read everything, so that the first who asks need not wait for it. Resolves when it is read, or cannot be now. */
export function startBoard(): Promise<void> {
  return board()
    .facts()
    .then(
      () => {},
      () => {},
    );
}

/** A page of environments and notices of some contracts, as far as the board knows; throws only when nothing could ever be read. */
export async function statusPage(sought: Sought): Promise<StatusPage> {
  return pageOf(await board().facts(), sought);
}

/** The environments with these slugs that there are; the caller has judged whether they may be seen. */
export async function statusOf(slugs: readonly string[]): Promise<ReadonlyMap<string, StatusEnvironment>> {
  const { slugs: known } = await board().facts();
  const entries = slugs.flatMap((slug) => known.get(slug) ?? []);
  return new Map(entries.map((entry) => [entry.slug, viewOf(entry, board().contact.at(changedAt([entry.contract])))]));
}

/** The contract of that reference if its status is public, as far as is known now. */
export function publicContract(reference: string): { id: string; reference: string; organisation: string } | null {
  const contract = board().known?.references.get(reference);
  return contract?.isPublic ? contract : null;
}

/** How a contract whose status is public writes the reference that was asked for in other letters' case; null = there is none, as far as is known now. */
export function publicSpelling(reference: string): string | null {
  const sought = reference.toLowerCase();
  for (const each of board().known?.contracts.values() ?? [])
    if (each.isPublic && each.reference.toLowerCase() === sought) return each.reference;
  return null;
}

/** The reference of a contract (its id) if its status is public, as far as is known now. */
export function publicReference(contractId: string): string | null {
  const contract = board().known?.contracts.get(contractId);
  return contract?.isPublic ? contract.reference : null;
}

/** The reference of the contract that an environment belongs to, as far as is known now. */
export function contractOfSlug(slug: string): { id: string; reference: string } | null {
  return board().known?.slugs.get(slug)?.contract ?? null;
}

/** The contracts (ids) of which the board holds something new since an instant (UTC ms). */
export function boardChangedSince(since: number): string[] {
  return [...board().toldAt].flatMap(([contractId, at]) => (at >= since ? [contractId] : []));
}

/** Whether the database could not be asked at the board's last look; what pages show is of before. */
export function isBoardAway(): boolean {
  return board().contact.isAway;
}

/** Calls back when a minute of the clock has begun and the database was asked, until the answered function is called: what is told of a moment is made anew. */
export function onBoardMinute(callback: () => void): () => void {
  const { minutes } = board();
  minutes.add(callback);
  board().start();
  return () => minutes.delete(callback);
}

/** Calls back when the board holds something new of a contract (its id), until the answered function is called. */
export function onBoardChange(callback: Told): () => void {
  const { told } = board();
  told.add(callback);
  board().start();
  return () => told.delete(callback);
}

function pageOf(facts: BoardFacts, sought: Sought): StatusPage {
  const { contracts, query = '', page: asked = 1 } = sought;
  const mine =
    contracts === 'all'
      ? [...facts.contracts.values()]
      : [...new Set(contracts)].flatMap((id) => facts.contracts.get(id) ?? []);
  const entries = contracts === 'all' ? facts.ordered : inOrder(mine);
  const at = board().contact.at(changedAt(mine));
  const found = board().found(entries, sought, at);
  const pages = Math.max(1, Math.ceil(found.entries.length / STATUS_PAGE_SIZE));
  const page = Math.min(Math.max(1, Math.trunc(asked) || 1), pages);
  const shown = found.entries.slice((page - 1) * STATUS_PAGE_SIZE, page * STATUS_PAGE_SIZE);
  const slugs = query.trim() === '' ? null : new Set(found.entries.map(({ slug }) => slug));
  const [only] = mine;
  return {
    contract: mine.length === 1 && only ? { reference: only.reference, organisation: only.organisation } : null,
    counts: found.counts,
    total: found.entries.length,
    level: found.level,
    environments: shown.map((entry) => viewOf(entry, at)),
    query,
    page,
    pages,
    ...noticesOf(mine, slugs, at.asOf),
    asOf: at.asOf,
    stale: at.stale,
  };
}

function inOrder(contracts: readonly ContractEntry[]): Entry[] {
  const byReference = [...contracts].sort((a, b) => (a.reference < b.reference ? -1 : 1));
  return byReference.flatMap(({ entries }) => entries);
}

/** When anything of some contracts last changed, by the clock of whoever changed it, unless that one was ahead. */
function changedAt(contracts: readonly ContractEntry[]): number {
  const { latest } = board().contact;
  let last = 0;
  const count = (at: number) => {
    if (at > last && at <= latest) last = at;
  };
  for (const { entries, notices } of contracts) {
    for (const { status } of entries) count(status?.changedAt ?? 0);
    for (const { updatedAt } of notices) count(updatedAt);
  }
  return last;
}
