import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';

/** A new person with the name, password and rights of a demo person: for tests that change or remove someone. Answers the e-mail. */
export async function newPersonLike(sql: Client, email: string): Promise<string> {
  const id = randomUUID();
  const own = `${id.slice(0, 8)}.${email}`;
  const { rowCount } = await sql.query(
    `INSERT INTO "Person" (id, email, name, "timeZone", "passwordHash", operator)
     SELECT $1, $2, name, 'Europe/Berlin', "passwordHash", operator FROM "Person" WHERE email = $3`,
    [id, own, email],
  );
  if (rowCount !== 1) throw new Error(`the demo has no ${email}`);
  for (const [table, column] of [
    ['Membership', 'organisationId'],
    ['ManagerAssignment', 'contractId'],
  ])
    await sql.query(
      `INSERT INTO "${table}" ("${column}", "personId")
       SELECT "${column}", $1 FROM "${table}" WHERE "personId" = (SELECT id FROM "Person" WHERE email = $2)`,
      [id, email],
    );
  return own;
}
