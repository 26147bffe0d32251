import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '../child.ts';
import type { Sent } from './bare-server.ts';

export type Bare = { port: number; origin: string; stop(): Promise<void> };
export type Document = { body: Buffer; headers: Record<string, string> };

const PATIENCE_MS = 60_000;
/** Headers without which a browser does not show the same document; the fewest that a bare server can do with. */
const FEWEST = ['content-type', 'content-encoding'];

/** The document that a server answers, packed as a browser gets it. */
export function documentAt(origin: string, path: string, encoding = 'br'): Promise<Document> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': encoding };
    const asked = request(origin + path, { headers }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part);
      if (answer.statusCode !== 200) return reject(new Error(`${path} answered ${answer.statusCode}`));
      resolve({ body: Buffer.concat(parts), headers: answer.headers as Record<string, string> });
    });
    asked.on('error', reject).end();
  });
}

/** Waits until a server that has just started knows a public document. */
export async function untilPublic(origin: string, path: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(origin + path, { redirect: 'manual' });
    await answer.text();
    if (answer.status === 200) return;
    if (performance.now() > until) throw new Error(`${path} still answers ${answer.status}`);
    await sleep(50);
  }
}

/** Starts bare node:http that answers with a document from memory; `query` = what it asks of a database first. */
export async function startBare(
  { body, headers }: Document,
  query?: { sql: string; url: string },
  names: readonly string[] = FEWEST,
): Promise<Bare> {
  const env = { ...process.env, ...(query && { QUERY: query.sql, DATABASE_URL: query.url }), NODE_ENV: 'production' };
  const child = await startChild(import.meta.resolve('./bare-server.ts'), env as NodeJS.ProcessEnv);
  const told = names.flatMap((name) => (headers[name] === undefined ? [] : [name, headers[name]]));
  const sent: Sent = {
    body: body.toString('base64'),
    headers: [...told, 'content-length', String(body.length)],
  };
  child.process.send(sent);
  const [{ port }] = (await once(child.process, 'message')) as [{ port: number }];
  return { port, origin: `http://127.0.0.1:${port}`, stop: child.stop };
}
