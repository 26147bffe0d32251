import type { PersonMove } from '#domain/lifecycle.ts';
import type { Refusal } from '#domain/refusal.ts';
import { isFull, type RequestView } from '#domain/request-view.ts';
import type { EnvironmentKind } from '#domain/rulebook.ts';
import { Facts } from '../facts.tsx';
import { Mark } from '../mark.tsx';
import { PageHead } from '../page-head.tsx';
import { effectFacts, type Judged } from '../request-form/answer-of.ts';
import { Section } from '../section.tsx';
import { StateMark } from '../state-mark.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import { linesWords } from '../words/changes.ts';
import { PURPOSE_WORDS } from '../words/form.ts';
import { LATE } from '../words/hosting.ts';
import { DONE } from '../words/moves.ts';
import type { WordsContext } from '../words/refusals.ts';
import * as words from '../words/request.ts';
import { TITLE } from '../words/requests.ts';
import { formatDuration, formatInstantInZone } from '../words/times.ts';
import { RefusalBoxes } from './refusal-boxes.tsx';
import type { StoryStep } from './request-story.tsx';

/** What is asked, where, and the state. */
export function RequestHead({ view, kind }: { view: RequestView; kind: EnvironmentKind }) {
  const purpose = isFull(view) && view.purpose ? `${PURPOSE_WORDS[view.purpose]} · ` : '';
  return (
    <PageHead
      title={view.lines.length > 0 ? `${kind}: ${linesWords(view.lines)}` : words.EMPTY_DRAFT(kind)}
      up={{ href: '/requests', label: TITLE }}
      here={view.reference}
      action={
        <p className="marks">
          {view.emergency && (
            <Mark tone="warn" needed>
              {words.EMERGENCY}
            </Mark>
          )}
          {isFull(view) && view.lateSeconds !== undefined && (
            <Mark tone="warn" needed>
              {LATE(view.lateSeconds * 1_000)}
            </Mark>
          )}
          <StateMark state={view.state} overdue={view.overdue} />
        </p>
      }
    >
      {purpose}
      <a href={`/environments/${view.environment}`}>{view.environment}</a> · {view.contract}
    </PageHead>
  );
}

/** What has just been done, when the last step of the story is what the address says. */
export function Done({ done, story, view }: { done: unknown; story: readonly StoryStep[]; view: RequestView }) {
  const last = story.at(-1)?.move;
  const sentence = last !== undefined && last === done ? DONE[last as PersonMove] : undefined;
  if (sentence === undefined || !isFull(view)) return null;
  return <VerdictBox tone="good" sentence={sentence} live />;
}

/** What the state means now and what happens next; times in the window's zone, now in UTC ms. */
export function Meaning({ view, timeZone, now }: { view: RequestView; timeZone: string; now: number }) {
  const isOpen = isFull(view) && view.state === 'IN_REVIEW' && view.approversNeeded > 1;
  return (
    <p className="purpose">
      {words.stateMeans(meansOf(view, timeZone, now))}
      {isOpen && ` ${words.approvalsWords(view.approvals.length, view.approversNeeded)}`}
      {isFull(view) && view.missed && ` ${words.MISSED}`}
    </p>
  );
}

function meansOf(view: RequestView, timeZone: string, now: number): words.Means {
  const { state, overdue, window, prescaleMinutes } = view;
  const full = isFull(view) ? view : null;
  const say = (at: number) => formatInstantInZone(at, timeZone);
  const start = window && Date.parse(window.start);
  return {
    state,
    overdue,
    begins: start === undefined ? null : say(start - prescaleMinutes * 60_000),
    opens: start === undefined ? null : say(start),
    isOpen: start !== undefined && start <= now,
    closes: window?.end ? say(Date.parse(window.end)) : null,
    permanent: window?.end === null,
    late: full?.lateSeconds ? formatDuration(full.lateSeconds * 1_000) : null,
    failedDuring: (state === 'FAILED' && full?.operation?.kind) || null,
    continuedBy: full?.continuedBy ?? null,
  };
}

type TodayProps = {
  today: { refusals: readonly Refusal[]; effect: Judged['effect'] };
  context: WordsContext;
  permanent: boolean;
};

/** What a decision would meet today. */
export function Today({ today: { refusals, effect }, context, permanent }: TodayProps) {
  return (
    <Section title={words.TODAY}>
      {refusals.length === 0 ? (
        <VerdictBox tone="good" sentence={words.FITS}>
          {effect && <Facts facts={effectFacts(effect, permanent, context).slice(1)} />}
        </VerdictBox>
      ) : (
        <>
          <p>{words.FITS_NOT}</p>
          <RefusalBoxes refusals={refusals} context={context} />
        </>
      )}
    </Section>
  );
}
