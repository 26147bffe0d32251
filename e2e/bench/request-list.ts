import { callerAt } from './caller.ts';
import { interleaved, median, timed } from './measure.ts';
import type { Stores } from './stores.ts';
import { type Line, timesAtMost } from './table.ts';
import { signIn } from './visitor.ts';
import type { Web } from './web.ts';

const MOST_TIMES = 1.3;
const PAGE_ROUNDS = 80;
const LIST_ROUNDS = 200;
const WARM_UP = 20;
const [CUSTOMER, MANAGER, OPERATOR] = [
  'customer@nordlicht.example',
  'manager@headroom.example',
  'operator@headroom.example',
];

/** Who asks for what; each answer has as many rows in both databases, so that only finding them differs. */
const PAGES = [
  [MANAGER, '/requests'],
  [OPERATOR, '/requests'],
  [CUSTOMER, '/requests?state=IN_REVIEW'],
  [OPERATOR, '/requests?state=NEEDS_INFO'],
] as const;
const LISTS = [
  [CUSTOMER, '/api/v1/requests?limit=20'],
  [MANAGER, '/api/v1/requests'],
  [OPERATOR, '/api/v1/requests'],
  [CUSTOMER, '/api/v1/requests?state=IN_REVIEW'],
  [OPERATOR, '/api/v1/requests?state=NEEDS_INFO'],
  [MANAGER, '/api/v1/requests?state=CLOSED&limit=10'],
  [MANAGER, '/api/v1/requests?environment=jun-stage&limit=10'],
] as const;

/** The list of requests with many in the database beside few, two servers in turn, for several viewers and filters. */
export async function requestList(few: Web, many: Web, stores: Stores): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [email, path] of PAGES) {
    const [one, other] = [await signIn(few.origin, email), await signIn(many.origin, email)];
    const times = await compare(PAGE_ROUNDS, { few: () => one.open(path), many: () => other.open(path) });
    lines.push(lineOf(email, path, times));
  }
  for (const [email, path] of LISTS) {
    const one = await callerAt(few.origin, stores.few, email);
    const other = await callerAt(many.origin, stores.many, email);
    const times = await compare(LIST_ROUNDS, { few: () => one.get(path), many: () => other.get(path) });
    lines.push(lineOf(email, path, times));
  }
  return lines;
}

type Times = Record<'few' | 'many', number[]>;

async function compare(rounds: number, ask: Record<keyof Times, () => Promise<unknown>>): Promise<Times> {
  const measures = { many: () => timed(ask.many), few: () => timed(ask.few) };
  await interleaved(WARM_UP, measures);
  return interleaved(rounds, measures);
}

function lineOf(email: string, path: string, { few, many }: Times): Line {
  return timesAtMost(`${path} as ${email.split('@')[0]}`, median(many), median(few), MOST_TIMES, 'ms');
}
