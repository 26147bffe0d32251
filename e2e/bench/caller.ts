import { randomBytes, randomUUID } from 'node:crypto';
import { sha256 } from '#domain/record.ts';
import { withClient } from './stores.ts';

/** Somebody who calls the API of a portal. */
export type Caller = {
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
};

/** A demo person with an API token of their own, put into the database as its owner. */
export async function callerAt(origin: string, databaseUrl: string, email: string): Promise<Caller> {
  const token = `hr_${randomBytes(32).toString('base64url')}`;
  await withClient(databaseUrl, (owner) =>
    owner.query(
      `INSERT INTO "ApiToken" (id, "personId", name, hash, write) SELECT $1, id, 'bench', $2, true FROM "Person" WHERE email = $3`,
      [randomUUID(), sha256(token), email],
    ),
  );
  const headers = { authorization: `Bearer ${token}` };
  return {
    get: async (path) => {
      const answer = await fetch(origin + path, { headers });
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      return answer.json();
    },
    post: async (path, body) => {
      const json = { ...headers, 'content-type': 'application/json' };
      const answer = await fetch(origin + path, { method: 'POST', headers: json, body: JSON.stringify(body) });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
  };
}
