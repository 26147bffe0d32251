import { type Actor, standingsOn } from '../access/standing.ts';
import { type Changed, changedSince, onChange } from '../listen.ts';
import { visibleAmong } from '../requests/visible.ts';
import { boardChangedSince, isBoardAway, onBoardChange } from '../status/board.ts';
import { countIn } from './streams.ts';

/** What one open page follows. */
export type Following = {
  /** the request, or undefined for all that the person may see */
  reference?: string | undefined;
  /** the levels and notices of all that the person may see too, or of one environment, and then no request of another contract */
  status?: 'all' | { environmentId: string; contractId: string } | undefined;
  /** when the page was made (UTC ms): what changed since is told at once */
  since: number;
  actor: Actor;
  /** the same person with every right as stored now; null = the session has ended */
  again(): Promise<Actor | null>;
};

const PACE = { flushMs: 500, heartbeatMs: 15_000, endMs: 600_000 };
/** More than this at once are told as one of anything. */
const MOST_WAITING = 200;
const ANYTHING = '*';
const STATUS = 'status';

/** A stream of server-sent events, one for each change that the person may see at that moment; its data is the reference alone, `status` for levels and notices, `*` for anything; `away` when the database cannot be asked, `back` when it can again. Null = the session has six streams. */
export function followChanges(following: Following, signal: AbortSignal, pace = PACE): ReadableStream | null {
  const follower = new Follower(following, pace);
  const countOut = countIn(following.actor.via.id, () => follower.end());
  if (!countOut) return null;
  return new ReadableStream({
    start: (controller) => {
      signal.addEventListener('abort', () => follower.end());
      follower.begin(controller, countOut);
    },
    cancel: () => follower.end(),
  });
}

class Follower {
  readonly #following: Following;
  readonly #pace: typeof PACE;
  readonly #undo: (() => void)[] = [];
  readonly #waiting = new Set<string>();
  /** contracts whose status waits to be told */
  readonly #statuses = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #away = false;
  #actor: Actor;
  #say = (_text: string) => {};

  constructor(following: Following, pace: typeof PACE) {
    this.#following = following;
    this.#actor = following.actor;
    this.#pace = pace;
  }

  begin(controller: ReadableStreamDefaultController, countOut: () => void): void {
    const encoder = new TextEncoder();
    this.#say = (text) => controller.enqueue(encoder.encode(text));
    const heart = setInterval(() => this.#beat(), this.#pace.heartbeatMs);
    const over = setTimeout(() => this.end(), this.#pace.endMs);
    const deaf = onChange((changed) => this.#hear(changed));
    if (this.#following.status) this.#undo.push(onBoardChange((...change) => this.#hearStatus(...change)));
    this.#undo.push(
      countOut,
      deaf,
      () => clearInterval(heart),
      () => clearTimeout(over),
      () => clearTimeout(this.#timer),
      () => close(controller),
    );
    // the first bytes tell a browser that it is connected
    this.#say(':\n\n');
    if (isBoardAway()) this.#sayAway(true);
    const missed = changedSince(this.#following.since);
    if (missed === null) this.#hear(null);
    else for (const reference of missed) this.#wait(reference);
    if (!this.#following.status) return;
    for (const contractId of boardChangedSince(this.#following.since)) this.#hearStatus(contractId, null);
  }

  end(): void {
    this.#say = () => {};
    for (const undo of this.#undo.splice(0)) undo();
  }

  /** Contracts of others are dropped before anything is asked; a right that is new counts from the next heartbeat. */
  #hear(changed: Changed): void {
    if (changed === null) this.#wait(ANYTHING);
    else if (this.#follows(changed.contractId)) this.#wait(changed.reference);
  }

  /** environments = those that changed; null = it may be any of the contract */
  #hearStatus(contractId: string, environments: ReadonlySet<string> | null): void {
    const { status } = this.#following;
    if (!this.#follows(contractId)) return;
    if (typeof status === 'object' && environments !== null && !environments.has(status.environmentId)) return;
    this.#statuses.add(contractId);
    this.#soon();
  }

  #follows(contractId: string): boolean {
    const { status } = this.#following;
    const isElsewhere = typeof status === 'object' && status.contractId !== contractId;
    return !isElsewhere && standingsOn(this.#actor, contractId).length > 0;
  }

  #wait(reference: string): void {
    const { reference: own } = this.#following;
    if (own !== undefined && reference !== own && reference !== ANYTHING) return;
    this.#waiting.add(own ?? (this.#waiting.size < MOST_WAITING ? reference : ANYTHING));
    this.#soon();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, this.#pace.flushMs);
  }

  /** Without the database nothing is told, and what waits is tried again at the next heartbeat. */
  async #flush(): Promise<void> {
    const told = this.#waiting.has(ANYTHING) ? [ANYTHING] : [...this.#waiting];
    this.#waiting.clear();
    const statuses = [...this.#statuses];
    this.#statuses.clear();
    try {
      // who asks now waits long for an answer
      if (isBoardAway()) throw new Error('the database is away');
      if (!(await this.#isStillThere())) return;
      this.#sayAway(false);
      if (statuses.some((contractId) => this.#follows(contractId))) this.#say(`event: change\ndata: ${STATUS}\n\n`);
      const visible = told[0] === ANYTHING ? told : await visibleAmong(this.#actor, told);
      for (const reference of visible) this.#say(`event: change\ndata: ${reference}\n\n`);
    } catch {
      this.#sayAway(true);
      for (const reference of told) this.#waiting.add(reference);
      for (const contractId of statuses) this.#statuses.add(contractId);
    }
  }

  #sayAway(away: boolean): void {
    if (away !== this.#away) this.#say(away ? 'event: away\ndata: away\n\n' : 'event: back\ndata: back\n\n');
    this.#away = away;
  }

  #beat(): void {
    this.#say(':\n\n');
    this.#flush();
  }

  async #isStillThere(): Promise<boolean> {
    const actor = await this.#following.again();
    if (actor) this.#actor = actor;
    else this.end();
    return actor !== null;
  }
}

function close(controller: ReadableStreamDefaultController): void {
  try {
    controller.close();
  } catch {
    // the reader was first
  }
}
