import { upscaleDays } from '#domain/budget.ts';
import { draftInput } from '#domain/draft.ts';
import { fieldError } from '#domain/field-error.ts';
import { judge, promised, RULES_ON_EXTENSION, rulesOnEdit } from '#domain/judge.ts';
import { JUDGEMENT_ORDER, type RuleId, refusal } from '#domain/refusal.ts';
import { contentHash, type DraftBody, type RequestBody, type RequestContent } from '#domain/request.ts';
import { parseDraft, parseRequest } from '#domain/request-shape.ts';
import { checkAgainstEnvironment, wholeContent } from '#domain/whole-content.ts';
import { refused } from '../../outcome.ts';
import { createRequest, draftColumns, draftLines, withIds } from '../create.ts';
import { gatherFacts } from '../facts.ts';
import { linesOf, writeClaims, writeLines } from '../lines.ts';
import { loadPlace, type Place } from '../load-place.ts';
import { invalid, type Plan, type Planning } from '../move.ts';
import { judgeChosen, knownTo } from '../place.ts';
import { voidOthers } from './decision.ts';

/** Submit a draft: parsed whole, every rule judged, the window claimed. Whoever submits it asks, whoever saved the draft, and never decides it (R12). */
export async function planSubmit(planning: Planning): Promise<Plan> {
  const { actor, at } = planning;
  return planContent(planning, () => JUDGEMENT_ORDER, { submittedAt: new Date(at), requestedById: actor.personId });
}

/** Edit: a draft is kept as typed; a submitted request is judged by every rule, R15 only when start or environment changed, or the lines of an extension. */
export async function planEdit(planning: Planning): Promise<Plan> {
  const { request } = planning;
  if (request.state === 'DRAFT') return planDraft(planning);
  const isExtension = request.extends !== null;
  const before = promised(request.content, isExtension);
  return planContent(planning, (content) => rulesOnEdit(before, promised(content, isExtension)));
}

/** Extend an active window: a new request that names this one, same lines, [old end, new end), free of R15. */
export async function planExtend(planning: Planning): Promise<Plan> {
  const { tx, request, command, actor, author, at } = planning;
  const { emergency: _emergency, ...same } = request.content as RequestContent;
  const window = { ...same.window, start: same.window.end ?? at, end: command.until ?? null };
  const asked = {
    ...same,
    window,
    prescaleMinutes: 0,
    ...(command.reason !== undefined && { reason: command.reason }),
  };
  const parsed = parseRequest(draftInput(asked), at);
  if (!parsed.ok) return invalid(prefixed(parsed.errors));
  const place = await placeNamed(planning, request.environment);
  if (!place) throw new Error(`${request.reference} has lost its environment`);
  const facts = await gatherFacts(tx, place, { window, prescaleMinutes: 0, at, exceptId: request.id });
  const content = wholeContent(parsed.value, facts.environment.services);
  const refusals = judge(content, facts, RULES_ON_EXTENSION);
  // free of the lead time, but no window begins in the past
  if (window.start <= at) refusals.unshift(refusal('startPassed', { now: at, earliest: at }, 'window.start'));
  if (refusals.length > 0) return refused(prefixed(refusals));
  const made = await createRequest(tx, {
    place,
    content,
    rules: facts.rules,
    actor,
    author,
    approversNeeded: facts.rules.approvers,
    at,
    extends: { id: request.id, reference: request.reference },
  });
  return { kind: 'made', request: made };
}

async function planDraft(planning: Planning): Promise<Plan> {
  const { tx, request, at } = planning;
  const parsed = parseDraft(draftInput(bodyOf(planning)), at);
  if (!parsed.ok) return invalid(pathsOf(planning, parsed.errors));
  const place = await placeNamed(planning, parsed.value.environment);
  const errors = place ? checkAgainstEnvironment(parsed.value, knownTo(place)) : [UNKNOWN_ENVIRONMENT];
  if (!place || errors.length > 0) return invalid(pathsOf(planning, errors));
  const refusals = await judgeChosen(tx, place, at);
  if (refusals.length > 0) return refused(pathsOf(planning, refusals));
  await tx.requestLine.deleteMany({ where: { requestId: request.id } });
  const lines = draftLines(parsed.value, place);
  const afterSave = () => writeLines(tx, { id: request.id, environmentId: place.id }, lines);
  return { kind: 'change', change: { data: { ...draftColumns(parsed.value), environmentId: place.id } }, afterSave };
}

async function planContent(
  planning: Planning,
  rulesFor: (content: RequestContent) => readonly RuleId[],
  data: { submittedAt?: Date; requestedById?: string } = {},
): Promise<Plan> {
  const { tx, request, at } = planning;
  const parsed = parseRequest(draftInput(bodyOf(planning)), at);
  if (!parsed.ok) return invalid(pathsOf(planning, parsed.errors));
  const place = await placeNamed(planning, parsed.value.environment);
  const errors = place ? checkAgainstEnvironment(parsed.value, knownTo(place)) : [UNKNOWN_ENVIRONMENT];
  if (!place || errors.length > 0) return invalid(pathsOf(planning, errors));
  const { window, prescaleMinutes } = parsed.value;
  const facts = await gatherFacts(tx, place, { window, prescaleMinutes, at, exceptId: request.id });
  const content = wholeContent(parsed.value, facts.environment.services);
  const refusals = judge(content, facts, rulesFor(content));
  if (refusals.length > 0) return refused(pathsOf(planning, refusals));
  const row = { id: request.id, environmentId: place.id };
  const lines = linesOf(content, withIds(place));
  await tx.windowClaim.deleteMany({ where: { requestId: request.id } });
  await tx.requestLine.deleteMany({ where: { requestId: request.id } });
  await voidOthers(tx, request, contentHash(content), at);
  const columns = {
    ...data,
    environmentId: place.id,
    rulebookId: facts.rules.rulebook,
    variationIds: facts.rules.variations.map(({ id }) => id),
    returnGraceMinutes: facts.rules.returnGraceMinutes,
    upscaleDays: upscaleDays(window, prescaleMinutes),
  };
  const afterSave = async () => {
    await writeLines(tx, row, lines);
    await writeClaims(tx, row, content, lines);
  };
  return { kind: 'change', change: { content, data: columns }, afterSave };
}

const UNKNOWN_ENVIRONMENT = fieldError('environment', 'unknownEnvironment', {});

/** The content as it would be: the whole form, or what is stored with the changes over it. */
function bodyOf({ request, command }: Planning): DraftBody {
  return command.whole ?? ({ ...request.content, ...command.changes } as DraftBody & Partial<RequestBody>);
}

/** The named environment of the same contract: a request never leaves its contract. */
async function placeNamed({ tx, request }: Planning, slug: string): Promise<Place | null> {
  const place = await loadPlace(tx, { slug });
  return place?.contractId === request.contractId ? place : null;
}

/** Errors stand at the members the sender sent: under `changes` unless the form sent the whole. */
function pathsOf<T extends { path: string }>({ command }: Planning, errors: readonly T[]): T[] {
  return command.changes && !command.whole ? prefixed(errors) : [...errors];
}

function prefixed<T extends { path: string }>(errors: readonly T[]): T[] {
  return errors.map((error) => ({ ...error, path: error.path === '' ? 'changes' : `changes.${error.path}` }));
}
