import { html, type Markup } from '../status/html.ts';
import { sparkWords } from '../words/environment-status.ts';

type Point = { p50: number | null; p95: number | null };

const HEIGHT = 28;
/** Room for the line's own breadth at both edges. */
const EDGE = 2;

/** Response times as one small picture: the line is p50, the area behind it p95, from 0 to the slowest; where nothing was answered there is a gap. Null = nothing was. */
export function sparkline(points: readonly Point[]): Markup | null {
  const slowest = Math.max(0, ...points.map(({ p95 }) => p95 ?? 0));
  const runs = runsOf(points);
  if (runs.length === 0) return null;
  const y = (ms: number) => round(HEIGHT - EDGE - (ms / Math.max(1, slowest)) * (HEIGHT - 2 * EDGE));
  const area = runs.map(
    ({ from, own }) =>
      `M${from} ${HEIGHT}${own.map(({ p95 }, n) => `L${from + n} ${y(p95)}`).join('')}L${from + own.length - 1} ${HEIGHT}z`,
  );
  const line = runs.map(
    ({ from, own }) => `M${own.map(({ p50 }, n) => `${from + n} ${y(p50)}`).join('L')}${own.length === 1 ? 'h0' : ''}`,
  );
  const answered = runs.reduce((sum, { own }) => sum + own.length, 0);
  return html`<svg class="spark" viewBox="0 0 ${points.length - 1} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${sparkWords(slowest, answered)}"><path class="area" d="${area.join('')}"/><path class="line" d="${line.join('')}"/></svg>`;
}

type Run = { from: number; own: { p50: number; p95: number }[] };

/** Stretches without a gap. */
function runsOf(points: readonly Point[]): Run[] {
  const runs: Run[] = [];
  for (const [at, { p50, p95 }] of points.entries()) {
    if (p50 === null || p95 === null) continue;
    const last = runs.at(-1);
    if (last && last.from + last.own.length === at) last.own.push({ p50, p95 });
    else runs.push({ from: at, own: [{ p50, p95 }] });
  }
  return runs;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
