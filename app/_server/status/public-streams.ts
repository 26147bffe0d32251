import type { ServerResponse } from 'node:http';

/** Pages open behind one address: an office, not an attack. */
const MOST_OF_ADDRESS = 600;
/** Each costs some 20 KB. */
const MOST = 5000;
const HEARTBEAT_MS = 15_000;
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
};

/** Open pages of public status, told of each new document. */
export class PublicStreams {
  readonly #streams = new Map<string, Set<ServerResponse>>();
  readonly #addresses = new Map<string, number>();
  #count = 0;
  #heart: NodeJS.Timeout | undefined;

  /** Keeps a response open as a stream of a contract's changes; it is 429 when there are too many. `address` = what limits count by, `version` = of the page that stands now, '' = none stands. */
  open(reference: string, address: string, response: ServerResponse, version: string): void {
    const own = this.#addresses.get(address) ?? 0;
    if (own >= MOST_OF_ADDRESS || this.#count >= MOST)
      return void response.writeHead(429, { 'retry-after': '30' }).end();
    const followers = this.#streams.get(reference) ?? new Set();
    this.#streams.set(reference, followers.add(response));
    this.#addresses.set(address, own + 1);
    this.#count += 1;
    response.once('close', () => this.#closed(reference, address, response));
    response.writeHead(200, HEADERS);
    // the first bytes tell a browser that it is connected, and whether it missed something before
    response.write(eventOf('version', version));
    this.#heart ??= setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
  }

  /** Tells everybody who follows a contract that its page is of another version. */
  tell(reference: string, version: string): void {
    const bytes = Buffer.from(eventOf('change', version));
    for (const response of this.#streams.get(reference) ?? []) send(response, bytes);
  }

  /** Ends those of a contract: what becomes of it is nobody's to follow any more. */
  endOf(reference: string): void {
    for (const response of this.#streams.get(reference) ?? []) response.end();
  }

  /** Ends all: a stream never ends by itself soon enough for a server that drains. */
  end(): void {
    for (const followers of this.#streams.values()) for (const response of followers) response.end();
  }

  #beat(): void {
    const bytes = Buffer.from(':\n\n');
    for (const followers of this.#streams.values()) for (const response of followers) send(response, bytes);
  }

  #closed(reference: string, address: string, response: ServerResponse): void {
    const followers = this.#streams.get(reference);
    followers?.delete(response);
    if (followers?.size === 0) this.#streams.delete(reference);
    const left = (this.#addresses.get(address) ?? 1) - 1;
    if (left > 0) this.#addresses.set(address, left);
    else this.#addresses.delete(address);
    this.#count -= 1;
  }
}

const eventOf = (event: 'version' | 'change', data: string) => `event: ${event}\ndata: ${data}\n\n`;

/** Who has not read what was sent for long is let go, and comes back by itself. */
const MOST_UNREAD = 65_536;

function send(response: ServerResponse, bytes: Buffer): void {
  // of an ended one 'close' comes later, and to write to it is an error that nobody hears
  if (response.writableEnded) return;
  if (response.writableLength > MOST_UNREAD) response.destroy();
  else response.write(bytes);
}
