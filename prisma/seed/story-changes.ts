import { upscaleDays } from '#domain/budget.ts';
import { FREE_STATES, type RequestState } from '#domain/lifecycle.ts';
import { contentHash, type DraftBody, type RequestBody, type RequestContent } from '#domain/request.ts';
import type { StoredLine, StoredRequest } from '#domain/stored-request.ts';
import { wholeLines } from '#domain/whole-content.ts';
import { known } from './people.ts';
import type { Scene, Step, Story } from './story.ts';

/** What a step changes beside state and version; `before` as it was, `moved` in its new state. */
export function changesOf(
  before: StoredRequest,
  moved: StoredRequest,
  step: Step,
  story: Story,
  scene: Scene,
): Partial<StoredRequest> {
  const changes = changesByMove(before, moved, step, story, scene);
  return { ...changes, upscaleDays: daysOf({ ...moved, ...changes }, step) };
}

function changesByMove(
  before: StoredRequest,
  moved: StoredRequest,
  step: Step,
  story: Story,
  scene: Scene,
): Partial<StoredRequest> {
  switch (step.move) {
    case 'edit':
      return { lines: linesOf(story, scene) };
    case 'submit':
      return submitted(story, scene, step.at);
    case 'offer':
      return { offer: offered(before.content as RequestContent, step, scene) };
    case 'approve':
      return approved(moved, step, scene);
    case 'activate':
    case 'adopt':
      return sized(moved, (line) => ({ observed: line.granted }));
    case 'close':
      return sized(moved, (line) => ({ observed: line.current }));
    case 'return':
    case 'end':
    case 'giveUp':
      return { returnSince: before.returnSince ?? step.at };
    case 'fail':
      return { failedDuring: before.state === 'RETURNING' ? 'RETURNING' : 'APPLYING' };
    default:
      return {};
  }
}

function submitted(story: Story, scene: Scene, at: number): Partial<StoredRequest> {
  const lines = linesOf(story, scene);
  const body = story.ask as RequestBody;
  const content: RequestContent = {
    ...body,
    lines: body.lines.map(({ service }) => ({ service, wanted: lineOf(lines, service).requested })),
  };
  return { content, contentHash: contentHash(content), submittedAt: at, lines };
}

/** The lines by name, merged over what was the baseline when it was asked. */
function linesOf({ ask, sizesThen }: Story, { environment }: Scene): StoredLine[] {
  const services = environment.services.map((service) => {
    const then = sizesThen?.[service.name] ?? service.baseline;
    return { ...service, baseline: then, current: then };
  });
  const lines = wholeLines((ask as DraftBody).lines ?? [], services).flatMap(({ service, wanted }) =>
    services
      .filter(({ name }) => name === service)
      .map(({ id, current }) => ({
        serviceId: id,
        service,
        current,
        requested: wanted,
        granted: null,
        observed: null,
        observedAt: null,
        observedBy: null,
      })),
  );
  return lines.sort((a, b) => (a.service < b.service ? -1 : 1));
}

function lineOf(lines: readonly StoredLine[], service: string): StoredLine {
  return known(new Map(lines.map((line) => [line.service, line])), service);
}

function offered(
  asked: RequestContent,
  { at, by, offer }: Step,
  { environment, people }: Scene,
): NonNullable<StoredRequest['offer']> {
  const content: RequestContent = {
    ...asked,
    ...(offer?.lines && { lines: wholeLines(offer.lines, environment.services) }),
    window: { ...asked.window, ...offer?.window },
  };
  return { by: known(people, by), at, content, contentHash: contentHash(content) };
}

/** The approval; with the last one needed, granted is what was requested. */
function approved(moved: StoredRequest, { at, by }: Step, { people }: Scene): Partial<StoredRequest> {
  const approval = { by: known(people, by), at, contentHash: moved.contentHash ?? '' };
  return {
    approvals: [...moved.approvals, approval],
    ...(moved.state === 'SCHEDULED' && sized(moved, (line) => ({ granted: line.requested }))),
  };
}

function sized(moved: StoredRequest, set: (line: StoredLine) => Partial<StoredLine>): Pick<StoredRequest, 'lines'> {
  return { lines: moved.lines.map((line) => ({ ...line, ...set(line) })) };
}

/** Upscale-days the request uses after the step (R18). */
function daysOf({ state, window, prescaleMinutes, upscaleDays: used }: StoredRequest, { move, at }: Step): number {
  if (!window || (FREE_STATES as readonly RequestState[]).includes(state)) return 0;
  if (move === 'submit') return upscaleDays(window, prescaleMinutes);
  return move === 'end' || move === 'fail' ? upscaleDays(window, prescaleMinutes, at) : used;
}
