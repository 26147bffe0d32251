import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from './ask.ts';

/** An entry of the record: what it is called, and a pattern of what it is about. */
export type Entry = { what: string; about: string };

const LOOK_MS = 5;

/** Makes gates possible before the record: whoever writes an entry with a closed gate waits there, in the midst of its transaction; with `full` it meets a full disk. What the database holds it holds on, also through its death. */
export async function makeGates(ask: Ask): Promise<void> {
  await ask('CREATE TABLE "Gate" (what text, about text, full_disk boolean)');
  // a sequence counts also what is rolled back
  await ask('CREATE SEQUENCE full_disk_met');
  await ask(`
    CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM "Gate" g WHERE g.what = NEW.what AND NEW.subject ~ g.about AND full_disk) THEN
        PERFORM nextval('full_disk_met');
        RAISE EXCEPTION 'could not extend file "base/16384/16397": No space left on device' USING ERRCODE = 'disk_full';
      END IF;
      WHILE EXISTS (SELECT 1 FROM "Gate" g WHERE g.what = NEW.what AND NEW.subject ~ g.about) LOOP
        PERFORM pg_sleep(0.005);
      END LOOP;
      RETURN NEW;
    END $$`);
  await ask('CREATE TRIGGER gate BEFORE INSERT ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION gate()');
}

/** Closes a gate. */
export async function close(ask: Ask, { what, about }: Entry, full = false): Promise<void> {
  await ask('INSERT INTO "Gate" VALUES ($1, $2, $3)', [what, about, full]);
}

/** Opens a gate. */
export async function open(ask: Ask, { what, about }: Entry): Promise<void> {
  await ask('DELETE FROM "Gate" WHERE what = $1 AND about = $2', [what, about]);
}

/** Resolves when somebody waits at a gate. */
export async function held(ask: Ask): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
  while ((await ask(waiting)).length === 0) await sleep(LOOK_MS);
}

/** Resolves when an entry is in the record. */
export async function written(ask: Ask, { what, about }: Entry): Promise<void> {
  const found = 'SELECT 1 FROM "AuditEntry" WHERE what = $1 AND subject ~ $2';
  while ((await ask(found, [what, about])).length === 0) await sleep(LOOK_MS);
}

/** Resolves when somebody meets a full disk from now on. */
export async function metFullDisk(ask: Ask): Promise<void> {
  const met = 'SELECT last_value, is_called FROM full_disk_met';
  const before = JSON.stringify(await ask(met));
  while (JSON.stringify(await ask(met)) === before) await sleep(LOOK_MS);
}
