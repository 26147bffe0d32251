const MOST_BYTES = 1024 * 1024;
const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/** A body as it was sent and what it says, or the status that refuses it. */
export type Body = { ok: true; text: string; value: unknown } | { ok: false; status: 400 | 413 | 415 };

/** Reads a JSON body in UTF-8 of at most 1 MiB: 415 for another type, 413 as soon as it is too large (the rest is not read), 400 when it cannot be read. */
export async function readBody(request: Request): Promise<Body> {
  if (!isJson(request)) return { ok: false, status: 415 };
  try {
    const bytes = await readBytes(request, MOST_BYTES);
    if (bytes === null) return { ok: false, status: 413 };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ok: true, text, value: JSON.parse(text) };
  } catch {
    // not UTF-8, not JSON, or the sender went away
    return { ok: false, status: 400 };
  }
}

/** Whether a body says that it is JSON in UTF-8, not compressed. */
export function isJson({ headers }: Pick<Request, 'headers'>): boolean {
  const encoding = headers.get('content-encoding') ?? 'identity';
  return JSON_TYPE.test(headers.get('content-type') ?? '') && encoding === 'identity';
}

/** The bytes of a body; null = more than most, the rest is not read. */
export async function readBytes(request: Request, most: number): Promise<Buffer | null> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return null;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  for (let size = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    // not cancelled: that would end the connection before the answer is out
    if (size > most) return null;
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
