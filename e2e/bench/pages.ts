import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Client } from 'pg';
import { placeOf } from '#prisma/cluster.ts';
import type { Portal } from './portal.ts';
import { logNothing, logStatements, statementsOf } from './statements.ts';
import { MANY, type Stores, withClient } from './stores.ts';
import { atMost, type Line } from './table.ts';
import { guest, signIn, type Visitor } from './visitor.ts';
import type { Web } from './web.ts';

const MOST_STATEMENTS = 8;
const MOST_SCRIPT_KIB = 145;
const VIEWERS = ['customer@nordlicht.example', 'manager@headroom.example', 'operator@headroom.example'];
/** Each page is asked for so often by each viewer; the one with the most statements counts. */
const VISITS = 2;
/** Read by whoever comes first in five seconds, so it is counted with every page that does not happen to have read it. */
const REFERENCE_DATA = '"Rulebook"';

/** The addresses of every page there is; one environment, one request … stand for all. */
export async function pagesOf(folder: string, databaseUrl: string): Promise<string[]> {
  const manifest = readFileSync(join(folder, '.next/app-path-routes-manifest.json'), 'utf8');
  const examples = await withClient(databaseUrl, examplesIn);
  return Object.entries(JSON.parse(manifest) as Record<string, string>)
    .filter(([file, route]) => file.endsWith('/page') && !route.startsWith('/_'))
    .map(([, route]) => route.replace(/\[(\w+)\]/g, (_, segment: string) => exampleOf(examples, segment)))
    .map((path) => (path === '/requests/new' ? `${path}?environment=${ENVIRONMENT}` : path))
    .sort();
}

function exampleOf(examples: Record<string, string | null>, segment: string): string {
  const example = examples[segment];
  if (!example) throw new Error(`nothing stands for [${segment}] in the addresses of pages`);
  return example;
}

const ENVIRONMENT = 'nlw-stage';

/** One for each dynamic segment; the contract is one whose status is not public, as what is public is no page of Next's. */
async function examplesIn(client: Client): Promise<Record<string, string | null>> {
  const { rows } = await client.query<Record<string, string | null>>(
    `SELECT e.slug, (SELECT min(r.reference) FROM "UpscaleRequest" r WHERE r."environmentId" = e.id AND r.state = 'IN_REVIEW') AS reference,
       (SELECT min(c.reference) FROM "Contract" c WHERE NOT c."publicStatus") AS contract,
       (SELECT min(p.id)::text FROM "Endpoint" p WHERE p."environmentId" = e.id) AS endpoint,
       (SELECT n.id::text FROM "Notice" n JOIN "NoticeScope" s ON s."noticeId" = n.id
         WHERE s."contractId" = e."contractId" AND n.kind = 'INCIDENT' AND n."publishedAt" IS NOT NULL LIMIT 1) AS id
     FROM "Environment" e WHERE e.slug = $1`,
    [ENVIRONMENT],
  );
  return rows[0] ?? {};
}

/** Statements of every page, with few rows and with many, by the viewer who causes most. */
export async function pageStatements(portal: Portal, many: Web, stores: Stores): Promise<Line[]> {
  const few = await countEach(portal, portal.databaseUrl, placeOf(join(portal.folder, '.data')).log, portal.folder);
  const more = await countEach(many, stores.many, stores.log, portal.folder);
  return [...few].map(([path, count], row) => {
    const large = [...more.values()][row] ?? Number.NaN;
    const line = atMost(`SQL statements, ${path}`, Math.max(count, large), MOST_STATEMENTS, '');
    return { ...line, measured: `${large} of ${MANY} requests`, reference: `${count} of the demo` };
  });
}

async function countEach({ origin }: { origin: string }, databaseUrl: string, log: string, folder: string) {
  const visitors = await Promise.all(VIEWERS.map((email) => signIn(origin, email)));
  const counts = new Map<string, number>();
  await withClient(databaseUrl, async (owner) => {
    await logStatements(owner);
    for (const path of await pagesOf(folder, databaseUrl)) {
      let [most, seen] = [0, false];
      for (let visit = 0; visit < VISITS; visit++)
        for (const visitor of whoOpens(path, visitors)) {
          let found: string | null = null;
          const statements = await statementsOf(log, async () => {
            found = await visitor.find(path);
          });
          seen ||= found !== null;
          const own = statements.filter((text) => !text.includes(REFERENCE_DATA));
          most = Math.max(most, own.length + 1);
        }
      if (!seen) throw new Error(`nobody who looks has the page ${path}`);
      counts.set(path, most);
    }
    await logNothing(owner);
  });
  return counts;
}

/** Signed-in people are sent on from the sign-in page. */
function whoOpens(path: string, visitors: readonly Visitor[]): readonly Visitor[] {
  return path === '/sign-in' ? visitors.slice(0, 1).map(({ origin }) => guest(origin)) : visitors;
}

/** Scripts that a browser loads for each page, compressed. */
export async function pageScripts(portal: Portal): Promise<Line[]> {
  const visitors = await Promise.all(VIEWERS.map((email) => signIn(portal.origin, email)));
  const sizes = new Map<string, number>();
  const lines: Line[] = [];
  for (const path of await pagesOf(portal.folder, portal.databaseUrl)) {
    const totals = whoOpens(path, visitors).map(async (visitor) => {
      const scripts = scriptsOf((await visitor.find(path)) ?? '');
      await Promise.all(scripts.map((src) => sizeOnce(portal.origin, src, sizes)));
      return scripts.reduce((sum, src) => sum + (sizes.get(src) ?? 0), 0);
    });
    const most = Math.max(...(await Promise.all(totals)));
    lines.push(atMost(`first-load JavaScript, ${path}`, most / 1024, MOST_SCRIPT_KIB, 'KiB gz'));
  }
  return lines;
}

/** What a page's HTML makes a browser load as script; `nomodule` ones are for browsers that are no longer there. */
function scriptsOf(html: string): string[] {
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*>/g)].map(([tag]) => tag);
  const wanted = tags.filter((tag) =>
    tag.startsWith('<script') ? !/\bnomodule\b/i.test(tag) : /rel="modulepreload"|as="script"/.test(tag),
  );
  const sources = wanted.flatMap((tag) => / (?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? []);
  return [...new Set(sources)];
}

async function sizeOnce(origin: string, src: string, sizes: Map<string, number>): Promise<void> {
  if (sizes.has(src)) return;
  const answer = await fetch(new URL(src, origin));
  if (answer.status !== 200) throw new Error(`${src} answered ${answer.status}`);
  sizes.set(src, gzipSync(Buffer.from(await answer.arrayBuffer())).length);
}
