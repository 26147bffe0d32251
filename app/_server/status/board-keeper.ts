import { setTimeout as sleep } from 'node:timers/promises';
import { isListening, onStatusChange, type StatusChanged } from '../listen.ts';
import { log } from '../log.ts';
import { type Beat, beatAt, beats } from './beats.ts';
import { BoardContact } from './board-contact.ts';
import type { AsOf, Entry } from './board-entry.ts';
import { BoardFacts } from './board-facts.ts';
import { hasFaded } from './board-faded.ts';
import { publicContractIds } from './board-rows.ts';
import { type Found, KeptSearches, type Sought } from './board-search.ts';
import { ClockSettling } from './clock-settling.ts';

/** environments = those whose level changed; null = anything of the contract may have, its names and notices too. */
export type Told = (contractId: string, environments: ReadonlySet<string> | null) => void;

const PATIENCE_MS = 3000;

/** All that status pages need, in memory; renewed when the database tells of a change, never at request time. */
export class BoardKeeper {
  readonly contact = new BoardContact();
  readonly told = new Set<Told>();
  readonly minutes = new Set<() => void>();
  /** when each contract was last told of (UTC ms) */
  readonly toldAt = new Map<string, number>();
  #facts: BoardFacts | null = null;
  #loading: Promise<void> | null = null;
  #heard = Promise.withResolvers<void>();
  /** what is to be read anew; environments with their contracts */
  #waiting = { all: false, contracts: new Set<string>(), environments: new Map<string, string>() };
  #working: Promise<void> | null = null;
  readonly #clock = new ClockSettling();
  #reading = false;
  readonly #searches = new KeptSearches();
  #started = false;

  start(): void {
    if (this.#started) return;
    this.#started = true;
    onStatusChange((change) => this.#hear(change));
    if (isListening()) this.#heard.resolve();
    this.#poll();
  }

  /** Resolves when everything is read; throws what the database says when it cannot be. */
  async facts(): Promise<BoardFacts> {
    this.start();
    this.#loading ??= this.#facts ? null : this.#load();
    await this.#loading;
    return this.#facts as BoardFacts;
  }

  /** What is known at once; null = nothing yet. */
  get known(): BoardFacts | null {
    return this.#facts;
  }

  found(entries: readonly Entry[], sought: Sought, at: AsOf): Found {
    return this.#searches.found(entries, sought, at);
  }

  #hear(change: StatusChanged): void {
    this.#heard.resolve();
    if (change === null) this.#waiting.all = this.#facts !== null || this.#reading;
    else if (change.environmentId === null) this.#waiting.contracts.add(change.contractId);
    else this.#waiting.environments.set(change.environmentId, change.contractId);
    this.#work();
  }

  /** Who waits for it keeps the process; nobody else does. */
  async #load(): Promise<void> {
    try {
      // what changes while it is read must be heard
      const patience = new AbortController();
      await Promise.race([this.#heard.promise, sleep(PATIENCE_MS, undefined, patience).catch(() => {})]);
      patience.abort();
      this.#reading = true;
      // after a night without any process, or a restore, nothing is as it was
      await Promise.race([this.#clock.settle(Date.now()), sleep(PATIENCE_MS, null, { ref: false })]);
      this.#facts = await BoardFacts.load();
      this.contact.begun(beatAt(Date.now()));
      this.#tellAll();
      this.#work();
    } finally {
      this.#reading = false;
      this.#loading = null;
    }
  }

  /** One at a time; what is heard meanwhile is one more. */
  #work(): void {
    if (!this.#facts || this.#working) return;
    this.#working = this.#renew()
      .catch((error) => {
        // as soon as it can be asked again, everything
        this.#waiting.all = true;
        log().warn({ err: error }, 'status could not be renewed and is read anew later');
      })
      .finally(() => {
        this.#working = null;
      });
  }

  async #renew(): Promise<void> {
    while (this.#waiting.all || this.#waiting.contracts.size > 0 || this.#waiting.environments.size > 0) {
      const { all, contracts, environments } = this.#waiting;
      this.#waiting = { all: false, contracts: new Set(), environments: new Map() };
      if (all) {
        const gone = new Set(this.#facts?.contracts.keys());
        this.#facts = await BoardFacts.load();
        for (const contractId of this.#facts.contracts.keys()) gone.delete(contractId);
        this.contact.current();
        this.#tellAll();
        for (const contractId of gone) this.#tell(contractId, null);
      } else await this.#renewSome(contracts, environments);
    }
  }

  async #renewSome(contracts: Set<string>, environments: ReadonlyMap<string, string>): Promise<void> {
    const facts = this.#facts as BoardFacts;
    // one that is new to its contract is read with it
    for (const [id, contractId] of environments) if (facts.contractOf(id) !== contractId) contracts.add(contractId);
    const unsure = await facts.renewEnvironments([...environments.keys()]);
    for (const id of unsure) contracts.add(id);
    await facts.renewContracts([...contracts]);
    this.#searches.forget();
    const changed = Map.groupBy(environments.keys(), (id) => facts.contractOf(id));
    for (const [contractId, ids] of changed)
      if (contractId !== undefined && !contracts.has(contractId)) this.#tell(contractId, new Set(ids));
    for (const contractId of contracts) this.#tell(contractId, null);
  }

  #tellAll(): void {
    this.#searches.forget();
    for (const contractId of this.#facts?.contracts.keys() ?? []) this.#tell(contractId, null);
  }

  #tell(contractId: string, environments: ReadonlySet<string> | null): void {
    this.toldAt.set(contractId, Date.now());
    for (const callback of [...this.told]) callback(contractId, environments);
  }

  /** Each 5 s of the clock: whether the database answers, what is public, and a minute that has passed. */
  async #poll(): Promise<void> {
    // whatever goes wrong at one, the next one comes, and the process lives
    for await (const each of beats())
      await this.#look(each).catch((error) => log().error({ err: error }, 'status could not be kept as it is'));
  }

  async #look({ at, isNewMinute }: Beat): Promise<void> {
    const answered = await Promise.race([publicContractIds(), sleep(PATIENCE_MS, null, { ref: false })]).catch(
      () => null,
    );
    if (answered === null || !isListening()) this.#lose();
    else if (this.contact.isAway) await this.#recover(at);
    else this.#goOn(at, answered);
    if (isNewMinute) for (const callback of [...this.minutes]) callback();
  }

  #lose(): void {
    if (!this.#facts) return;
    const now = Date.now();
    const before = this.contact.lost(now);
    if (before) this.#tellFaded(this.#facts, before, this.contact.at(0, now));
    else this.#tellAll();
  }

  /** Whose readings went stale between two moments, by the clock alone. */
  #tellFaded({ contracts }: BoardFacts, before: AsOf, now: AsOf): void {
    for (const { id, entries } of contracts.values()) {
      const faded = entries.filter((entry) => hasFaded(entry, now) && !hasFaded(entry, before));
      if (faded.length > 0) this.#tell(id, new Set(faded.map((entry) => entry.id)));
    }
  }

  /** What ran out meanwhile is settled, and then everything read, before anything counts as current again. */
  async #recover(at: number): Promise<void> {
    if (!(await this.#clock.settle(at))) return;
    this.contact.back(at);
    this.#waiting.all = true;
    this.#work();
  }

  /** Whether a contract is public is changed where nobody tells of it. */
  #goOn(at: number, publicIds: readonly string[]): void {
    this.contact.answered(at);
    for (const id of this.#facts?.otherThan(publicIds) ?? []) this.#waiting.contracts.add(id);
    // what could not be read when the process began is read as soon as it can be
    if (!this.#facts) this.facts().catch((error) => log().warn({ err: error }, 'status could not be read'));
    this.#work();
    this.#clock.settle(at);
  }
}
