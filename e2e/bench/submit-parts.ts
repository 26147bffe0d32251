import { Client } from 'pg';
import type { Caller } from './caller.ts';
import { interleaved, median, timed } from './measure.ts';
import type { Portal } from './portal.ts';
import { bodyFor, CUSTOMER, type Span } from './submit.ts';

const ROUNDS = 60;
const WARM_UP = 20;

type Kind = 'reading' | 'writing' | 'committing';

/** What filing a request over the API spends its time on, in milliseconds: medians of the parts taken one by one in this process. */
export async function submitParts(
  portal: Portal,
  caller: Caller,
  next: () => Span,
): Promise<[what: string, ms: number][]> {
  process.env.DATABASE_URL = portal.databaseUrl;
  process.env.AUTH_SECRET = portal.secret;
  const [{ submitRequest }, { actorOf }, { db }] = await Promise.all([
    import('#server/requests/submit.ts'),
    import('#server/testing/requests.ts'),
    import('#server/db.ts'),
  ]);
  const actor = await actorOf(CUSTOMER);
  const watch = watchDriver();
  const spent: Record<Kind | 'all', number[]> = { reading: [], writing: [], committing: [], all: [] };
  const direct = async () => {
    watch.reset();
    const all = await timed(() => submitRequest(actor, bodyFor(next()), { draft: false }));
    for (const kind of ['reading', 'writing', 'committing'] as const) spent[kind].push(watch.spent[kind]);
    spent.all.push(all);
    return all;
  };
  const measures = { direct, api: () => timed(() => caller.get('/api/v1/me')) };
  await interleaved(WARM_UP, measures);
  for (const figures of Object.values(spent)) figures.length = 0;
  const { api } = await interleaved(ROUNDS, measures);
  watch.end();
  await db().$disconnect();
  const [reading, writing, committing] = [median(spent.reading), median(spent.writing), median(spent.committing)];
  return [
    ['HTTP and who is calling (GET /api/v1/me)', median(api)],
    [`reading (${watch.statements.reading} statements)`, reading],
    [`writing (${watch.statements.writing} statements)`, writing],
    ['begin and commit, fsync included', committing],
    ['judging and Prisma', median(spent.all) - reading - writing - committing],
  ];
}

/** Adds up the time the driver waits for PostgreSQL, by kind of statement. */
function watchDriver() {
  const original = Client.prototype.query;
  const spent: Record<Kind, number> = { reading: 0, writing: 0, committing: 0 };
  const statements: Record<Kind, number> = { reading: 0, writing: 0, committing: 0 };
  const watched = function (this: Client, ...args: unknown[]) {
    const kind = kindOf(args[0] as string | { text: string });
    const started = performance.now();
    const note = () => {
      spent[kind] += performance.now() - started;
      statements[kind] += 1;
    };
    // the pool passes a callback, a transaction awaits
    const told = args.at(-1);
    if (typeof told !== 'function') {
      const answer: Promise<unknown> = Reflect.apply(original, this, args);
      answer.then(note, note);
      return answer;
    }
    const telling = (...answer: unknown[]) => {
      note();
      told(...answer);
    };
    return Reflect.apply(original, this, [...args.slice(0, -1), telling]);
  };
  Object.assign(Client.prototype, { query: watched });
  const reset = () => {
    for (const kind of Object.keys(spent) as Kind[]) {
      spent[kind] = 0;
      statements[kind] = 0;
    }
  };
  return { spent, statements, reset, end: () => Object.assign(Client.prototype, { query: original }) };
}

function kindOf(query: string | { text: string }): Kind {
  const text = (typeof query === 'string' ? query : query.text).trim();
  if (/^(BEGIN|COMMIT|ROLLBACK|SET)\b/i.test(text)) return 'committing';
  return /\b(INSERT INTO|UPDATE "|DELETE FROM)/.test(text) ? 'writing' : 'reading';
}
