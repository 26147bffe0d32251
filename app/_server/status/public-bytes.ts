import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';
/** One form in which a document is sent; headers are pairs as node:http takes them raw. */
export type Form = { body: Buffer; etag: string; full: string[]; unchanged: string[] };
/** A document in every form, ready to be sent. */
export type Ready = { version: string; forms: Record<Encoding, Form> };

/** Better than half of what the slowest level saves over the fastest, in a tenth of its time: a document is made each time a level changes. */
const BROTLI_LEVEL = 6;
const GZIP_LEVEL = 6;
/** One packet: packing saves nobody anything. */
const SMALL = 1200;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Makes a text ready to be sent, packed off the main thread; headers = what every answer with it carries. The tags are strong: each form has its own (RFC 9110 §8.8.3); with an identity, what is the same in texts that mean the same, they are weak. */
export async function readyOf(
  text: string,
  headers: readonly string[],
  { identity, version = versionOf(identity ?? text) }: { identity?: string | undefined; version?: string } = {},
): Promise<Ready> {
  const body = Buffer.from(text);
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_LEVEL, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  const [br, gz] =
    body.length < SMALL
      ? [body, body]
      : await Promise.all([toBrotli(body, { params }), toGzip(body, { level: GZIP_LEVEL })]);
  const form = (packed: Buffer, encoding: Encoding): Form => {
    const suffix = packed === body ? '' : `-${encoding}`;
    const etag = `${identity === undefined ? '' : 'W/'}"${version}${suffix}"`;
    const unchanged = ['etag', etag, 'vary', 'accept-encoding', ...headers];
    const coding = packed === body ? [] : ['content-encoding', encoding];
    return { body: packed, etag, unchanged, full: [...coding, 'content-length', String(packed.length), ...unchanged] };
  };
  return { version, forms: { br: form(br, 'br'), gzip: form(gz, 'gzip'), identity: form(body, 'identity') } };
}

/** What a text is told by: its SHA-256, short enough for a header. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

const MOST_KNOWN = 200;
const known = new Map<string, Encoding>();

/** The form that an Accept-Encoding header asks for: the smallest of those it allows. */
export function encodingFor(header: string | undefined): Encoding {
  if (header === undefined) return 'identity';
  const found = known.get(header);
  if (found) return found;
  const made = readEncoding(header);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(header, made);
  return made;
}

function readEncoding(header: string): Encoding {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...params] = part.split(';').map((text) => text.trim());
    const weight = params.find((param) => /^q\s*=/.test(param))?.split('=')[1];
    weights.set(name, weight === undefined ? 1 : Number(weight) || 0);
  }
  const weightOf = (name: Encoding) => weights.get(name) ?? weights.get('*') ?? 0;
  const best = Math.max(weightOf('br'), weightOf('gzip'));
  if (best <= 0 || (weights.get('identity') ?? 0) > best) return 'identity';
  return weightOf('br') === best ? 'br' : 'gzip';
}
