import { connect, type Tx } from '#server/db.ts';
import { record } from '#server/record/append.ts';
import { type DemoClock, demoClock } from './seed/clock.ts';
import { loadContracts, loadOpeningBalances } from './seed/contracts.ts';
import { demoEnvironments, loadEnvironments } from './seed/environments.ts';
import { loadHolidays } from './seed/holidays.ts';
import { loadPeople } from './seed/people.ts';
import { loadedEntry, refusedAttempt, requestEntries } from './seed/record.ts';
import { tellAll } from './seed/requests/tell-all.ts';
import { writeRequests } from './seed/requests/write.ts';

export { DEMO_PASSWORD, DEMO_SIGN_INS } from './seed/people.ts';

/** Loads the demo of domain.md §9 into an empty, migrated database, as its owner, in one transaction; all dates are relative to `at` (UTC ms). Throws when the database is not empty. */
export async function loadDemo(url: string, at: number = Date.now()): Promise<void> {
  const client = connect(url, '');
  try {
    await client.$transaction((tx) => load(tx, demoClock(at)));
  } finally {
    await client.$disconnect();
  }
}

async function load(tx: Tx, clock: DemoClock): Promise<void> {
  // every writer locks the record's head: two loads at once stand in line here
  await tx.$queryRaw`SELECT 1 FROM "AuditHead" WHERE id = 1 FOR UPDATE`;
  if ((await tx.organisation.count()) + (await tx.person.count()) > 0)
    throw new Error('The database is not empty: demo data is loaded into an empty one only.');
  await loadHolidays(tx, clock.now);
  const loaded = await loadPeople(tx);
  const contracts = await loadContracts(tx, clock, loaded);
  const environments = demoEnvironments(contracts);
  const stories = tellAll(clock, environments, loaded.people);
  const requests = stories.map(({ request }) => request);
  await loadEnvironments(tx, clock, environments, requests);
  await loadOpeningBalances(tx, clock.now, contracts.values(), requests);
  await writeRequests(tx, stories);
  const entries = [...stories.flatMap(requestEntries), refusedAttempt(clock, environments), loadedEntry(clock)];
  for (const entry of entries.sort((a, b) => a.at - b.at)) await record(tx, entry);
}

if (import.meta.main) {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: it names the database to fill.');
  await loadDemo(url).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
