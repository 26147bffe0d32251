import { LEVELS } from '#domain/status.ts';
import type { StatusEnvironment } from '#domain/status-view.ts';
import { LevelMark } from '../level-mark.tsx';
import { levelSince, MORE_UNWELL } from '../words/environment-status.ts';
import { Reason } from './environment-status.tsx';

const MOST_SHOWN = 8;

/** The environments that are known not to be well, or measured and not known, the worst first, then those that are so for longest. */
export function unwellOf(environments: readonly StatusEnvironment[]): StatusEnvironment[] {
  return environments
    .filter(
      ({ level, since, measured }) => level !== 'OPERATIONAL' && since !== null && (measured || level !== 'UNKNOWN'),
    )
    .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.since ?? 0) - (b.since ?? 0));
}

type Props = {
  /** as unwellOf answers them */
  environments: readonly StatusEnvironment[];
  /** of all that the viewer may see */
  total: number;
  now: number;
  zone: string;
};

/** What is not well now: a line for each environment, with its first cause. */
export function Unwell({ environments, total, now, zone }: Props) {
  const shown = environments.slice(0, MOST_SHOWN);
  const rest = total - shown.length;
  return (
    <ul className="unwell">
      {shown.map(({ slug, name, contract, level, since, reasons: [cause] }) => {
        return (
          <li key={slug}>
            <LevelMark level={level}>{levelSince(level, since, now, zone)}</LevelMark>
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
