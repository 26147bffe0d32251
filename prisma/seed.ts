import { connect, type Tx } from '#server/db.ts';
import { record } from '#server/record/append.ts';
import { type DemoClock, demoClock } from './seed/clock.ts';
import { demoContracts } from './seed/contracts.ts';
import { demoEnvironments, writeEnvironments } from './seed/environments.ts';
import { writeHolidays } from './seed/holidays.ts';
import { demoPeople, writePeople } from './seed/people.ts';
import { loadedEntry, refusedAttempt, requestEntries } from './seed/record.ts';
import { tellAll } from './seed/requests/tell-all.ts';
import { writeRequests } from './seed/requests/write.ts';
import { writeSimulation } from './seed/simulation.ts';
import { demoStatus, writeStatus } from './seed/status/write.ts';
import { noticeEntries } from './seed/status/write-notices.ts';
import { writeContracts } from './seed/write-contracts.ts';

export { DEMO_PASSWORD, DEMO_SIGN_INS } from './seed/people.ts';

/** Seconds on a quiet machine. */
const PATIENCE_MS = 120_000;

/** Loads the demo of domain.md §9 into an empty, migrated database, as its owner, in one transaction; all dates are relative to `at` (UTC ms). Throws when the database is not empty. */
export async function loadDemo(url: string, at: number = Date.now()): Promise<void> {
  const client = connect(url, '');
  try {
    await client.$transaction((tx) => load(tx, demoClock(at)), { timeout: PATIENCE_MS });
  } finally {
    await client.$disconnect();
  }
}

async function load(tx: Tx, clock: DemoClock): Promise<void> {
  // every writer locks the record's head: two loads at once stand in line here
  await tx.$queryRaw`SELECT 1 FROM "AuditHead" WHERE id = 1 FOR UPDATE`;
  if ((await tx.organisation.count()) + (await tx.person.count()) > 0)
    throw new Error('The database is not empty: demo data is loaded into an empty one only.');
  const demo = makeDemo(clock);
  const requests = demo.stories.map(({ request }) => request);
  await writeHolidays(tx, clock.now);
  await writePeople(tx, demo.people);
  await writeContracts(tx, clock, demo.contracts, demo.people, requests);
  await writeEnvironments(tx, clock, demo.environments, requests);
  await writeRequests(tx, demo.stories);
  await writeSimulation(tx, demo.stories);
  const status = demoStatus(clock, demo.environments);
  await writeStatus(tx, clock, status, demo.people);
  const entries = [
    ...demo.stories.flatMap(requestEntries),
    ...noticeEntries(status.notices),
    refusedAttempt(clock, demo.environments),
    loadedEntry(clock),
  ];
  for (const entry of entries.sort((a, b) => a.at - b.at)) await record(tx, entry);
}

/** All that will be written, made without a database. */
export function makeDemo(clock: DemoClock) {
  const people = demoPeople();
  const contracts = demoContracts(clock);
  const environments = demoEnvironments(contracts);
  return { people, contracts, environments, stories: tellAll(clock, environments, people.people) };
}

if (import.meta.main) {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: it names the database to fill.');
  await loadDemo(url).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
