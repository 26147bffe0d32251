import { readdirSync, readFileSync } from 'node:fs';

/** A tick of /proc's CPU times, in milliseconds: USER_HZ is 100 on every Linux that Node runs on. */
const TICK_MS = 10;

type Stat = { pid: number; name: string; parent: number; ticks: number };

/** A process and all below it, or only those whose program passes. */
export function familyOf(root: number, wanted: (name: string) => boolean = () => true): number[] {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => statOf(Number(entry)));
  const family = new Set([root]);
  for (let before = 0; before !== family.size; ) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid, name }) => family.has(pid) && wanted(name)).map(({ pid }) => pid);
}

/** CPU milliseconds, user and system, that processes have used so far. */
export function cpuOf(pids: readonly number[]): number {
  return pids.flatMap(statOf).reduce((sum, { ticks }) => sum + ticks * TICK_MS, 0);
}

/** Resident memory of processes in bytes; what they share is counted once. */
export function memoryOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + proportionalKiB(pid) * 1024, 0);
}

/** Resident memory of one process in MB. */
export function rssOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(pid, 'status'))?.[1] ?? Number.NaN) / 1000;
}

/** The fields of /proc/PID/stat; the program's name may hold anything, so they are counted from its end. */
function statOf(pid: number): Stat[] {
  const text = read(pid, 'stat');
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  if (end < 0) return [];
  const name = text.slice(text.indexOf('(') + 1, end);
  return [{ pid, name, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
}

function proportionalKiB(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0);
}

/** A process may end between being listed and being read. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
