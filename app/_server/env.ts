import { isIP } from 'node:net';
import { z } from 'zod';
import { hostOf, isCidr, isLoopback, isWithin, mayCall, rangesOf } from './hosting/addresses.ts';

const port = z.coerce
  .number('must be a port number')
  .int('must be a port number')
  .min(1, 'must be 1–65535')
  .max(65_535, 'must be 1–65535');
const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text),
    'must be an origin such as https://headroom.example, without a path',
  );
const databaseUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
    'must be a postgresql:// URL',
  );
const cidrs = z
  .string()
  .refine((text) => text.split(',').every(isCidr), 'must be a comma-separated list of CIDR ranges such as 10.0.0.0/8');
const SECONDS = /^(\d{1,4}(?:\.\d{1,3})?)-(\d{1,4}(?:\.\d{1,3})?)$/;
const secondsSpan = z
  .string()
  .refine((text) => {
    const [from, to] = spanOf(text);
    return from <= to;
  }, 'must be a span of seconds such as 3-8 or 0.2-0.5')
  .transform(spanOf);
/** Whole days between two limits. */
function days(least: number, most: number) {
  const problem = `must be a number of days, ${least} to ${most}`;
  return z.coerce.number(problem).int(problem).min(least, problem).max(most, problem);
}
const webhookUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(hostOf(url)));
}, 'must be an https:// URL; http:// only leads to this machine');
/** Standard Webhooks asks for 24 to 64 bytes. */
const webhookSecret = z
  .string()
  .refine(
    (text) => /^whsec_(?:[A-Za-z0-9+/]{4}){8,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text),
    'must be whsec_ and base64 of at least 24 bytes, made for instance by `echo whsec_$(openssl rand -base64 24)`',
  );

/** Every variable the portal reads (interfaces.md); parsed once, no fallback secrets. */
const shape = z.object({
  PORT: port.default(3000),
  HEADROOM_HOST: z.string().min(1).default('127.0.0.1'),
  HEADROOM_ORIGIN: origin.optional(),
  DATABASE_URL: databaseUrl.optional(),
  MIGRATE_DATABASE_URL: databaseUrl.optional(),
  AUTH_SECRET: z
    .string()
    .min(32, 'must be at least 32 characters, made for instance by `openssl rand -base64 33`')
    .optional(),
  HEADROOM_DEMO: z.enum(['0', '1'], 'must be 0 or 1').optional(),
  HEADROOM_PROVIDER: z.enum(['manual', 'webhook', 'simulated'], 'must be manual, webhook or simulated').optional(),
  HEADROOM_SIMULATED_SECONDS: secondsSpan.default([3, 8]),
  HEADROOM_WEBHOOK_URL: webhookUrl.optional(),
  HEADROOM_WEBHOOK_SECRET: webhookSecret.optional(),
  HEADROOM_WEBHOOK_ALLOW: cidrs.optional(),
  HEADROOM_PROBE_ALLOW: cidrs.optional(),
  HEADROOM_KEEP_RAW_DAYS: days(1, 90).default(7),
  HEADROOM_KEEP_HOURS_DAYS: days(7, 3660).default(90),
  HEADROOM_ROLE: z.enum(['all', 'web', 'worker'], 'must be all, web or worker').default('all'),
  HEADROOM_TRUSTED_PROXY: cidrs.optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be one of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
});
export type Environment = z.infer<typeof shape>;

export type BadVariable = { name: string; problem: string };

/** The validated variables, or every bad one with its name and what is wrong. An empty variable counts as unset. */
export function parseEnvironment(
  source: Record<string, string | undefined>,
): { ok: true; value: Environment } | { ok: false; bad: BadVariable[] } {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = shape.safeParse(given);
  const bad = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ name: String(issue.path[0]), problem: issue.message }));
  if (parsed.success) bad.push(...missing(parsed.data));
  return parsed.success && bad.length === 0 ? { ok: true, value: parsed.data } : { ok: false, bad };
}

/** What one variable asks of another. */
function missing(given: Environment): BadVariable[] {
  const { HEADROOM_PROVIDER: provider, HEADROOM_WEBHOOK_URL: url, HEADROOM_WEBHOOK_ALLOW: allow = '' } = given;
  const bad: BadVariable[] = [];
  if (given.DATABASE_URL && !given.AUTH_SECRET)
    bad.push({ name: 'AUTH_SECRET', problem: 'is required with DATABASE_URL' });
  if (provider === 'webhook' && !url)
    bad.push({ name: 'HEADROOM_WEBHOOK_URL', problem: 'is required with HEADROOM_PROVIDER=webhook' });
  if ((provider === 'webhook' || url) && !given.HEADROOM_WEBHOOK_SECRET)
    bad.push({ name: 'HEADROOM_WEBHOOK_SECRET', problem: 'is required with a webhook: every call is signed' });
  const host = url ? hostOf(new URL(url)) : '';
  if (isIP(host) && !isLoopback(host) && !mayCall(host, rangesOf(allow)))
    bad.push({
      name: 'HEADROOM_WEBHOOK_URL',
      problem: 'leads to a private address that HEADROOM_WEBHOOK_ALLOW does not list',
    });
  return bad;
}

let parsedOnce: Environment | undefined;
/** This process's variables; throws with the name of the first bad one. */
export function environment(): Environment {
  if (parsedOnce) return parsedOnce;
  const parsed = parseEnvironment(process.env);
  if (!parsed.ok) throw new Error(parsed.bad.map(({ name, problem }) => `${name} ${problem}`).join('; '));
  parsedOnce = parsed.value;
  return parsedOnce;
}

/** The origins that forms, links and cookies belong to; the first is the one links are made with. */
export function acceptedOrigins(env: Pick<Environment, 'HEADROOM_ORIGIN' | 'PORT'> = environment()): string[] {
  return env.HEADROOM_ORIGIN ? [env.HEADROOM_ORIGIN] : [`http://localhost:${env.PORT}`, `http://127.0.0.1:${env.PORT}`];
}

/** Whether an address is a trusted proxy, whose forwarded addresses are believed. */
export function isTrustedProxy(address: string, list = environment().HEADROOM_TRUSTED_PROXY): boolean {
  return isWithin(address, rangesOf(list ?? ''));
}

/** The ends of a span; NaN where it is none. */
function spanOf(text: string): [from: number, to: number] {
  const [, from, to] = SECONDS.exec(text) ?? [];
  return [Number(from), Number(to)];
}
