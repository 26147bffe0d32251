const RANGE = /^(\d{3})(?:-(\d{3}))?$/;

/** Statuses and ranges of them in order and joined where they meet: '200-299,301' for '301, 200-250,251 - 299'; null for anything else than statuses from 100 to 599. */
export function statusRanges(text: string): string | null {
  const ranges = readRanges(text);
  return (
    ranges &&
    joined(ranges)
      .map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
      .join(',')
  );
}

/** Whether a status is among those that a text of ranges names. */
export function isExpectedStatus(status: number, expected: string): boolean {
  const ranges = readRanges(expected);
  return ranges?.some(([from, to]) => from <= status && status <= to) ?? false;
}

type Range = [from: number, to: number];

function readRanges(text: string): Range[] | null {
  const parts = text
    .replace(/\s*([-,])\s*/g, '$1')
    .trim()
    .split(',');
  const ranges: Range[] = [];
  for (const part of parts) {
    const [, from = '', to = from] = RANGE.exec(part) ?? [];
    const range: Range = [Number(from), Number(to)];
    if (range[0] < 100 || range[1] > 599 || range[1] < range[0]) return null;
    ranges.push(range);
  }
  return ranges;
}

function joined(ranges: readonly Range[]): Range[] {
  const whole: Range[] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = whole.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else whole.push([from, to]);
  }
  return whole;
}
