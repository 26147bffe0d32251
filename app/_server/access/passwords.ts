import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { gate } from './gate.ts';

/** OWASP's smallest argon2id: 19 MiB, two passes, one lane; about 20 ms. */
const NOW = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;
/** Two at once: 38 MiB, and the other threads of the pool stay free. */
const one = gate(2);
const derive = promisify(argon2);

type Parameters = typeof NOW;
type Stored = { parameters: Parameters; salt: Buffer; tag: Buffer };

/** The argon2id hash of a password as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await tagOf(password, salt, NOW, TAG_BYTES);
  const { memory, passes, parallelism } = NOW;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** Whether a password fits a stored hash; without a hash (unknown account, no password) the same work is done and the answer is no. `outdated`: hash it anew. */
export async function verifyPassword(
  stored: string | null,
  password: string,
): Promise<{ ok: false } | { ok: true; outdated: boolean }> {
  const known = stored === null ? null : parse(stored);
  const { parameters, salt, tag } = known ?? NOBODY;
  const same = timingSafeEqual(await tagOf(password, salt, parameters, tag.length), tag);
  if (!same || !known) return { ok: false };
  return { ok: true, outdated: JSON.stringify(parameters) !== JSON.stringify(NOW) };
}

/** What unknown accounts are checked against. */
const NOBODY: Stored = { parameters: NOW, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) };

async function tagOf(password: string, nonce: Buffer, parameters: Parameters, tagLength: number): Promise<Buffer> {
  // one form of each character: keyboards differ in how they compose an umlaut
  const message = password.normalize('NFKC');
  const tag = await one(() => derive('argon2id', { message, nonce, ...parameters, tagLength }));
  return tag as Buffer;
}

function parse(phc: string): Stored {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(phc) ?? [];
  if (!memory) throw new Error('a stored password hash is not an argon2id PHC string');
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
