import { type Client, escapeIdentifier } from 'pg';
import { connected } from './connected.ts';

const ROLE = 'headroom_app';
/** what the application may do to tables it must not freely change; all others are select, insert, update, delete */
const NARROW: Record<string, string> = {
  AuditEntry: 'SELECT, INSERT',
  AuditHead: 'SELECT, UPDATE',
  LifecycleMove: 'SELECT',
  Rulebook: 'SELECT',
  InstanceClass: 'SELECT',
  TaskSize: 'SELECT',
  _prisma_migrations: 'SELECT',
};

/**
 * Makes the role `headroom_app` (no login), grants it what the application needs and grants the role to the application's
 * login. Answers the role, or '' where this login may not make it; the record's trigger then is the only guard.
 */
export async function grantApplication(owner: Client, applicationUrl: string): Promise<string> {
  const login = await loginOf(applicationUrl);
  if (await attempt(owner, () => makeRole(owner, login))) {
    await grantTables(owner, ROLE);
    return ROLE;
  }
  const { rows } = await owner.query<{ name: string }>('SELECT session_user AS name');
  if (rows[0]?.name !== login) await grantTables(owner, login);
  return '';
}

/** The role the application's login may work as: `headroom_app`, or '' where there is none for it. */
export async function roleFor(url: string): Promise<string> {
  const client = await connected(url);
  const { rows } = await client.query<{ member: boolean }>(
    "SELECT pg_has_role(session_user, rolname, 'MEMBER') AS member FROM pg_roles WHERE rolname = $1",
    [ROLE],
  );
  await client.end();
  return rows[0]?.member ? ROLE : '';
}

async function loginOf(url: string): Promise<string> {
  const client = await connected(url);
  const { rows } = await client.query<{ login: string }>('SELECT session_user AS login');
  await client.end();
  return rows[0]?.login ?? '';
}

async function makeRole(owner: Client, login: string): Promise<void> {
  const existing = await owner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [ROLE]);
  if (!existing.rowCount) await owner.query(`CREATE ROLE ${ROLE} NOLOGIN`);
  const member = await owner.query<{ member: boolean }>('SELECT pg_has_role($1, $2, $3) AS member', [
    login,
    ROLE,
    'MEMBER',
  ]);
  if (!member.rows[0]?.member) await owner.query(`GRANT ${ROLE} TO ${escapeIdentifier(login)}`);
}

async function grantTables(owner: Client, grantee: string): Promise<void> {
  const to = escapeIdentifier(grantee);
  const { rows } = await owner.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  await owner.query(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${to}`);
  await owner.query(`GRANT USAGE ON SCHEMA public TO ${to}`);
  await owner.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${to}`);
  for (const { name } of rows)
    await owner.query(
      `GRANT ${NARROW[name] ?? 'SELECT, INSERT, UPDATE, DELETE'} ON ${escapeIdentifier(name)} TO ${to}`,
    );
}

/** another migrate made the same role or grant at this moment, in another database of the server */
const MADE_MEANWHILE = ['42710', '23505', 'XX000'];
const FORBIDDEN = '42501';

/** Whether the work went through; false, and nothing done, where the login may not. */
async function attempt(owner: Client, work: () => Promise<void>, tries = 5): Promise<boolean> {
  await owner.query('SAVEPOINT attempt');
  try {
    await work();
    return true;
  } catch (error) {
    await owner.query('ROLLBACK TO SAVEPOINT attempt');
    const code = (error as { code?: string }).code ?? '';
    if (code === FORBIDDEN) return false;
    if (tries > 1 && MADE_MEANWHILE.includes(code)) return attempt(owner, work, tries - 1);
    throw error;
  }
}
