import { randomUUID } from 'node:crypto';
import type { Capacity } from '#domain/capacity.ts';
import { decide, type Move, type RequestState } from '#domain/lifecycle.ts';
import type { Standing } from '#domain/policy.ts';
import type { DraftBody, RequestBody } from '#domain/request.ts';
import { effectiveRules } from '#domain/rulebook.ts';
import { RULEBOOK_2023_10, RULEBOOKS } from '#domain/rulebooks.ts';
import { moveFacts, type StoredRequest } from '#domain/stored-request.ts';
import { standingsOf } from './contracts.ts';
import type { DemoEnvironment } from './environments.ts';
import { type DemoPeople, known } from './people.ts';
import { changesOf } from './story-changes.ts';

/** One move of a story at an instant in UTC ms: `by` is an e-mail or 'clock', note what was said. */
export type Step = {
  move: Move;
  at: number;
  by: string;
  note?: string;
  /** what an offer says instead of what was asked */
  offer?: { lines?: RequestBody['lines']; window?: { start: number; end: number } };
};

/** A demo request as it happened. */
export type Story = {
  /** what was asked; where it stays a draft it may lack anything but the environment */
  ask: RequestBody | DraftBody;
  /** baselines at the time of asking that are others today */
  sizesThen?: Record<string, Capacity>;
  steps: readonly [Step, ...Step[]];
};

/** Where a story plays. */
export type Scene = { environment: DemoEnvironment; people: DemoPeople['people']; reference: string };

/** One step as it is recorded. */
export type Told = {
  step: Step;
  /** null = the clock */
  personId: string | null;
  standing: Standing | null;
  before: StoredRequest | null;
  after: StoredRequest;
};

/** Plays a story along the table of moves; a step the table refuses is a bug of the demo data. */
export function tell(story: Story, scene: Scene): Told[] {
  const told: Told[] = [];
  for (const step of story.steps) {
    const last = told.at(-1);
    if (last && step.at < last.step.at)
      throw new Error(`${scene.reference}: ${step.move} comes before ${last.step.move}`);
    const before = last?.after ?? null;
    const request = before ?? begin(story, scene);
    const { to, standing, personId } = judged(request, before?.state ?? null, step, scene);
    const moved = { ...request, state: to, version: told.length + 1, failedDuring: null };
    told.push({
      step,
      personId,
      standing,
      before,
      after: { ...moved, ...changesOf(request, moved, step, story, scene) },
    });
  }
  return told;
}

function begin({ ask, steps }: Story, { environment, people, reference }: Scene): StoredRequest {
  const { contract } = environment;
  const [{ by, at }] = steps;
  const rulebook = RULEBOOKS.find(({ id }) => id === contract.rulebook) ?? null;
  const terms = { rulebook, variations: contract.variations, leadTime: null, approvers: contract.approvers ?? null };
  const rules = effectiveRules(terms, RULEBOOK_2023_10, environment.kind, at);
  return {
    id: randomUUID(),
    reference,
    contractId: contract.id,
    contract: contract.reference,
    environmentId: environment.id,
    environment: environment.slug,
    kind: environment.kind,
    requestedBy: known(people, by),
    state: 'DRAFT',
    version: 1,
    contentHash: null,
    rulebook: rules.rulebook,
    variationIds: rules.variations.map(({ id }) => id),
    content: ask,
    window: ask.window ?? null,
    prescaleMinutes: ask.prescaleMinutes ?? 0,
    emergency: ask.emergency !== undefined,
    upscaleDays: 0,
    returnGraceMinutes: rules.returnGraceMinutes,
    missed: false,
    failedDuring: null,
    extends: null,
    continuedBy: null,
    returnSince: null,
    createdAt: at,
    submittedAt: null,
    lines: [],
    approvals: [],
    offer: null,
    approversNeeded: rules.approvers,
  };
}

function judged(
  request: StoredRequest,
  state: RequestState | null,
  { move, by }: Step,
  { environment, people }: Scene,
) {
  const person = by === 'clock' ? null : known(people, by);
  const mover = person ? { personId: person.id, standings: standingsOf(environment.contract, person) } : 'clock';
  const verdict = decide(state, move, mover, moveFacts(request));
  if (!verdict.allowed) throw new Error(`${request.reference}: ${move} by ${by} is refused (${verdict.refusal.code})`);
  return { ...verdict, personId: person?.id ?? null };
}
