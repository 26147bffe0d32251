import type { RuleId } from '#domain/refusal.ts';
import { type Answer, answer } from '#server/api/answer.ts';
import { STATUS_TITLES } from '#ui/words/problems.ts';

export type ProblemError = { path: string; message: string; rule?: RuleId };
type Members = { title?: string; next?: string; rule?: RuleId; errors?: ProblemError[] };

/** A problem of RFC 9457; its type is the rule in the guide, else the status says it all. */
export function problem(
  status: number,
  detail: string,
  { title, rule, ...members }: Members = {},
  headers?: Record<string, string>,
): Answer {
  const type = rule ? `/guide#${rule}` : 'about:blank';
  const named = title ?? STATUS_TITLES[status];
  return answer(status, { type, title: named, status, detail, ...(rule && { rule }), ...members }, headers);
}

/** A problem that ends by waiting: with Retry-After in seconds. */
export function problemForNow(status: number, detail: string, next: string, seconds: number): Answer {
  return problem(status, detail, { next }, { 'retry-after': String(seconds) });
}
