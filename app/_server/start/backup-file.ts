import { resolve } from 'node:path';
import type { Backup } from '../backup/write.ts';

/** The file a command is given, as seen from where npm was called; undefined when the arguments are not one file. */
export function fileArgument(): string | undefined {
  const [file, ...more] = process.argv.slice(2);
  // npm runs every script in the project's root
  return file && more.length === 0 && !file.startsWith('-')
    ? resolve(process.env.INIT_CWD ?? process.cwd(), file)
    : undefined;
}

/** What a backup holds, for the person at the terminal. */
export function sizesOf({ header, rows, bytes }: Backup): string {
  const [tables, all, size] = [header.tables.length, rows, bytes].map((count) => count.toLocaleString('en'));
  return `${tables} tables, ${all} rows, ${size} bytes`;
}
