import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { reason } from '#prisma/connected.ts';
import { Halt } from '#prisma/halt.ts';
import { type Header, type Part, SEAL_BYTES, unframed } from './format.ts';
import type { Backup } from './write.ts';

/** Reads a whole backup and checks every checksum, changing nothing; a Halt when it is damaged, cut short or no backup at all. */
export async function checkBackup(file: string): Promise<Backup> {
  try {
    return await readBackup(file, async (_, parts) => {
      for await (const { rows } of parts) for await (const _bytes of rows);
    });
  } catch (error) {
    if (error instanceof Halt) throw error;
    throw new Halt(`${file} is no whole backup (${reason(error)}). Nothing was changed; take another backup.`);
  }
}

/** Reads a backup in constant memory: `take` gets its header and every table in turn. What it took counts only once this has answered: the last checksum comes last. */
export async function readBackup(
  file: string,
  take: (header: Header, parts: AsyncIterable<Part>) => Promise<void>,
): Promise<Backup> {
  const handle = await open(file).catch((error) => {
    throw new Halt(`${file} cannot be read (${reason(error)}).`);
  });
  try {
    const { size: bytes } = await handle.stat();
    if (bytes <= SEAL_BYTES) throw new Error('it is too short');
    const hash = createHash('sha256');
    const read = await pipeline(
      handle.createReadStream({ start: 0, end: bytes - SEAL_BYTES - 1, autoClose: false }),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createGunzip({ chunkSize: 65_536 }),
      (content: AsyncIterable<Buffer>) => unframed(content, take),
    );
    if ((await sealOf(handle, bytes)) !== `${hash.digest('hex')}\n`)
      throw new Error('its checksum is not that of its content');
    return { ...read, bytes };
  } finally {
    await handle.close();
  }
}

async function sealOf(handle: FileHandle, size: number): Promise<string> {
  const { buffer } = await handle.read(Buffer.alloc(SEAL_BYTES), 0, SEAL_BYTES, size - SEAL_BYTES);
  return buffer.toString('latin1');
}
