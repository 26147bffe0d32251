// Looks at a public status page as so many open pages do: each follows the stream and fetches the page when it is told of a change.
// Where POLL_MS is set it asks for the page so often instead. Environment variables: ORIGIN, ADDRESS, PAGES, POLL_MS. At 'report'
// it sends what was seen when.
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { sickOf } from './sick.ts';

/** When each page had which version of the document (UTC ms), and which environments are not well in each version. */
export type Report = { pages: [at: number, version: string][][]; sick: Record<string, string[]> };

const { ORIGIN = '', ADDRESS = '', PAGES = '1', POLL_MS = '' } = process.env;
const report: Report = { pages: [], sick: {} };
const agent = new Agent({ keepAlive: true });
process.on('disconnect', () => process.exit(0));
process.on('message', () => process.send?.(report));

class Page {
  readonly #seen: [number, string][] = [];
  #version = '';
  #asking = false;
  #missed = false;

  async open(): Promise<void> {
    report.pages.push(this.#seen);
    await this.load();
    if (POLL_MS) return void this.#poll();
    const asked = get(`${ORIGIN}${ADDRESS}/live`, { agent: false, headers: { accept: 'text/event-stream' } });
    const [stream] = (await once(asked, 'response')) as [IncomingMessage];
    if (stream.statusCode !== 200) throw new Error(`the stream answered ${stream.statusCode}`);
    stream.on('data', (bytes: Buffer) => bytes.includes('event: change') && void this.load());
  }

  async #poll(): Promise<void> {
    for (;;) {
      await sleep(Number(POLL_MS));
      await this.load();
    }
  }

  /** As the page's script: one at a time, what is told meanwhile is asked for once more. */
  async load(): Promise<void> {
    this.#missed = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    const headers = { 'accept-encoding': 'gzip', ...(this.#version && { 'if-none-match': this.#version }) };
    const [answer] = (await once(get(ORIGIN + ADDRESS, { agent, headers }), 'response')) as [IncomingMessage];
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part);
    if (answer.statusCode === 200) this.#saw(answer.headers.etag ?? '', Buffer.concat(parts));
    this.#asking = false;
    if (this.#missed) await this.load();
  }

  #saw(version: string, body: Buffer): void {
    this.#seen.push([Date.now(), version]);
    this.#version = version;
    report.sick[version] ??= sickOf(gunzipSync(body).toString());
  }
}

const pages = Array.from({ length: Number(PAGES) }, () => new Page());
await Promise.all(pages.map((page) => page.open()));
process.send?.('ready');
