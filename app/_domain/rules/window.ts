import { upscaleDays } from '../budget.ts';
import type { JudgeFacts } from '../judge.ts';
import { type Refusal, refusal } from '../refusal.ts';
import { claimedSpan, type RequestContent } from '../request.ts';
import { earliestStart } from '../time.ts';

/** R15: a start keeps the contract's lead time; an emergency may start sooner, but nothing starts in the past. */
export function startIsNotTooSoon({ window, emergency }: RequestContent, facts: JudgeFacts): Refusal[] {
  const { now, rules, timeZone, holidays } = facts;
  const earliest = emergency ? now : earliestStart(now, rules.leadTime, timeZone, holidays);
  if (window.start <= now) return [refusal('startPassed', { now, earliest }, 'window.start')];
  if (window.start >= earliest) return [];
  return [refusal('tooSoon', { earliest, leadTime: rules.leadTime }, 'window.start')];
}

/** R16: no window opens, pre-scale included, inside a freeze; at the very end of one it may. */
export function openingIsNotFrozen(
  { window, prescaleMinutes }: RequestContent,
  { environment }: JudgeFacts,
): Refusal[] {
  const opens = claimedSpan(window, prescaleMinutes).startsAt;
  return environment.freezes
    .filter(({ startsAt, endsAt }) => opens < endsAt && window.start >= startsAt)
    .map(({ name, startsAt, endsAt }) => refusal('frozen', { name, startsAt, endsAt }, 'window.start'));
}

/** R18: the contract is in force for the whole window and its upscale-days cover it; a permanent change uses none. */
export function contractCoversIt({ window, prescaleMinutes }: RequestContent, { term, budget }: JudgeFacts): Refusal[] {
  const begins = window.start >= term.start && window.start < term.end;
  const ends = window.end === null || window.end <= term.end;
  if (!begins || !ends) {
    const params = { termStart: term.start, termEnd: term.end };
    return [refusal('outsideTerm', params, begins ? 'window.end' : 'window.start')];
  }
  const uses = upscaleDays(window, prescaleMinutes);
  if (budget === null || uses === 0 || uses <= budget.perYear - budget.used) return [];
  const left = Math.max(0, budget.perYear - budget.used);
  return [refusal('overBudget', { uses, left, yearEnd: budget.yearEnd }, 'window.end')];
}

/** R14: one live window per service of the environment and time; touching is fine, permanent is endless. */
export function windowIsFree({ window, prescaleMinutes, lines }: RequestContent, { claims }: JudgeFacts): Refusal[] {
  const { startsAt, endsAt } = claimedSpan(window, prescaleMinutes);
  return lines.flatMap(({ service }, index) =>
    claims
      .filter((claim) => claim.service === service)
      .filter((claim) => startsAt < (claim.endsAt ?? Infinity) && claim.startsAt < (endsAt ?? Infinity))
      .sort((a, b) => a.startsAt - b.startsAt)
      .map((claim) => refusal('windowTaken', claim, `lines.${index}.service`)),
  );
}
