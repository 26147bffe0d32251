/** The largest form (bytes); Next's own limit is a little above. */
const MOST = 1_000_000;

/** Why a mutation of a page cannot be read, as a status, else null: Next would answer most of these with 500. Reads the body. */
export async function unreadableForm(request: Request): Promise<400 | 413 | 415 | null> {
  const type = request.headers.get('content-type') ?? '';
  const isForm = /^multipart\/form-data\b/i.test(type);
  // React sends an action's arguments as plain text where no form is among them
  if (!isForm && !(request.headers.has('next-action') && /^text\/plain\b/i.test(type))) return 415;
  if (Number(request.headers.get('content-length')) > MOST) return 413;
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MOST) return 413;
  try {
    const body = new Response(bytes, { headers: { 'content-type': type } });
    if (!isForm) readList(await body.text());
    else
      for (const [name, value] of await body.formData())
        if (name === '0') readList(String(value));
        else if (isBound(name)) JSON.parse(String(value));
    return null;
  } catch {
    return 400;
  }
}

/** The arguments of a call, a list in JSON: React spreads whatever it finds. */
function readList(text: string): void {
  if (!Array.isArray(JSON.parse(text))) throw new SyntaxError('no list of arguments');
}

/** A bound argument of a form, in JSON. */
function isBound(name: string): boolean {
  return /^\$ACTION_\d+:\d+$/.test(name);
}
