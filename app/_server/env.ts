import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

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
  if (parsed.success && parsed.data.DATABASE_URL && !parsed.data.AUTH_SECRET)
    bad.push({ name: 'AUTH_SECRET', problem: 'is required with DATABASE_URL' });
  return parsed.success && bad.length === 0 ? { ok: true, value: parsed.data } : { ok: false, bad };
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
  if (!list || !isIP(address)) return false;
  const ranges = new BlockList();
  for (const range of list.split(',')) {
    const [net = '', bits = ''] = range.trim().split('/');
    ranges.addSubnet(net, Number(bits), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  return ranges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function isCidr(text: string): boolean {
  const [net = '', bits = ''] = text.trim().split('/');
  const version = isIP(net);
  return version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}
