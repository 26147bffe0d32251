import { z } from 'zod';
import type { EndpointSettings } from './endpoint.ts';
import { type FieldError, fieldError, type Parsed } from './field-error.ts';
import { freeText, holdsSecret, SHORT_TEXT } from './free-text.ts';
import { ENDPOINT_KINDS, type EndpointKind } from './probe.ts';
import { hostAndPort, httpUrl } from './probe-target.ts';
import { parseShape } from './shape-errors.ts';
import { statusRanges } from './status-ranges.ts';

const NAME_MAX = 80;
const TARGET_MAX = 500;
const DAY_SECONDS = 86_400;
const MINUTE_MS = 60_000;

/** Only text is asked of the target here: its form depends on the kind, and an address with a password is refused as such. */
const members = {
  name: freeText(NAME_MAX),
  kind: z.enum(ENDPOINT_KINDS),
  target: z
    .string()
    .overwrite((text) => text.trim())
    .min(1, { abort: true })
    .max(TARGET_MAX),
  service: z.string().min(1).max(SHORT_TEXT).nullable().default(null),
  expectStatus: z.string().max(SHORT_TEXT).nullable().default(null),
  expectText: freeText(SHORT_TEXT).nullable().default(null),
  intervalSeconds: z.int().min(5).max(DAY_SECONDS).default(60),
  timeoutMs: z.int().min(100).max(MINUTE_MS).default(10_000),
  retries: z.int().min(0).max(5).default(1),
  slowMs: z.int().min(1).max(MINUTE_MS).nullable().default(null),
  certificateDays: z.int().min(0).max(365).default(14),
};

/** The settings of an endpoint; what is left out is as it is at first. What its members say of one another is judged by parseEndpoint. */
const endpointShape = z.strictObject(members);

/** Reads what somebody typed or sent, all errors at once; the target and the statuses come back in one way of writing. */
export function parseEndpoint(input: unknown): Parsed<EndpointSettings> {
  const parsed = parseShape(endpointShape, input);
  const errors = [...(parsed.ok ? [] : parsed.errors), ...errorsBetween(whatIsReadable(input))];
  if (!parsed.ok || errors.length > 0) return { ok: false, errors };
  const { kind, target, expectStatus } = parsed.value;
  const written = kind === 'HTTP' ? httpUrl(target)?.href : hostAndPort(target)?.text;
  if (written === undefined || written.length > TARGET_MAX)
    return { ok: false, errors: [fieldError('target', 'tooLong', { max: TARGET_MAX })] };
  const statuses = expectStatus === null ? null : statusRanges(expectStatus);
  return { ok: true, value: { ...parsed.value, target: written, expectStatus: statuses } };
}

/** The members that are well by themselves. */
function whatIsReadable(input: unknown): Partial<EndpointSettings> {
  if (typeof input !== 'object' || input === null) return {};
  const read = Object.entries(members).map(([name, shape]) => {
    const value = Object.hasOwn(input, name) ? (input as Record<string, unknown>)[name] : undefined;
    return [name, shape.safeParse(value).data];
  });
  return Object.fromEntries(read);
}

/** What is wrong with what members say of one another. */
function errorsBetween(readable: Partial<EndpointSettings>): FieldError[] {
  const { kind, target, expectStatus = null, expectText = null, timeoutMs, intervalSeconds } = readable;
  const errors: FieldError[] = [];
  const problem = kind && target !== undefined && targetProblem(kind, target);
  if (problem) errors.push(fieldError('target', problem, {}));
  if (expectStatus !== null && statusRanges(expectStatus) === null)
    errors.push(fieldError('expectStatus', 'statusRanges', {}));
  else if (expectStatus !== null && kind && kind !== 'HTTP') errors.push(fieldError('expectStatus', 'onlyHttp', {}));
  if (expectText !== null && kind && kind !== 'HTTP') errors.push(fieldError('expectText', 'onlyHttp', {}));
  if (timeoutMs !== undefined && intervalSeconds !== undefined && timeoutMs > intervalSeconds * 1000)
    errors.push(fieldError('timeoutMs', 'longerThanInterval', { seconds: intervalSeconds }));
  return errors;
}

function targetProblem(kind: EndpointKind, target: string) {
  // before anything else: whoever typed one shall know that it was seen
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i.test(target)) return 'urlPassword';
  if (holdsSecret(target)) return 'secret';
  if (kind !== 'HTTP') return hostAndPort(target) ? null : 'hostPort';
  if (!httpUrl(target)) return 'httpUrl';
  return target.includes('#') ? 'urlFragment' : null;
}

/** What the form of a new endpoint begins with. */
export function firstSettings(): EndpointSettings {
  const { name: _, target: __, ...others } = endpointShape.parse({ name: '-', kind: 'HTTP', target: '-' });
  return { ...others, name: '', target: '' };
}
