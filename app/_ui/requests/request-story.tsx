import type { Move, RequestState } from '#domain/lifecycle.ts';
import type { Standing } from '#domain/policy.ts';
import { isFull, type RequestView } from '#domain/request-view.ts';
import { Story } from '../story.tsx';
import { CONTINUED_BY, EXTENDS } from '../words/request.ts';
import { storyWords } from '../words/story.ts';
import { formatMoment } from '../words/times.ts';

export type StoryStep = {
  at: string;
  move: Move;
  from?: RequestState;
  to: RequestState;
  standing?: Standing | 'clock';
  name?: string;
  note?: string;
};

type Props = { story: readonly StoryStep[]; view: RequestView; viewerZone: string };

/** What happened to a request, oldest first, as far as the viewer may know who and why. */
export function RequestStory({ story, view, viewerZone }: Props) {
  const full = isFull(view) ? view : null;
  return (
    <Story
      events={story.map(({ at, note, ...step }, n) => ({
        key: n,
        at: Date.parse(at),
        time: formatMoment(Date.parse(at), viewerZone),
        sentence: (
          <>
            {storyWords(step)}
            {step.move === 'submit' && full?.extends && <Other before={EXTENDS} reference={full.extends} />}
            {(step.move === 'extend' || step.move === 'handOver') && full?.continuedBy && (
              <Other before={CONTINUED_BY} reference={full.continuedBy} />
            )}
          </>
        ),
        ...(note && { quote: note }),
      }))}
    />
  );
}

/** The request before or after it. */
function Other({ before, reference }: { before: string; reference: string }) {
  return (
    <>
      {' '}
      {before} <a href={`/requests/${reference}`}>{reference}</a>.
    </>
  );
}
