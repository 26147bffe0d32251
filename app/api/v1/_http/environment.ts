import type { EnvironmentView, LevelSeen } from '#domain/environment-view.ts';
import type { EnvironmentBody } from '#server/api/schemas.ts';
import { scalingSummary } from '#ui/words/environments.ts';
import { refusalWords } from '#ui/words/refusals.ts';

/** An environment as the API says it: the verdict in words, instants in RFC 3339. */
export function environmentBody(view: EnvironmentView): EnvironmentBody {
  const { slug, name, kind, contract, purpose, region, scaling, services, status } = view;
  return {
    slug,
    name,
    kind,
    contract,
    purpose,
    region,
    scaling: { ...scaling, summary: scalingSummary(scaling) },
    services,
    status: statusBody(status),
    upscale: upscaleBody(view),
  };
}

function statusBody({ level, since, observedAt }: LevelSeen): EnvironmentBody['status'] {
  return {
    level,
    ...(since !== null && { since: new Date(since).toISOString() }),
    ...(observedAt !== null && { observedAt: new Date(observedAt).toISOString() }),
  };
}

function upscaleBody({ upscale, contractFacts }: EnvironmentView): EnvironmentBody['upscale'] {
  const start = upscale.earliestStart;
  const earliest = start === undefined ? {} : { earliestStart: new Date(start).toISOString() };
  if (upscale.allowed) return { allowed: true, ...earliest };
  const context = { contact: contractFacts, timeZone: contractFacts.timeZone };
  const { rule } = upscale.refusal;
  return { allowed: false, ...(rule && { rule }), ...refusalWords(upscale.refusal, context), ...earliest };
}
