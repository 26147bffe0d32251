import type { Level } from '#domain/status.ts';
import { LEVELS } from '#domain/status.ts';
import { DAYS_SHOWN, type StatusDay } from '#domain/uptime.ts';
import { LEVEL_LOOKS, type Tone } from '../shapes.ts';
import { daysSentence } from '../words/status.ts';
import { html, type Markup } from './html.ts';

/** One day is 4 wide: 3 of ink and 1 of paper, which the stroke's dashes make (styles/status.css). */
const PITCH = 4;
const HEIGHT = 20;
/** Heights are rounded to this; a gap is as high as one. */
const STEP = 4;
const TONES: readonly Tone[] = ['none', 'good', 'plan', 'warn', 'bad'];

type Bar = { tone: Tone; height: number };

/** 90 days as one small picture with its text alternative: a bar for each UTC day, oldest left, as high as the day was observed; until = the instant (UTC ms) up to which today has come. One path for each colour and height, one stretch in it for each run of equal days. */
export function ninetyDays(days: readonly StatusDay[], until: number): Markup {
  const shown = days.slice(-DAYS_SHOWN);
  const missing = Array.from({ length: DAYS_SHOWN - shown.length }, (): Bar => ({ tone: 'none', height: STEP }));
  const paths = pathsOf([...missing, ...shown.map((day) => barOf(day, until))]);
  return html`<svg class="days" viewBox="0 0 ${DAYS_SHOWN * PITCH - 1} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${sentenceOf(shown)}">${paths}</svg>`;
}

function pathsOf(bars: readonly Bar[]): Markup[] {
  const paths = new Map<string, Bar & { d: string }>();
  for (let from = 0, to = 0; from < bars.length; from = to) {
    const bar = bars[from]!;
    const key = `${bar.tone} ${bar.height}`;
    while (bars[to]?.tone === bar.tone && bars[to]?.height === bar.height) to += 1;
    const stretch = `M${from * PITCH} ${HEIGHT - bar.height / 2}h${(to - from) * PITCH - 1}`;
    paths.set(key, { ...bar, d: (paths.get(key)?.d ?? '') + stretch });
  }
  // trouble last: nothing covers it
  const inOrder = [...paths.values()].sort((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone));
  return inOrder.map(({ tone, height, d }) => html`<path class="${tone}" stroke-width="${height}" d="${d}"/>`);
}

/** What the picture says, worst first. */
function sentenceOf(days: readonly StatusDay[]): string {
  const missing = DAYS_SHOWN - days.length;
  const counts = LEVELS.map((level): [Level, number] => [
    level,
    days.filter((day) => day.level === level).length + (level === 'UNKNOWN' ? missing : 0),
  ]);
  return daysSentence(
    counts.filter(([, count]) => count > 0),
    DAYS_SHOWN,
  );
}

/** The share of the day, as far as it has come, that was observed (0–1); a minute more or less does not show. */
export function observedShare({ date, observedSeconds }: StatusDay, until: number): number {
  const elapsed = Math.min(86_400, (until - Date.parse(`${date}T00:00:00Z`)) / 1000) - 60;
  return observedSeconds === 0 ? 0 : elapsed <= 0 ? 1 : Math.min(1, observedSeconds / elapsed);
}

function barOf(day: StatusDay, until: number): Bar {
  const { tone } = LEVEL_LOOKS[day.level];
  if (day.level === 'UNKNOWN') return { tone, height: STEP };
  const share = observedShare(day, until);
  // an incident or a maintenance without any reading is known all the same
  if (share === 0) return { tone, height: HEIGHT };
  return { tone, height: Math.max(2 * STEP, Math.round((share * HEIGHT) / STEP) * STEP) };
}
