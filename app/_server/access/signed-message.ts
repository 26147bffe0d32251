import { Webhook } from 'standardwebhooks';
import { readBytes } from '../api/body.ts';

const MOST_BYTES = 64 * 1024;
const ID = /^[\x21-\x7e]{1,200}$/;

/** A message of whoever holds the secret, by its own id; or why it is none. */
export type SignedMessage = { kind: 'signed'; id: string; text: string } | { kind: 'unsigned' } | { kind: 'tooLarge' };

/** Who calls with Standard Webhooks: signed with the secret, at most five minutes old or ahead, at most 64 KiB. The signature holds for the bytes as they came. */
export async function signedMessage(request: Request, secret: string): Promise<SignedMessage> {
  const header = (name: string) => request.headers.get(`webhook-${name}`) ?? '';
  const id = header('id');
  if (!ID.test(id) || !/^\d{1,12}$/.test(header('timestamp')) || header('signature') === '')
    return { kind: 'unsigned' };
  const bytes = await readBytes(request, MOST_BYTES);
  if (bytes === null) return { kind: 'tooLarge' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const headers = { id, timestamp: header('timestamp'), signature: header('signature') };
    const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [`webhook-${name}`, value]));
    new Webhook(secret).verify(text, named, { jsonParse: false });
    return { kind: 'signed', id, text };
  } catch {
    // not UTF-8, another secret, or too old
    return { kind: 'unsigned' };
  }
}
