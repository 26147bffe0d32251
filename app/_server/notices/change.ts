import { fieldError } from '#domain/field-error.ts';
import { type NoticeDeed, type StoredNotice, withImpact } from '#domain/notice.ts';
import type { NoticeInput } from '#domain/notice-form.ts';
import {
  extendShape,
  incidentUpdateShape,
  maintenanceErrors,
  parseNotice,
  postMortemShape,
  textShape,
} from '#domain/notice-shape.ts';
import type { Actor } from '../access/standing.ts';
import { done, type Outcome } from '../outcome.ts';
import { compose, recompose } from './compose.ts';
import { onNotice } from './on-notice.ts';
import type { Places } from './places.ts';
import { newUpdate } from './write.ts';

/** What is done to a notice, as it was at a version; update = the one of its timeline that is worded anew. */
export type NoticeChange = { deed: NoticeDeed; version: number; input: NoticeInput; update?: string };

/** Does something to a notice that is there; answers it as it is now, null = removed. `at` in UTC ms. */
export function changeNotice(
  actor: Actor,
  id: string,
  change: NoticeChange,
  at: number = Date.now(),
): Promise<Outcome<StoredNotice | null>> {
  const { deed, version, input } = change;
  const named = deed === 'publish' || deed === 'edit' ? { body: input.body } : {};
  return onNotice({ actor, id, deed, version, at, ...named }, (notice, places) =>
    WORK[deed]({ ...change, notice, places, at }),
  );
}

type Doing = NoticeChange & { notice: StoredNotice; places: Places; at: number };
type Work = (doing: Doing) => Outcome<StoredNotice | null>;

const WORK: Record<NoticeDeed, Work> = {
  publish: (doing) => redraft(doing, true),
  delete: () => done(null),
  edit: (doing) =>
    doing.notice.publishedAt === null
      ? redraft(doing, false)
      : recompose(doing.input, doing.notice, doing.places, doing.at),
  update: (doing) => (doing.notice.kind === 'INCIDENT' ? updateIncident(doing) : told(doing, {})),
  reword,
  postMortem: ({ notice, input }) =>
    read(parseNotice(postMortemShape, input), ({ text }) => done({ ...notice, postMortem: text === '' ? null : text })),
  extend,
  end: (doing) => told(doing, { state: 'COMPLETED', endsAt: doing.at }),
  cancel: (doing) => told(doing, { state: 'CANCELLED' }),
};

function redraft({ notice, input, places, at }: Doing, judged: boolean): Outcome<StoredNotice> {
  const composed = compose(input, { kind: notice.kind, kept: notice, judged, places, at });
  return composed.kind === 'done' ? done({ ...composed.value, id: notice.id }) : composed;
}

/** Resolves it, or opens it again, by the state it says. */
function updateIncident({ notice, input, at }: Doing): Outcome<StoredNotice> {
  return read(parseNotice(incidentUpdateShape, input), ({ text, state, impact }) => {
    const ended = notice.endsAt ?? Math.max(at, notice.startsAt);
    const endsAt = state === 'RESOLVED' ? ended : null;
    const updates = [...notice.updates, newUpdate(state, text, at)];
    return done({ ...withImpact(notice, impact), state, endsAt, updates });
  });
}

/** A text in the timeline of a maintenance, with what it says changes. */
function told({ notice, input, at }: Doing, changed: Partial<StoredNotice>): Outcome<StoredNotice> {
  return read(parseNotice(textShape, input), ({ text }) => {
    const after = { ...notice, ...changed };
    return done({ ...after, updates: [...notice.updates, newUpdate(after.state, text, at)] });
  });
}

function reword({ notice, input, update, at }: Doing): Outcome<StoredNotice> {
  if (!notice.updates.some(({ id }) => id === update)) return { kind: 'notFound' };
  return read(parseNotice(textShape, input), ({ text }) => {
    const updates = notice.updates.map((each) =>
      each.id === update && each.text !== text ? { ...each, text, editedAt: at } : each,
    );
    return done({ ...notice, updates });
  });
}

function extend({ notice, input, at }: Doing): Outcome<StoredNotice> {
  return read(parseNotice(extendShape, input), ({ text, window: { end } }) => {
    const errors = maintenanceErrors({ start: notice.startsAt, end }, at, true);
    const sooner = end <= (notice.endsAt ?? 0) ? [fieldError('window.end', 'notAfterEnd', {})] : [];
    const [first] = [...errors, ...sooner];
    if (first) return { kind: 'invalid', errors: [first] };
    return done({ ...notice, endsAt: end, updates: [...notice.updates, newUpdate(notice.state, text, at)] });
  });
}

function read<T>(
  parsed: ReturnType<typeof parseNotice<T>>,
  go: (value: T) => Outcome<StoredNotice>,
): Outcome<StoredNotice> {
  return parsed.ok ? go(parsed.value) : { kind: 'invalid', errors: parsed.errors };
}
