import type { FieldError } from '#domain/field-error.ts';
import type { FormFields } from '#domain/form-fields.ts';
import { effectOf, judge, promised, RULES_ON_DECISION, rulesOnEdit } from '#domain/judge.ts';
import { type PartialRequest, readPartial } from '#domain/partial-request.ts';
import { JUDGEMENT_ORDER, type Refusal } from '#domain/refusal.ts';
import type { RequestContent, RequestWindow } from '#domain/request.ts';
import { type FormBody, formErrors, formToBody } from '#domain/request-form.ts';
import { parseEnvironmentSlug, parseRequest } from '#domain/request-shape.ts';
import { countingContent, type StoredRequest } from '#domain/stored-request.ts';
import { checkAgainstEnvironment, wholeContent } from '#domain/whole-content.ts';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { gatherFacts, sizesOf } from './facts.ts';
import { loadPlace, type Place } from './load-place.ts';
import { judgeAsking, knownTo } from './place.ts';

/** Upscale-days used and left before it (null = none agreed), earliest start by the lead time (UTC ms), managers who must approve. */
export type Effect = { uses: number; left: number | null; earliestStart: number; approvers: number };

/** What a request would meet and use if it were sent now; nothing is written. */
export type Assessment = {
  place: Place;
  /** every refusal in the order of judgement; R3, R8, R4 stand alone */
  refusals: Refusal[];
  /** null = refused before the content is looked at */
  effect: Effect | null;
};

/** A form's assessment: also what in it is not of the form asked for, and what it says as far as it can be read. */
export type FormAssessment = Assessment & {
  body: FormBody;
  errors: FieldError[];
  lines: RequestContent['lines'];
  window: RequestWindow | null;
  prescaleMinutes: number;
};

/** What uses no days, for what is said before a window is. */
const NO_WINDOW = { window: { start: 0, end: null, timeZone: 'UTC' }, prescaleMinutes: 0 };

/** Judges a form without writing anything, also before every field is filled. edited: the request whose content it would become. */
export async function checkForm(
  actor: Actor,
  fields: FormFields,
  { at = Date.now(), edited }: { at?: number; edited?: StoredRequest } = {},
): Promise<Outcome<FormAssessment>> {
  const { body, errors: own } = formToBody(fields);
  const slug = parseEnvironmentSlug(body);
  if (!slug.ok) return { kind: 'invalid', errors: slug.errors };
  const opened = await openPlace(actor, slug.value, at);
  if (!opened || (edited && edited.contractId !== opened.place.contractId)) return NOT_FOUND;
  const { place, refusals } = opened;
  const said = { place, refusals, effect: null, body, lines: [], window: null, prescaleMinutes: 0 };
  if (refusals.length > 0) return done({ ...said, errors: [] });
  const parsed = parseRequest(body, at);
  const wrong = formErrors(own, parsed.ok ? [] : parsed.errors);
  const partial = readPartial(body, wrong, place.services[0]?.name ?? '', at);
  const errors = [...wrong, ...(partial ? unknownNames(partial, place) : [])];
  const known = errors.length > wrong.length ? readPartial(body, errors, place.services[0]?.name ?? '', at) : partial;
  if (!known) return done({ ...said, errors });
  return done({ ...said, errors, ...(await judgePartial(known, place, at, edited)) });
}

/** What the form needs of its environment before anything is typed. */
export async function openForm(actor: Actor, slug: string, at = Date.now()): Promise<Outcome<Assessment>> {
  const opened = await openPlace(actor, slug, at);
  if (!opened) return NOT_FOUND;
  if (opened.refusals.length > 0) return done({ ...opened, effect: null });
  const facts = await gatherFacts(db(), opened.place, { window: null, prescaleMinutes: 0, at });
  return done({ ...opened, effect: { ...effectOf(NO_WINDOW, facts), approvers: facts.rules.approvers } });
}

/** A submitted request as the rules see it today, by the kept rulebook: what a decision would meet; null while it was never submitted. */
export async function assessStored(
  stored: StoredRequest,
  place: Place,
  at = Date.now(),
): Promise<Omit<Assessment, 'place'> | null> {
  const content = countingContent(stored);
  if (!content) return null;
  const facts = await gatherFacts(db(), place, {
    window: content.window,
    prescaleMinutes: content.prescaleMinutes,
    at,
    exceptId: stored.id,
    kept: stored,
  });
  const effect = { ...effectOf(content, facts), approvers: stored.approversNeeded };
  return { refusals: judge(content, facts, RULES_ON_DECISION), effect };
}

/** The environment with R3, R8 and R4 judged; null = not there or not yours. One statement. */
async function openPlace(
  actor: Actor,
  slug: string,
  at: number,
): Promise<{ place: Place; refusals: Refusal[] } | null> {
  const place = await loadPlace(db(), { slug });
  if (!place) return null;
  const { standings, refusals } = await judgeAsking(actor, place, at);
  return standings.length === 0 ? null : { place, refusals };
}

function unknownNames({ body, has }: PartialRequest, place: Place): FieldError[] {
  const said = {
    ...(has('lines') && { lines: body.lines }),
    ...(has('consistency') && { consistency: body.consistency }),
  };
  return checkAgainstEnvironment(said, knownTo(place));
}

async function judgePartial({ body, rules, has }: PartialRequest, place: Place, at: number, edited?: StoredRequest) {
  const window = has('window') ? body.window : null;
  const { prescaleMinutes } = body;
  const facts = await gatherFacts(db(), place, {
    window,
    prescaleMinutes,
    at,
    ...(edited && { exceptId: edited.id }),
  });
  const content = wholeContent(body, sizesOf(place.services));
  const isExtension = edited?.extends != null;
  const judged = edited?.submittedAt
    ? rulesOnEdit(promised(edited.content, isExtension), promised(content, isExtension))
    : JUDGEMENT_ORDER;
  return {
    refusals: judge(
      content,
      facts,
      rules.filter((rule) => judged.includes(rule)),
    ),
    effect: { ...effectOf(window ? content : NO_WINDOW, facts), approvers: facts.rules.approvers },
    lines: has('lines') ? content.lines : [],
    window,
    prescaleMinutes,
  };
}
