import { log } from '../log.ts';
import type { FeedText } from './atom.ts';
import {
  contractOfSlug,
  onBoardChange,
  onBoardMinute,
  publicContract,
  publicReference,
  statusOf,
  statusPage,
} from './board.ts';
import { type Ready, readyOf, versionOf } from './public-bytes.ts';
import { documentHeaders, type Kind } from './public-headers.ts';
import { asFeed, asJson, forStrangers, type Looks } from './public-texts.ts';
import { Turns } from './turns.ts';

/** A document at its address; whoever sends it notes that it was asked for. */
export type Document = Ready & { kind: Kind; contract: { asked: boolean } };
/** Who is told what becomes of a contract's documents. */
export type Followers = {
  /** something of the contract changed, and the page of that version tells it */
  changed(reference: string, version: string): void;
  /** it is not public any more, or not under that reference */
  gone(reference: string): void;
};

/** Contracts whose documents are made anew each minute: those asked for last. Others are made when they are asked for again, from memory. */
const MOST_FRESH = 200;

type Contract = {
  asked: boolean;
  /** the minute, counted by this process, in which it was last asked for */
  askedIn: number;
  wanted: 'change' | 'minute' | null;
  making: Promise<void> | null;
};

/** The public documents of all contracts, as ready bytes: made when something changes and when a minute begins. */
export class PublicDocuments {
  /** by address; what is in it can be sent as it is */
  readonly ready = new Map<string, Document>();
  readonly #contracts = new Map<string, Contract>();
  readonly #references = new Map<string, string>();
  readonly #looks: Looks;
  readonly #origin: string;
  readonly #followers: Followers;
  readonly #turns = new Turns();
  #minutes = 0;

  constructor(looks: Looks, origin: string, followers: Followers) {
    this.#looks = looks;
    this.#origin = origin;
    this.#followers = followers;
    onBoardChange((contractId) => this.#changed(contractId));
    onBoardMinute(() => this.#minute());
  }

  /** The document at an address, made first if nobody has asked for long; null = no public contract has one there. */
  async at(reference: string, address: string): Promise<Document | null> {
    if (!publicContract(reference)) return null;
    this.#contractOf(reference).asked = true;
    if (!this.ready.has(`/status/${reference}.svg`)) await this.#make(reference, 'minute');
    return this.ready.get(address) ?? this.#badgeAt(reference, address);
  }

  /** Of a contract's page that stands; '' = nobody has asked for long, and none stands. */
  versionOf(reference: string): string {
    return this.ready.get(`/status/${reference}`)?.version ?? '';
  }

  /** One page or one search of a contract, made for this one answer. */
  async searched(
    reference: string,
    kind: 'html' | 'json',
    sought: { query: string; page: number },
  ): Promise<Document | null> {
    const contract = publicContract(reference);
    if (!contract) return null;
    const page = forStrangers(await statusPage({ contracts: [contract.id], ...sought }));
    return this.#document(
      kind,
      kind === 'html' ? this.#looks.html(page) : asJson(page),
      page,
      this.#contractOf(reference),
    );
  }

  #contractOf(reference: string): Contract {
    const contract = this.#contracts.get(reference) ?? { asked: false, askedIn: 0, wanted: null, making: null };
    this.#contracts.set(reference, contract);
    return contract;
  }

  #changed(contractId: string): void {
    const before = this.#references.get(contractId);
    const reference = publicReference(contractId);
    if (before !== undefined && before !== reference) this.#drop(before);
    if (reference === null) return void this.#references.delete(contractId);
    this.#references.set(contractId, reference);
    this.#make(reference, 'change');
  }

  #drop(reference: string): void {
    this.#contracts.delete(reference);
    this.#forget(reference);
    this.#followers.gone(reference);
  }

  #forget(reference: string): void {
    const address = `/status/${reference}`;
    for (const each of ['', '.json', '.atom', '.svg']) this.ready.delete(address + each);
    this.#dropBadges(address);
  }

  #minute(): void {
    this.#minutes += 1;
    for (const contract of this.#contracts.values()) {
      if (contract.asked) contract.askedIn = this.#minutes;
      contract.asked = false;
    }
    const inOrder = [...this.#contracts].sort(([, a], [, b]) => b.askedIn - a.askedIn);
    for (const [reference] of inOrder.slice(0, MOST_FRESH)) this.#make(reference, 'minute');
    for (const [reference] of inOrder.slice(MOST_FRESH)) this.#forget(reference);
  }

  /** One at a time for each contract; what is wanted meanwhile is made once more, and answered with that. */
  #make(reference: string, what: 'change' | 'minute'): Promise<void> {
    const contract = this.#contractOf(reference);
    if (contract.wanted !== 'change') contract.wanted = what;
    contract.making ??= this.#makeWanted(reference, contract);
    return contract.making;
  }

  async #makeWanted(reference: string, contract: Contract): Promise<void> {
    while (contract.wanted) {
      const what = contract.wanted;
      contract.wanted = null;
      try {
        await this.#makeAll(reference, contract, what);
      } catch (error) {
        // the documents that stand go on to be answered, with the time they are of
        log().error({ err: error }, 'a public status document could not be made');
      }
    }
    // in the turn of the last look: what is wanted a moment later begins anew
    contract.making = null;
  }

  async #makeAll(reference: string, contract: Contract, what: 'change' | 'minute'): Promise<void> {
    const found = publicContract(reference);
    if (!found) return;
    await this.#turns.next(what === 'change');
    const page = forStrangers(await statusPage({ contracts: [found.id] }));
    const address = `/status/${reference}`;
    const html = await this.#document('html', this.#looks.html(page), page, contract);
    if (!this.#isStill(reference, contract)) return;
    const before = this.ready.get(address)?.version;
    this.#dropBadges(address);
    this.ready.set(address, html);
    // levels fade by time alone while the database is away
    if (before !== html.version && (what === 'change' || page.stale)) this.#followers.changed(reference, html.version);
    const badge = this.#looks.badge({ ...page, name: found.organisation });
    const others = await Promise.all([
      this.#document('json', asJson(page), page, contract),
      this.#document('atom', asFeed(page, { looks: this.#looks, origin: this.#origin, address }), page, contract),
      this.#document('svg', badge, page, contract),
    ]);
    if (this.#isStill(reference, contract)) for (const each of others) this.ready.set(`${address}.${each.kind}`, each);
  }

  #isStill(reference: string, contract: Contract): boolean {
    return this.#contracts.get(reference) === contract;
  }

  #dropBadges(address: string): void {
    for (const each of this.ready.keys()) if (each.startsWith(`${address}/`)) this.ready.delete(each);
  }

  /** Badges of single environments are small, and made when somebody asks. */
  async #badgeAt(reference: string, address: string): Promise<Document | null> {
    const slug = /^\/status\/[^/]+\/([^/]+)\.svg$/.exec(address)?.[1] ?? '';
    if (contractOfSlug(slug)?.reference !== reference) return null;
    const environment = (await statusOf([slug])).get(slug);
    const found = publicContract(reference);
    if (!environment || !found) return null;
    const { asOf, stale } = await statusPage({ contracts: [found.id] });
    const { name, level } = environment;
    const contract = this.#contractOf(reference);
    const page = this.ready.get(`/status/${reference}`);
    const badge = this.#looks.badge({ name, level, asOf, stale });
    const made = await this.#document('svg', badge, { asOf, stale }, contract);
    // one of before a change is answered, and not kept
    if (page && page === this.ready.get(`/status/${reference}`)) this.ready.set(address, made);
    return made;
  }

  async #document(
    kind: Kind,
    made: string | FeedText,
    of: { asOf: number; stale: boolean },
    contract: Contract,
  ): Promise<Document> {
    const { text, identity } = typeof made === 'string' ? { text: made, identity: undefined } : made;
    const headers = documentHeaders(kind, of);
    if (kind !== 'html') return { kind, contract, ...(await readyOf(text, headers, { identity })) };
    // an open page knows by it, and by the tag, that it is shown what it shows already
    const version = versionOf(text);
    const marked = text.replace('<main ', `<main data-version="${version}" `);
    return { kind, contract, ...(await readyOf(marked, headers, { version })) };
  }
}
