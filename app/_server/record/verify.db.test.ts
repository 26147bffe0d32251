import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { freshDatabase } from '../testing/database.ts';
import { verifyRecord } from './verify.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: Client;
before(async () => {
  database = await freshDatabase({ demo: true });
  owner = new Client({ connectionString: database.url });
  await owner.connect();
});
after(async () => {
  await owner?.end();
  await database?.drop();
});

const ONE = `(SELECT id FROM "UpscaleRequest" WHERE state = 'SCHEDULED' ORDER BY reference LIMIT 1)`;
const change = (column: string, value: string) => `UPDATE "UpscaleRequest" SET ${column} = ${value} WHERE id = ${ONE}`;

/** What someone with the database in their hands might change; in the order of where it is found. */
const CHANGES: Record<string, string> = {
  state: change('state', `'CANCELLED'`),
  'the end of the window': change('"windowEnd"', `"windowEnd" + interval '1 hour'`),
  'the zone of the window': change('"timeZone"', `'Pacific/Apia'`),
  'the pre-scale': change('"prescaleMinutes"', '"prescaleMinutes" + 1'),
  'the days used': change('"upscaleDays"', '"upscaleDays" + 1'),
  'who asked': `DELETE FROM "Approval" WHERE "requestId" = ${ONE};
    ${change('"requestedById"', `(SELECT id FROM "Person" WHERE email = 'operator@headroom.example')`)}`,
  'a purchase order': change('content', `content || '{"purchaseOrder": "PO-0"}'`),
  'what the next decision judges': change('content', `jsonb_set(content, '{window,end}', '1900000000000')`),
  'a size': `UPDATE "RequestLine" SET requested = current WHERE "requestId" = ${ONE}`,
  'what was granted': `UPDATE "RequestLine" SET granted = current WHERE "requestId" = ${ONE}`,
  'a line': `DELETE FROM "RequestLine" WHERE "requestId" = ${ONE}`,
  'an approval': `DELETE FROM "Approval" WHERE "requestId" = ${ONE}`,
  'who approved': `UPDATE "Approval" SET "personId" = (SELECT id FROM "Person" WHERE email = 'operator@headroom.example')
    WHERE id = (SELECT id FROM "Approval" WHERE "requestId" = ${ONE} LIMIT 1)`,
  'an approval made void': `UPDATE "Approval" SET "voidedAt" = now() WHERE "requestId" = ${ONE}`,
};

test('The record of the demo is intact', async () => {
  assert.equal((await verifyRecord()).ok, true);
});

for (const [what, statements] of Object.entries(CHANGES))
  test(`A change of ${what} past the record is found`, async () => {
    await owner.query('CREATE TEMPORARY TABLE request AS TABLE "UpscaleRequest"');
    await owner.query('CREATE TEMPORARY TABLE line AS TABLE "RequestLine"');
    await owner.query('CREATE TEMPORARY TABLE approval AS TABLE "Approval"');
    await owner.query('SET session_replication_role = replica');
    await owner.query(statements);
    const verdict = await verifyRecord();
    await owner.query(`
      DELETE FROM "UpscaleRequest"; INSERT INTO "UpscaleRequest" TABLE request;
      DELETE FROM "RequestLine"; INSERT INTO "RequestLine" TABLE line;
      DELETE FROM "Approval"; INSERT INTO "Approval" TABLE approval;
      SET session_replication_role = origin; DROP TABLE request, line, approval`);
    assert.match(
      verdict.ok ? 'intact' : verdict.problem,
      /^entry \d+: UR-\d{4}-\d+ is not as this entry, its last, says$/,
    );
    assert.equal((await verifyRecord()).ok, true);
  });
