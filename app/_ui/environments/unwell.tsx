import type { EnvironmentView } from '#domain/environment-view.ts';
import { LEVELS } from '#domain/status.ts';
import type { StatusEnvironment } from '#domain/status-view.ts';
import { LevelMark } from '../level-mark.tsx';
import { levelSince, MORE_UNWELL } from '../words/environment-status.ts';
import { Reason } from './environment-status.tsx';

const MOST_SHOWN = 8;

/** The environments that are measured and not well, the worst first, then those that are so for longest. */
export function unwellOf(environments: readonly EnvironmentView[]): EnvironmentView[] {
  return environments
    .filter(({ status }) => status.level !== 'OPERATIONAL' && status.since !== null && status.observedAt !== null)
    .sort(
      (a, b) =>
        LEVELS.indexOf(a.status.level) - LEVELS.indexOf(b.status.level) ||
        (a.status.since ?? 0) - (b.status.since ?? 0),
    );
}

type Props = {
  /** as unwellOf answers them */
  environments: readonly EnvironmentView[];
  known: ReadonlyMap<string, StatusEnvironment>;
  now: number;
  zone: string;
};

/** What is not well now: a line for each environment, with its first cause. */
export function Unwell({ environments, known, now, zone }: Props) {
  const rest = environments.length - MOST_SHOWN;
  return (
    <ul className="unwell">
      {environments.slice(0, MOST_SHOWN).map(({ slug, name, contract, status }) => {
        const [cause] = known.get(slug)?.reasons ?? [];
        return (
          <li key={slug}>
            <LevelMark level={status.level}>{levelSince(status.level, status.since, now, zone)}</LevelMark>
            <a href={`/environments/${slug}#status`}>{name}</a>
            <span className="hint">{contract}</span>
            {cause && (
              <span>
                <Reason reason={cause} page="/status" />
              </span>
            )}
          </li>
        );
      })}
      {rest > 0 && (
        <li>
          <a href="/status">{MORE_UNWELL(rest)}</a>
        </li>
      )}
    </ul>
  );
}
