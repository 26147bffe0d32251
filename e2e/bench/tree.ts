import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { Halt } from '#prisma/halt.ts';
import { ROOT } from '#server/start/folder.ts';

const MADE_HERE = ['.git', 'node_modules', '.data', 'test-results', join('prisma', 'generated')];

/** Copies the project as a fresh clone would have it: nothing that is installed, generated, built or stored. */
export function copyTree(folder: string): void {
  cpSync(ROOT, folder, {
    recursive: true,
    filter: (path) => !MADE_HERE.includes(relative(ROOT, path)) && !basename(path).startsWith('.next'),
  });
}

/** Gives a folder another one's files without copying their contents where both are on one disk. */
export function linkFolder(from: string, to: string): void {
  for (const flags of ['-al', '-a']) if (spawnSync('cp', [flags, from, to]).status === 0) return;
  throw new Halt(`${from} could not be copied to ${to}: is the disk full?`);
}

/** Bytes that a folder takes on the disk. */
export function sizeOf(folder: string): number {
  const { stdout } = spawnSync('du', ['-sk', folder], { encoding: 'utf8' });
  return Number.parseInt(stdout, 10) * 1024;
}
