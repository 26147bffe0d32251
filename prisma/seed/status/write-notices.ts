import { randomUUID } from 'node:crypto';
import type { NoticeDeed, StoredNotice } from '#domain/notice.ts';
import type { Tx } from '#server/db.ts';
import { differences } from '#server/notices/told.ts';
import type { NewEntry } from '#server/record/append.ts';
import type { DemoEnvironment } from '../environments.ts';
import { type DemoPeople, known } from '../people.ts';
import type { NoticeStory } from './notices.ts';

const DAY = 86_400_000;

/** A notice with how it became what it is; `at` in UTC ms. */
export type WrittenNotice = { story: NoticeStory; changes: readonly Change[]; notice: StoredNotice };
type Change = { what: `notice.${NoticeDeed | 'draft'}`; at: number; before: StoredNotice | null; after: StoredNotice };

/** Plays the stories as their writers would have typed them. */
export function noticesOf(
  stories: readonly NoticeStory[],
  environments: ReadonlyMap<string, DemoEnvironment>,
): WrittenNotice[] {
  return stories.map((story) => {
    const [first] = story.updates;
    if (!first) throw new Error(`${story.title} begins without a word`);
    const changes: Change[] = [];
    const change = (what: Change['what'], at: number, next: Partial<StoredNotice>) => {
      const before = changes.at(-1)?.after ?? null;
      const after = before ? { ...before, ...next, version: before.version + 1 } : begin(story, environments);
      changes.push({ what, at, before, after });
      return after;
    };
    let notice = change(story.published ? 'notice.publish' : 'notice.draft', first.at, {});
    for (const update of story.updates.slice(1)) {
      const { at, state, text } = update;
      const updates = [...notice.updates, { id: randomUUID(), at, state, text, editedAt: null }];
      const ends = state === 'RESOLVED' || state === 'COMPLETED' ? { endsAt: at } : {};
      notice = change(deedOf(update), at, { state, updates, ...ends });
    }
    if (story.postMortem)
      notice = change('notice.postMortem', (story.endsAt ?? 0) + DAY, { postMortem: story.postMortem });
    return { story, changes, notice };
  });
}

/** Writes notices with their timelines and what they affect. */
export async function writeNotices(
  tx: Tx,
  notices: readonly WrittenNotice[],
  people: DemoPeople['people'],
): Promise<void> {
  await tx.notice.createMany({
    data: notices.map(({ story, changes, notice }) => {
      const { updates: _, scope: __, startsAt, endsAt, publishedAt, ...same } = notice;
      return {
        ...{ ...same, createdById: known(people, story.by).id, startsAt: new Date(startsAt) },
        ...{ endsAt: dateOf(endsAt), publishedAt: dateOf(publishedAt) },
        ...{ createdAt: new Date(changes[0]?.at ?? 0), updatedAt: new Date(changes.at(-1)?.at ?? 0) },
      };
    }),
  });
  await tx.noticeUpdate.createMany({
    data: notices.flatMap(({ story, notice }) =>
      notice.updates.map(({ at, editedAt, ...same }) => ({
        ...{ ...same, noticeId: notice.id, personId: known(people, story.by).id },
        ...{ at: new Date(at), editedAt: dateOf(editedAt) },
      })),
    ),
  });
  await tx.noticeScope.createMany({
    data: notices.flatMap(({ notice: { id, scope } }) =>
      scope.map((place, index) => ({ ...place, noticeId: id, number: index + 1 })),
    ),
  });
}

/** What the record says of the notices: each change when it was made. */
export function noticeEntries(notices: readonly WrittenNotice[]): NewEntry[] {
  return notices.flatMap(({ story: { by, standing }, changes }) =>
    changes.map(({ what, at, before, after }) => ({
      ...{ at, who: by, standing, what, subject: `notice ${after.id}`, verdict: { allowed: true } },
      ...differences(before, after),
    })),
  );
}

function begin(story: NoticeStory, environments: ReadonlyMap<string, DemoEnvironment>): StoredNotice {
  const { id, kind, title, impact, startsAt, endsAt, published, scope } = story;
  const [{ at, state, text }] = story.updates as [NoticeStory['updates'][number]];
  return {
    ...{ id, kind, title, state, impact, worst: impact, startsAt, postMortem: null, version: 1 },
    endsAt: kind === 'MAINTENANCE' ? endsAt : null,
    publishedAt: published ? at : null,
    updates: [{ id: randomUUID(), at, state, text, editedAt: null }],
    scope: scope.map(({ slug, service }) => {
      const { id: environmentId, contract, name } = known(environments, slug);
      return { contractId: contract.id, environmentId, slug, name, service };
    }),
  };
}

function deedOf({ state }: NoticeStory['updates'][number]): Change['what'] {
  if (state === 'COMPLETED') return 'notice.end';
  return state === 'CANCELLED' ? 'notice.cancel' : 'notice.update';
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
