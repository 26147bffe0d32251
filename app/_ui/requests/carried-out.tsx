import { isUnderWay, type Operation, type Sighting } from '#domain/operation.ts';
import { type Before, OperationCard, operationTitle } from '../operations/operation-card.tsx';
import { Section } from '../section.tsx';
import { Story } from '../story.tsx';
import { OPERATION_STATE_WORDS, providerErrorWords } from '../words/hosting.ts';
import * as words from '../words/request.ts';
import { formatSecond } from '../words/times.ts';

type Line = { service: string; current: Before[string]; granted: Before[string] | null };
type Props = {
  /** oldest first */
  operations: readonly Operation[];
  lines: readonly Line[];
  seen: readonly Sighting[];
  now: number;
  zone: string;
  /** whether the viewer sees operations' ids */
  ids: boolean;
};

/** How a request is carried out: the latest try whole while it is under way or has failed, the others in a line each. */
export function CarriedOut({ operations, lines, seen, now, zone, ids }: Props) {
  const last = operations.at(-1);
  if (!last) return null;
  const isOpen = isUnderWay(last) || last.state === 'FAILED';
  const others = isOpen ? operations.slice(0, -1) : operations;
  return (
    <Section title={words.CARRIED_OUT}>
      {isOpen && (
        <OperationCard operation={last} before={beforeOf(last, lines)} seen={seen} now={now} zone={zone} id={ids}>
          {ids && last.provider === 'manual' && isUnderWay(last) && <a href="/operations">{words.TO_RUN_SHEET}</a>}
        </OperationCard>
      )}
      {isOpen && others.length > 0 && <h3>{words.EARLIER}</h3>}
      {others.length > 0 && (
        <Story
          events={others.map((each) => ({
            key: each.number,
            at: each.startedAt,
            time: formatSecond(each.startedAt, zone),
            sentence: `${operationTitle(each, beforeOf(each, lines))}: ${outcomeOf(each, zone)}`,
          }))}
        />
      )}
    </Section>
  );
}

/** The sizes from which an operation begins. */
function beforeOf({ kind }: Operation, lines: readonly Line[]): Before {
  return Object.fromEntries(
    lines.map(({ service, current, granted }) => [service, kind === 'RETURN' ? (granted ?? current) : current]),
  );
}

function outcomeOf({ state, finishedAt, error }: Operation, zone: string): string {
  if (error) return providerErrorWords(error).reason;
  const at = finishedAt === null ? '' : ` ${formatSecond(finishedAt, zone)}`;
  return `${OPERATION_STATE_WORDS[state].toLowerCase()}${at}.`;
}
