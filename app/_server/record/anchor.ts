import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { RecordHead } from '#domain/record-chain.ts';
import type { Tx } from '../db.ts';
import { log } from '../log.ts';

const LINE = /^(\d{1,15}) ([0-9a-f]{64}) \d{4}-\d\d-\d\dT[\d:.]+Z$/;
const NEWLINE = 0x0a;
const MOST_BYTES = 4 * 1024 * 1024;
const KEPT_LINES = 1000;
const MINUTE = 60_000;

/** What each open transaction has made the record's head. */
const heads = new WeakMap<Tx, RecordHead>();
let failures = 0;
let toldAt = 0;

/** Remembers the record's head as this transaction leaves it. */
export function rememberHead(tx: Tx, head: RecordHead): void {
  heads.set(tx, head);
}

/** Anchors what a transaction appended to the record, once it is committed, in the file of HEADROOM_RECORD_ANCHOR (unset = nowhere). What is done stays done: a failure is logged, once a minute, and counted. */
export function anchorCommitted(tx: Tx): void {
  const head = heads.get(tx);
  const file = process.env.HEADROOM_RECORD_ANCHOR;
  if (!head || !file) return;
  try {
    anchorHead(file, head, Date.now());
  } catch (error) {
    failures += 1;
    if (Date.now() - toldAt < MINUTE) return;
    toldAt = Date.now();
    log().error({ err: error, file, failures }, 'the head of the record cannot be anchored');
  }
}

/** How many heads this process could not anchor. */
export function anchorFailures(): number {
  return failures;
}

/** Appends the line `N HASH AT` to an anchor file; at in UTC ms. Throws when it cannot be written. */
export function anchorHead(file: string, { n, hash }: RecordHead, at: number): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const opened = openSync(file, 'a+', 0o600);
  try {
    // a full disk or a crash may have left half a line: that one stays alone
    writeSync(opened, `${endsTorn(opened) ? '\n' : ''}${n} ${hash} ${new Date(at).toISOString()}\n`);
  } finally {
    closeSync(opened);
  }
}

function endsTorn(opened: number): boolean {
  const { size } = fstatSync(opened);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(opened, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE;
}

/** The heads an anchor file holds, oldest first; torn lines are left out. null = there is no file. */
export function readAnchors(file: string): RecordHead[] | null {
  if (!statSync(file, { throwIfNoEntry: false })) return null;
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, n, hash = ''] = LINE.exec(line) ?? [];
      return n === undefined ? [] : [{ n: Number(n), hash }];
    });
}

/** Keeps the last 1,000 lines of an anchor file beyond 4 MiB. A line that another process appends meanwhile may go with them: for the start, which then anchors a head that covers it. */
export function compactAnchors(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= MOST_BYTES) return;
  const lines = readFileSync(file, 'utf8').split('\n');
  const next = `${file}.${process.pid}`;
  writeFileSync(next, lines.slice(-KEPT_LINES - 1).join('\n'), { mode: 0o600 });
  renameSync(next, file);
}
