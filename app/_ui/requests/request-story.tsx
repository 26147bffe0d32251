import type { Move, RequestState } from '#domain/lifecycle.ts';
import type { Standing } from '#domain/policy.ts';
import { Story } from '../story.tsx';
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

/** What happened to a request, oldest first, as far as the viewer may know who and why. */
export function RequestStory({ story, viewerZone }: { story: readonly StoryStep[]; viewerZone: string }) {
  return (
    <Story
      events={story.map(({ at, note, ...step }, n) => ({
        key: n,
        at: Date.parse(at),
        time: formatMoment(Date.parse(at), viewerZone),
        sentence: storyWords(step),
        ...(note && { quote: note }),
      }))}
    />
  );
}
