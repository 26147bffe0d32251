import { connected } from '#prisma/connected.ts';
import { Halt } from '#prisma/halt.ts';
import type { Environment } from '../env.ts';
import { isLoopback } from '../hosting/addresses.ts';
import { step } from './progress.ts';

/**
 * Loads the demo into an empty embedded database (another one only with HEADROOM_DEMO=1) and answers whether demo people
 * can sign in. Everyone knows their password: a Halt where other machines could reach them, unless HEADROOM_DEMO=1.
 */
export async function settleDemo(url: string, variables: Environment): Promise<boolean> {
  const { HEADROOM_DEMO: said, DATABASE_URL: own, HEADROOM_HOST: host } = variables;
  const wanted = own ? said === '1' : said !== '0';
  const { empty, demo } = await look(url);
  const load = wanted && empty;
  if ((demo || load) && !isLoopback(host) && said !== '1')
    throw new Halt(
      `The demo's password is public, and HEADROOM_HOST ${host} lets other machines in: set HEADROOM_DEMO=1 to allow that, HEADROOM_DEMO=0 for an empty database, or HEADROOM_HOST=127.0.0.1.`,
    );
  if (load) await step('Loading the demo data', () => loadInto(url));
  return demo || load;
}

async function loadInto(url: string): Promise<void> {
  const { loadDemo } = await import('#prisma/seed.ts');
  try {
    await loadDemo(url);
  } catch (error) {
    // a web server and a worker that start at once both find it empty
    if (!(await look(url)).demo) throw error;
  }
}

async function look(url: string): Promise<{ empty: boolean; demo: boolean }> {
  const { DEMO_SIGN_INS } = await import('#prisma/seed.ts');
  const client = await connected(url);
  const { rows } = await client.query<{ empty: boolean; demo: boolean }>(
    `SELECT NOT EXISTS (SELECT 1 FROM "Person") AND NOT EXISTS (SELECT 1 FROM "Organisation")
              AND NOT EXISTS (SELECT 1 FROM "AuditEntry") AS empty,
            EXISTS (SELECT 1 FROM "Person" WHERE email = ANY($1)) AS demo`,
    [DEMO_SIGN_INS.map(({ email }) => email)],
  );
  await client.end();
  return rows[0] ?? { empty: false, demo: false };
}

/** What a person needs to sign in to the demo. */
export async function demoSignIns(): Promise<string> {
  const { DEMO_PASSWORD, DEMO_SIGN_INS } = await import('#prisma/seed.ts');
  const width = Math.max(...DEMO_SIGN_INS.map(({ email }) => email.length));
  const lines = DEMO_SIGN_INS.map(({ email, who }) => `  ${email.padEnd(width)}  ${who}`);
  return [`Sign in with the password ${DEMO_PASSWORD} as`, ...lines].join('\n');
}
