import { createHmac } from 'node:crypto';
import { Halt } from '#prisma/halt.ts';
import { acceptedOrigins, type Environment, parseEnvironment } from '../env.ts';

/** The validated variables of this process; a Halt with every bad one's name and what is wrong. `given` stands in for unset ones. */
export function readVariables(given: Record<string, string> = {}): Environment {
  const parsed = parseEnvironment({ ...given, ...process.env });
  if (parsed.ok) return parsed.value;
  throw new Halt(
    ['Bad environment variables:', ...parsed.bad.map(({ name, problem }) => `  ${name} ${problem}`)].join('\n'),
  );
}

/** The address that people type. */
export function addressOf(variables: Environment): string {
  return acceptedOrigins(variables)[0] ?? '';
}

/** Which provider carries out upscales where HEADROOM_PROVIDER does not say: a simulated one for a demo that is wanted here. */
export function providerOf(variables: Environment, hasDemo: boolean): string {
  const { HEADROOM_PROVIDER: said, DATABASE_URL: own, HEADROOM_DEMO: demo } = variables;
  return said ?? (hasDemo && (!own || demo === '1') ? 'simulated' : 'manual');
}

/** What the web server process gets to see: never the owner's login. */
export function applicationVariables(
  variables: Environment,
  given: { url: string; role: string; secret: string; provider: string; anchor?: string },
): NodeJS.ProcessEnv {
  const { MIGRATE_DATABASE_URL: _, HOSTNAME: __, HEADROOM_RECORD_ANCHOR: ___, ...rest } = process.env;
  return {
    ...rest,
    PORT: String(variables.PORT),
    HEADROOM_HOST: variables.HEADROOM_HOST,
    DATABASE_URL: given.url,
    HEADROOM_DB_ROLE: given.role,
    HEADROOM_PROVIDER: given.provider,
    AUTH_SECRET: given.secret,
    ...(given.anchor !== undefined && { HEADROOM_RECORD_ANCHOR: given.anchor }),
    // equal in every process that serves one installation, and after a new build
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: createHmac('sha256', given.secret).update('server actions').digest('base64'),
    NEXT_TELEMETRY_DISABLED: '1',
  };
}
