/** One line of the result; ok is absent where nothing is promised. */
export type Line = {
  what: string;
  measured: string;
  reference?: string;
  ratio?: number;
  limit?: string;
  ok?: boolean;
};

/** What is promised to be at most so much. */
export function atMost(what: string, value: number, limit: number, unit: string, note?: string): Line {
  const measured = `${figure(value)} ${unit}${note ? ` (${note})` : ''}`;
  return { what, measured, limit: `${figure(limit)} ${unit}`, ok: value <= limit };
}

/** What is promised to be at most so many times something else, both taken in one interleaved run. */
export function timesAtMost(what: string, value: number, reference: number, limit: number, unit: string): Line {
  return { ...compared(what, value, reference, unit), limit: `${limit} ×`, ok: value / reference <= limit };
}

/** What is promised to be at least so many times something else, both taken in one interleaved run. */
export function timesAtLeast(what: string, value: number, reference: number, limit: number, unit: string): Line {
  return { ...compared(what, value, reference, unit), limit: `≥ ${limit} ×`, ok: value / reference >= limit };
}

/** Two figures of one run, without a promise. */
export function compared(what: string, value: number, reference: number, unit: string): Line {
  return {
    what,
    measured: `${figure(value)} ${unit}`,
    reference: `${figure(reference)} ${unit}`,
    ratio: value / reference,
  };
}

/** Something worth knowing, without a promise. */
export function noted(what: string, measured: string): Line {
  return { what, measured };
}

/** A number with as many digits as mean something. */
function figure(value: number): string {
  if (value >= 100 || Number.isInteger(value)) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}

const HEAD = ['what', 'measured', 'reference', 'ratio', 'limit', ''];

/** The table as text. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [HEAD, ...lines.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const text = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  text.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  return text.join('\n');
}

function cellsOf({ what, measured, reference = '', ratio, limit = '', ok }: Line): string[] {
  const verdict = ok === undefined ? '' : ok ? 'ok' : 'OVER';
  return [what, measured, reference, ratio === undefined ? '' : `${ratio.toFixed(2)} ×`, limit, verdict];
}
