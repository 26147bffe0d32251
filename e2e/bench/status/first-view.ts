import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { atMost, type Line } from '../table.ts';
import { documentAt } from './bare.ts';
import { type Browser, freshTab } from './browser.ts';
import { ADDRESS } from './drive.ts';

const [MOST_SCRIPT_KB, MOST_KB, MOST_REQUESTS] = [4, 25, 4];
const SETTLED_MS = 3000;
const KB = 1000;

/** What a browser that has seen nothing loads for the public page: scripts, bytes with heads, requests with the stream. */
export async function firstView(browser: Browser, origin: string): Promise<Line[]> {
  const { page, cdp, close } = await freshTab(browser);
  const asked = new Map<string, { url: string; bytes: number }>();
  await cdp.send('Network.enable');
  cdp.on('Network.requestWillBeSent', ({ requestId, request: { url } }) => {
    asked.set(`${requestId} ${url}`, { url, bytes: 0 });
  });
  let bytes = 0;
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(origin + ADDRESS);
  await sleep(SETTLED_MS);
  const script = await scriptOf(await page.content(), origin);
  const requests = [...asked.values()]
    .filter(({ url }) => url.startsWith('http'))
    .map(({ url }) => new URL(url).pathname);
  const icon = await page.evaluate(() => document.querySelector('link[rel=icon]')?.getAttribute('href') ?? '');
  await close();
  // a browser without a window asks for no icon; a person's does
  if (icon && !requests.includes(icon)) {
    requests.push(icon);
    bytes += await bytesOf(origin, icon);
  }
  return [
    atMost('JavaScript on the public status page', script / KB, MOST_SCRIPT_KB, 'KB gz'),
    atMost('  its whole first view', bytes / KB, MOST_KB, 'KB'),
    atMost('  its requests, with the event stream', requests.length, MOST_REQUESTS, '', requests.map(short).join(', ')),
  ];
}

async function scriptOf(html: string, origin: string): Promise<number> {
  let bytes = 0;
  for (const [, attributes = '', text = ''] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    const src = / src="([^"]+)"/.exec(attributes)?.[1];
    const script = src ? await (await fetch(new URL(src, origin))).text() : text;
    bytes += gzipSync(script).length;
  }
  return bytes;
}

async function bytesOf(origin: string, path: string): Promise<number> {
  const { body, headers } = await documentAt(origin, path);
  return body.length + Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
}

function short(path: string): string {
  return path === ADDRESS ? 'page' : (path.split('/').at(-1) ?? path);
}
