import { issueToken } from '#server/access/tokens.ts';
import { db } from '#server/db.ts';
import type { Handlers } from './handler.ts';

// failures that a test provokes are not to be read
process.env.LOG_LEVEL ??= 'silent';

const ORIGIN = 'http://localhost:3000';

/** The addresses as Next would route them, most particular first. */
const ROUTES: [RegExp, () => Promise<Handlers>][] = [
  [/^\/me$/, () => import('../me/route.ts')],
  [/^\/openapi\.json$/, () => import('../openapi.json/route.ts')],
  [/^\/receipt-key$/, () => import('../receipt-key/route.ts')],
  [/^\/environments$/, () => import('../environments/route.ts')],
  [/^\/environments\/(?<slug>[^/]+)$/, () => import('../environments/[slug]/route.ts')],
  [/^\/requests$/, () => import('../requests/route.ts')],
  [/^\/requests\/(?<reference>[^/]+)$/, () => import('../requests/[reference]/route.ts')],
  [/^\/requests\/(?<reference>[^/]+)\/moves$/, () => import('../requests/[reference]/moves/route.ts')],
  [/^\/requests\/(?<reference>[^/]+)\/history$/, () => import('../requests/[reference]/history/route.ts')],
  [/^\/requests\/(?<reference>[^/]+)\/receipt$/, () => import('../requests/[reference]/receipt/route.ts')],
  [/^\/operations\/(?<id>[^/]+)$/, () => import('../operations/[id]/route.ts')],
  [/^\/status$/, () => import('../status/route.ts')],
  [/./, () => import('../[[...path]]/route.ts')],
];

/** For tests: an answer, read. */
export type Answered = { status: number; headers: Headers; text: string; body: Record<string, unknown> };
export type Sent = {
  token?: string;
  /** sent as JSON; a text or bytes as they are */
  body?: unknown;
  headers?: Record<string, string>;
};

/** For tests: calls the handler of a path under /api/v1 as Next would. */
export async function call(
  method: keyof Handlers,
  path: string,
  { token, body, headers }: Sent = {},
): Promise<Answered> {
  const url = new URL(`/api/v1${path}`, ORIGIN);
  const own = url.pathname.slice('/api/v1'.length);
  const [pattern, load] = ROUTES.find(([each]) => each.test(own)) ?? [/./, ROUTES.at(-1)![1]];
  const params = Object.entries(pattern.exec(own)?.groups ?? {}).map(([name, text]) => [name, decoded(text)]);
  const raw =
    body === undefined || typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream;
  const request = new Request(url, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body), duplex: 'half' }),
  });
  const response = await (await load())[method](request, { params: Promise.resolve(Object.fromEntries(params)) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text === '' ? {} : JSON.parse(text) };
}

/** For tests: a token of a demo person. */
export async function tokenOf(email: string, write = true): Promise<string> {
  const issued = await issueToken(email, { write, name: 'test' });
  if (issued.kind === 'notFound') throw new Error(`no person ${email}`);
  return issued.value;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** For tests: what every table holds but the record, and when a token was last used. */
export async function checksums(): Promise<Record<string, string>> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename NOT IN ('AuditEntry', 'AuditHead', 'ApiToken') ORDER BY 1`;
  const sums = tables.map(async ({ name }) => {
    const [row] = await db().$queryRawUnsafe<[{ sum: string }]>(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM "${name}" t`,
    );
    return [name, row.sum];
  });
  return Object.fromEntries(await Promise.all(sums));
}
