import { fieldError } from '#domain/field-error.ts';
import { type StoredNotice, withCorrected } from '#domain/notice.ts';
import type { NoticeInput } from '#domain/notice-form.ts';
import {
  beganErrors,
  incidentEditShape,
  incidentShape,
  keptInstant,
  maintenanceEditShape,
  maintenanceErrors,
  maintenanceShape,
  parseNotice,
} from '#domain/notice-shape.ts';
import type { NoticeKind } from '#domain/status-view.ts';
import { done, type Outcome } from '../outcome.ts';
import type { Places } from './places.ts';
import { newUpdate } from './write.ts';

/** What a form tells of a notice as a whole. */
type Told = Pick<StoredNotice, 'title' | 'impact' | 'state' | 'startsAt' | 'endsAt'> & { text: string };
/** kept = what was there before (a draft), null = it is new; judged = its times are judged, since it is published. */
type Composing = { kind: NoticeKind; kept: StoredNotice | null; judged: boolean; places: Places; at: number };

/** The notice that the form of a new one, or of a draft, makes: all its fields are read, its times judged only when it is published. `at` in UTC ms. */
export function compose(
  input: NoticeInput,
  { kind, kept, judged, places, at }: Composing,
): Outcome<Omit<StoredNotice, 'id'>> {
  const told = kind === 'INCIDENT' ? readIncident(input, kept, at) : readMaintenance(input);
  if (told.kind !== 'done') return told;
  const { text, ...about } = told.value;
  const { startsAt: start, endsAt } = about;
  const times = kind === 'INCIDENT' ? beganErrors(start, at) : maintenanceErrors({ start, end: endsAt ?? start }, at);
  const late = times.filter(({ code }) => judged || code === 'endNotAfterStart');
  const errors = [...late, ...places.errors];
  if (errors.length > 0) return { kind: 'invalid', errors };
  const [first = newUpdate(about.state, text, at)] = kept?.updates ?? [];
  return done({
    ...{ ...about, kind, worst: about.impact, postMortem: null, version: 1, publishedAt: judged ? at : null },
    updates: [{ ...first, state: about.state, text, at }],
    scope: places.scope,
  });
}

function readIncident(input: NoticeInput, kept: StoredNotice | null, at: number): Outcome<Told> {
  const parsed = parseNotice(incidentShape, input);
  if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
  const { title, impact, state, text, window } = parsed.value;
  const typed = window?.start;
  const startsAt = typed === undefined ? at : keptInstant(typed, kept?.startsAt ?? at);
  return done({ title, impact, state, text, startsAt, endsAt: null });
}

function readMaintenance(input: NoticeInput): Outcome<Told> {
  const parsed = parseNotice(maintenanceShape, input);
  if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
  const { title, impact, text, window } = parsed.value;
  return done({ title, impact, text, state: 'PLANNED', startsAt: window.start, endsAt: window.end });
}

/** A published notice with what its form changes: title, impact, places, and until it is over the times of a maintenance, whose start is fixed once it runs. Places that are gone stay told. */
export function recompose(input: NoticeInput, notice: StoredNotice, places: Places, at: number): Outcome<StoredNotice> {
  const told = notice.kind === 'INCIDENT' ? readEdit(input) : readPlan(input, notice, at);
  if (told.kind !== 'done') return told;
  if (places.errors.length > 0) return { kind: 'invalid', errors: places.errors };
  const gone = notice.scope.filter(({ environmentId }) => environmentId === null);
  return done({ ...withCorrected(notice, told.value.impact), ...told.value, scope: [...places.scope, ...gone] });
}

type Edited = Pick<StoredNotice, 'title' | 'impact'> & Partial<StoredNotice>;

function readEdit(input: NoticeInput): Outcome<Edited> {
  const parsed = parseNotice(incidentEditShape, input);
  if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
  const { title, impact } = parsed.value;
  return done({ title, impact });
}

function readPlan(input: NoticeInput, { startsAt, endsAt }: StoredNotice, at: number): Outcome<Edited> {
  const parsed = parseNotice(maintenanceEditShape, input);
  if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
  const { title, impact, window } = parsed.value;
  const begun = startsAt <= at;
  if (window.start === undefined && !begun)
    return { kind: 'invalid', errors: [fieldError('window.start', 'required', {})] };
  const start = keptInstant(window.start ?? startsAt, startsAt);
  const end = keptInstant(window.end, endsAt ?? 0);
  const moved = begun && start !== startsAt ? [fieldError('window.start', 'alreadyBegun', {})] : [];
  const errors = [...moved, ...maintenanceErrors({ start, end }, at, begun)];
  return errors.length > 0 ? { kind: 'invalid', errors } : done({ title, impact, startsAt: start, endsAt: end });
}
