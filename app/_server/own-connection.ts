import { environment } from './env.ts';

/** The role the application works as: it may only insert into and read the record. */
const APPLICATION_ROLE = 'headroom_app';

/** How a connection of this process's own, outside the pool, is made. */
export function ownConnection(): { connectionString: string; options: string } {
  return { connectionString: environment().DATABASE_URL ?? '', options: roleOption(ownRole()) };
}

/** The role this process works as; HEADROOM_DB_ROLE says '' where there is none. */
export function ownRole(): string {
  return process.env.HEADROOM_DB_ROLE ?? APPLICATION_ROLE;
}

/** What makes a connection work as a role; '' keeps the login's own. */
export function roleOption(role: string): string {
  return role && `-c role=${role}`;
}
