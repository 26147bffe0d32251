import type { DemoClock } from '../clock.ts';
import type { DemoEnvironment } from '../environments.ts';
import { type DemoPeople, known } from '../people.ts';
import { type Story, tell } from '../story.ts';
import { alpinaStories } from './alpina.ts';
import { juniperStories } from './juniper.ts';
import { kestrelStories } from './kestrel.ts';
import { openNordlichtStories } from './nordlicht-open.ts';
import { pastNordlichtStories } from './nordlicht-past.ts';
import type { ToldRequest } from './write.ts';

const TELLERS = [pastNordlichtStories, openNordlichtStories, kestrelStories, alpinaStories, juniperStories];

/** Every demo request in the order it was begun, with references gapless in each year. */
export function tellAll(
  clock: DemoClock,
  environments: ReadonlyMap<string, DemoEnvironment>,
  people: DemoPeople['people'],
): ToldRequest[] {
  const stories = TELLERS.flatMap((stories) => stories(clock));
  const counted = new Map<number, number>();
  return stories
    .sort((a, b) => begun(a) - begun(b))
    .map((story) => {
      const year = new Date(begun(story)).getUTCFullYear();
      const number = (counted.get(year) ?? 0) + 1;
      counted.set(year, number);
      const reference = `UR-${year}-${String(number).padStart(4, '0')}`;
      const told = tell(story, { environment: known(environments, story.ask.environment), people, reference });
      const last = told.at(-1);
      if (!last || last.step.at > clock.now) throw new Error(`${reference} ends in the future`);
      return { request: last.after, told };
    });
}

function begun(story: Story): number {
  return story.steps[0].at;
}
