import type { Capacity } from '#domain/capacity.ts';
import { isUnderWay, type Operation, type Sighting } from '#domain/operation.ts';
import { type Fact, Facts } from '../facts.tsx';
import { Mark, type Tone } from '../mark.tsx';
import { ProgressBar } from '../progress-bar.tsx';
import { Story } from '../story.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import { changeWords } from '../words/changes.ts';
import * as hosting from '../words/hosting.ts';
import * as words from '../words/operations.ts';
import { capacityWords, serviceWords } from '../words/sizes.ts';
import { formatSecond } from '../words/times.ts';
import { SimulatedMark } from './seen.tsx';

/** The size a service had before. */
export type Before = Readonly<Record<string, Capacity>>;

const TONES: Record<Operation['state'], Tone> = {
  CALLING: 'plan',
  ACCEPTED: 'plan',
  DONE: 'good',
  FAILED: 'bad',
  SUPERSEDED: 'none',
};

/** What an operation does: 'Raises yves to 4 tasks'. */
export function operationTitle({ kind, targets }: Operation, before: Before): string {
  const what = targets.map(({ service, capacity }) => {
    const from = before[service];
    return `${serviceWords(service)} to ${from ? changeWords(from, capacity) : capacityWords(capacity)}`;
  });
  return `${hosting.KIND_WORDS[kind]} ${what.join(', ')}`;
}

type Props = {
  operation: Operation;
  before: Before;
  seen: readonly Sighting[];
  now: number;
  zone: string;
  /** the operation's id is for those who see operations */
  id: boolean;
  /** where it belongs to, beside its state */
  children?: React.ReactNode;
};

/** One try as it happens: what it does, how far it is, its time limit, what each service was seen at, and its calls with their errors in words. */
export function OperationCard({ operation, before, seen, now, zone, id, children }: Props) {
  const { state, attempts, error } = operation;
  const why = error && hosting.providerErrorWords(error);
  return (
    <article className="operation">
      <p className="kind">
        <b>{operationTitle(operation, before)}</b>
        <span className="marks">
          {operation.provider === 'simulated' && <SimulatedMark />}
          <Mark tone={TONES[state]} shape={isUnderWay(operation) ? 'half' : undefined}>
            {hosting.OPERATION_STATE_WORDS[state]}
          </Mark>
        </span>
      </p>
      {children}
      <Progress operation={operation} />
      {why && <VerdictBox tone="bad" sentence={why.reason} next={why.next} />}
      <Facts facts={factsOf({ operation, seen, now, zone, id })} />
      {attempts.length > 0 && (
        <section aria-label={hosting.CALLS}>
          <Story
            events={attempts.map(({ number, at, ...call }) => ({
              key: number,
              at,
              time: `${hosting.CALL(number)} · ${formatSecond(at, zone)}`,
              sentence: hosting.attemptWords(call),
            }))}
          />
        </section>
      )}
    </article>
  );
}

function Progress({ operation }: { operation: Operation }) {
  if (!isUnderWay(operation) || operation.provider === 'manual') return null;
  if (operation.progress === null) return <p className="hint">{words.UNTOLD}</p>;
  return <ProgressBar percent={operation.progress} label={words.PROGRESS} />;
}

function factsOf({ operation, seen, now, zone, id }: Omit<Props, 'before' | 'children'>): (Fact | false)[] {
  const { targets, startedAt, finishedAt, deadlineAt, provider } = operation;
  const last = (service: string) => seen.find((each) => each.service === service);
  return [
    ...targets.map(({ service, capacity }): Fact => {
      return [serviceWords(service), hosting.seenWords(last(service), capacity, now)];
    }),
    [words.STARTED, formatSecond(startedAt, zone)],
    finishedAt !== null
      ? [words.FINISHED, formatSecond(finishedAt, zone)]
      : [words.LIMIT, words.LIMIT_AT(formatSecond(deadlineAt, zone), deadlineAt - now)],
    [words.CARRIED_OUT_BY, hosting.PROVIDER_WORDS[provider]],
    id && [words.ID, <code key="id">{operation.id}</code>],
  ];
}
