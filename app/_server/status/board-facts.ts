import { type ContractEntry, type Entry, entryOf, NO_DAYS, statusOfRow } from './board-entry.ts';
import {
  type ContractRow,
  contractIds,
  contractRows,
  dayRows,
  type Lasts,
  noticeRows,
  type StatusRow,
  staleTimes,
  statusRows,
} from './board-rows.ts';
import { byPlace } from './board-search.ts';

/** Read at once: what a chunk takes of the event loop stays far below 50 ms. */
const CHUNK = 200;

/** All that the board knows, in memory; times are those of the database. */
export class BoardFacts {
  readonly contracts = new Map<string, ContractEntry>();
  readonly references = new Map<string, ContractEntry>();
  readonly slugs = new Map<string, Entry>();
  /** in the order of pages */
  ordered: Entry[] = [];
  readonly #entries = new Map<string, Entry>();

  /** Everything anew. */
  static async load(): Promise<BoardFacts> {
    const facts = new BoardFacts();
    const ids = await contractIds();
    for (const chunk of chunksOf(ids)) await facts.#readContracts(chunk);
    for (const chunk of chunksOf([...facts.#entries.keys()])) await facts.renewEnvironments(chunk);
    facts.#order();
    return facts;
  }

  /** Contracts with their environments, their names and notices, as they are now; gone ones go. */
  async renewContracts(ids: readonly string[]): Promise<void> {
    for (const chunk of chunksOf(ids)) {
      await this.#readContracts(chunk);
      const entries = chunk.flatMap((id) => this.contracts.get(id)?.entries ?? []);
      for (const part of chunksOf(entries.map(({ id }) => id))) await this.renewEnvironments(part);
    }
    this.#order();
  }

  /** Levels, spans and, where a day has been rolled up since, days of environments. Answers the contracts whose notices it does not know as these environments do. */
  async renewEnvironments(ids: readonly string[]): Promise<Set<string>> {
    const unsure = new Set<string>();
    for (const chunk of chunksOf(ids)) {
      const [rows, lasting] = await Promise.all([statusRows(chunk), staleTimes(chunk)]);
      const rolled = rows.filter((row) => this.#entries.get(row.id)?.status?.rolledTo !== row.rolledTo);
      const days = await (rolled.length > 0
        ? dayRows(
            rolled.map(({ id }) => id),
            Date.now(),
          )
        : new Map<string, Buffer>());
      const known = new Map(rows.map((row) => [row.id, row]));
      for (const { id } of rolled) this.#setDays(id, days.get(id));
      for (const id of chunk) {
        const entry = this.#entries.get(id);
        if (entry && this.#tell(entry, known.get(id), lasting.get(id))) unsure.add(entry.contract.id);
      }
    }
    return unsure;
  }

  /** The contracts of which it is not known that they are public, as these are, or that they are not, as all others. */
  otherThan(publicIds: readonly string[]): string[] {
    const now = new Set(publicIds);
    const known = [...this.contracts.values()].filter(({ id, isPublic }) => isPublic !== now.has(id));
    return [...known.map(({ id }) => id), ...publicIds.filter((id) => !this.contracts.has(id))];
  }

  /** The environment's contract, as far as it is known. */
  contractOf(environmentId: string): string | undefined {
    return this.#entries.get(environmentId)?.contract.id;
  }

  #setDays(id: string, days: Buffer = NO_DAYS): void {
    const entry = this.#entries.get(id);
    if (entry) entry.days = days;
  }

  /** Whether its reasons name other notices than before. */
  #tell(entry: Entry, row: StatusRow | undefined, lasts: Lasts | undefined): boolean {
    const before = noticeIds(entry);
    entry.status = row ? statusOfRow(row) : null;
    entry.lasts = lasts ?? null;
    entry.view = null;
    return noticeIds(entry) !== before;
  }

  async #readContracts(ids: readonly string[]): Promise<void> {
    const [rows, notices] = await Promise.all([contractRows(ids), noticeRows(ids)]);
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const id of ids) this.#replace(id, found.get(id));
    for (const notice of notices)
      for (const id of new Set(notice.scope.map(({ contractId }) => contractId)))
        if (found.has(id)) this.contracts.get(id)?.notices.push(notice);
  }

  #replace(id: string, row: ContractRow | undefined): void {
    const before = this.contracts.get(id);
    for (const entry of before?.entries ?? []) {
      this.#entries.delete(entry.id);
      this.slugs.delete(entry.slug);
    }
    if (before) this.references.delete(before.reference);
    this.contracts.delete(id);
    if (!row) return;
    const { environments, ...rest } = row;
    const contract: ContractEntry = { ...rest, entries: [], notices: [] };
    const statuses = new Map(before?.entries.map((entry) => [entry.id, entry]));
    contract.entries = environments.map((environment) => {
      const { status = null, days = NO_DAYS, lasts = null } = statuses.get(environment.id) ?? {};
      return { ...entryOf(contract, environment), status, days, lasts };
    });
    this.contracts.set(id, contract);
    this.references.set(contract.reference, contract);
    for (const entry of contract.entries) {
      this.#entries.set(entry.id, entry);
      this.slugs.set(entry.slug, entry);
    }
  }

  #order(): void {
    this.ordered = [...this.#entries.values()].sort(byPlace);
    for (const { entries } of this.contracts.values()) entries.sort(byPlace);
  }
}

function noticeIds({ status }: Entry): string {
  return (status?.reasons ?? []).flatMap((reason) => (reason.what === 'notice' ? [reason.id] : [])).join();
}

function* chunksOf<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += CHUNK) yield all.slice(at, at + CHUNK);
}
