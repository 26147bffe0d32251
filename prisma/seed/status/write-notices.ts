import { randomUUID } from 'node:crypto';
import type { Tx } from '#server/db.ts';
import type { NewEntry } from '#server/record/append.ts';
import type { DemoEnvironment } from '../environments.ts';
import { type DemoPeople, known } from '../people.ts';
import { type NoticeStory, stateOf } from './notices.ts';

/** Writes notices with their timelines and what they affect. */
export async function writeNotices(
  tx: Tx,
  stories: readonly NoticeStory[],
  environments: ReadonlyMap<string, DemoEnvironment>,
  people: DemoPeople['people'],
): Promise<void> {
  await tx.notice.createMany({ data: stories.map((story) => noticeRow(story, known(people, story.by).id)) });
  await tx.noticeUpdate.createMany({
    data: stories.flatMap(({ id, by, updates }) =>
      updates.map(({ at, state, text }) => ({
        ...{ id: randomUUID(), noticeId: id, at: new Date(at), state, text, personId: known(people, by).id },
      })),
    ),
  });
  await tx.noticeScope.createMany({
    data: stories.flatMap(({ id, scope }) =>
      scope.map(({ slug, service }, index) => {
        const { id: environmentId, contract, name } = known(environments, slug);
        return { noticeId: id, number: index + 1, contractId: contract.id, environmentId, slug, name, service };
      }),
    ),
  });
}

/** What the record says of the notices: each word of their timelines when it was told. */
export function noticeEntries(stories: readonly NoticeStory[]): NewEntry[] {
  return stories.flatMap((story) =>
    story.updates.map(({ at, state, text }, index) => ({
      ...{ at, who: story.by, standing: story.standing, subject: `notice ${story.id}` },
      what: index > 0 ? 'notice.update' : story.published ? 'notice.publish' : 'notice.draft',
      after: {
        ...{ kind: story.kind, title: story.title, state, impact: story.impact },
        ...{ startsAt: story.startsAt, endsAt: story.endsAt, scope: story.scope },
      },
      verdict: { allowed: true, note: text },
    })),
  );
}

function noticeRow(story: NoticeStory, createdById: string) {
  const { id, kind, title, impact, startsAt, endsAt, published, postMortem = null, updates } = story;
  const [first] = updates;
  const toldAt = new Date(first?.at ?? startsAt);
  return {
    ...{ id, kind, title, impact, postMortem, createdById, state: stateOf(story), version: updates.length },
    ...{ startsAt: new Date(startsAt), endsAt: endsAt === null ? null : new Date(endsAt) },
    ...{ publishedAt: published ? toldAt : null, createdAt: toldAt },
    updatedAt: new Date(updates.at(-1)?.at ?? startsAt),
  };
}
