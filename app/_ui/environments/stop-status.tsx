import type { EnvironmentView } from '#domain/environment-view.ts';
import type { StatusEnvironment } from '#domain/status-view.ts';
import { LevelMark } from '../level-mark.tsx';
import { Mark } from '../mark.tsx';
import { html } from '../status/html.ts';
import { kept } from '../status/kept.ts';
import { ninetyDays } from '../status/ninety-days.ts';
import { percent } from '../status/percent.ts';
import { StatusMarkup } from '../status/status-markup.tsx';
import { levelSince, upscaledWords, uptimeLine } from '../words/environment-status.ts';

/** What is known of the status of the environments on a page, by slug; zone = the viewer's, now in UTC ms. */
export type Told = {
  known: ReadonlyMap<string, StatusEnvironment>;
  /** until when an upscale is active (UTC ms), null = for good */
  upscaled: ReadonlyMap<string, number | null>;
  zone: string;
  now: number;
};

/** Until when environments are upscaled; of several windows the one that is over first, as they come. */
export function upscaledBy(windows: readonly { slug: string; until: number | null }[]): Map<string, number | null> {
  return new Map(windows.toReversed().map(({ slug, until }) => [slug, until]));
}

/** The level of now, since when, and that an upscale is active. */
export function StopMarks({ environment: { slug, status }, told }: { environment: EnvironmentView; told: Told }) {
  const { zone, now, upscaled } = told;
  const until = upscaled.get(slug);
  return (
    <span className="marks">
      <LevelMark level={status.level}>{levelSince(status.level, status.since, now, zone)}</LevelMark>
      {until !== undefined && <Mark tone="plan">{upscaledWords(until, now, zone)}</Mark>}
    </span>
  );
}

/** The last 90 days as a picture, and its sum in a line. */
export function StopDays({ environment, now }: { environment: StatusEnvironment; now: number }) {
  const { days, uptime } = environment;
  const unobserved = days.filter(({ observedSeconds }) => observedSeconds === 0).length;
  const line = uptimeLine(uptime.d90 === null ? null : percent(uptime.d90), unobserved);
  const picture = kept(environment, 'stop', () => html`${ninetyDays(days, now)}<p class="hint">${line}</p>`);
  return <StatusMarkup of={picture} />;
}
