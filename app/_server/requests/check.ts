import { effectOf, judge, RULES_ON_DECISION } from '#domain/judge.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { RequestContent } from '#domain/request.ts';
import { parseEnvironmentSlug, parseRequest } from '#domain/request-shape.ts';
import { countingContent, type StoredRequest } from '#domain/stored-request.ts';
import { checkAgainstEnvironment, wholeContent } from '#domain/whole-content.ts';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import { done, NOT_FOUND, type Outcome, refused } from '../outcome.ts';
import { gatherFacts, loadPlace, type Place } from './facts.ts';
import { judgeAsking, knownTo } from './place.ts';

/** What a request would meet and use if it were sent now: every refusal in the order of judgement, upscale-days used and left before it, earliest start (UTC ms). */
export type Assessment = {
  content: RequestContent;
  refusals: Refusal[];
  effect: { uses: number; left: number | null; earliestStart: number };
};

/** Judges a body without writing anything: the form's verdict (Check), also before every field is filled. exceptReference: the request being edited. */
export async function checkRequest(
  actor: Actor,
  input: unknown,
  options: { at?: number; except?: Pick<StoredRequest, 'id'> } = {},
): Promise<Outcome<Assessment>> {
  const at = options.at ?? Date.now();
  const slug = parseEnvironmentSlug(input);
  if (!slug.ok) return { kind: 'invalid', errors: slug.errors };
  const place = await loadPlace(db(), { slug: slug.value });
  if (!place) return NOT_FOUND;
  const asking = await judgeAsking(actor, place, at);
  if (asking.standings.length === 0) return NOT_FOUND;
  if (asking.refusals.length > 0) return refused(asking.refusals);
  const parsed = parseRequest(input, at);
  if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
  const errors = checkAgainstEnvironment(parsed.value, knownTo(place));
  if (errors.length > 0) return { kind: 'invalid', errors };
  const { window, prescaleMinutes } = parsed.value;
  const facts = await gatherFacts(db(), place, {
    window,
    prescaleMinutes,
    at,
    ...(options.except && { exceptId: options.except.id }),
  });
  const content = wholeContent(parsed.value, facts.environment.services);
  return done({ content, refusals: judge(content, facts), effect: effectOf(content, facts) });
}

/** What the form needs of its environment before anything is typed: the place's refusals (R3, R8, R4) or the facts. */
export async function openForm(
  actor: Actor,
  slug: string,
  at = Date.now(),
): Promise<Outcome<{ place: Place; effect: Assessment['effect'] }>> {
  const place = await loadPlace(db(), { slug });
  if (!place) return NOT_FOUND;
  const asking = await judgeAsking(actor, place, at);
  if (asking.standings.length === 0) return NOT_FOUND;
  if (asking.refusals.length > 0) return refused(asking.refusals);
  const facts = await gatherFacts(db(), place, { window: null, prescaleMinutes: 0, at });
  const { left, earliestStart } = effectOf(
    { window: { start: at, end: null, timeZone: 'UTC' }, prescaleMinutes: 0 },
    facts,
  );
  return done({ place, effect: { uses: 0, left, earliestStart } });
}

/** A submitted request as the rules see it today, by the kept rulebook: what a decision would meet. */
export async function assessStored(
  stored: StoredRequest,
  at = Date.now(),
): Promise<Omit<Assessment, 'content'> | null> {
  const content = countingContent(stored);
  const place = content && (await loadPlace(db(), { id: stored.environmentId }));
  if (!content || !place) return null;
  const facts = await gatherFacts(db(), place, {
    window: content.window,
    prescaleMinutes: content.prescaleMinutes,
    at,
    exceptId: stored.id,
    kept: {
      rulebook: stored.rulebook,
      variationIds: stored.variationIds,
      submittedAt: stored.submittedAt ?? at,
    },
  });
  return { refusals: judge(content, facts, RULES_ON_DECISION), effect: effectOf(content, facts) };
}
