import { callerAt } from './caller.ts';
import { interleaved, median, timed } from './measure.ts';
import type { Stores } from './stores.ts';
import { type Line, timesAtMost } from './table.ts';
import { signIn } from './visitor.ts';
import type { Web } from './web.ts';

const MOST_TIMES = 1.3;
const ROUNDS = 60;
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

/** The list of requests with many in the database beside few, two servers in turn; the worst of several viewers and filters. */
export async function requestList(few: Web, many: Web, stores: Stores): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [email, path] of PAGES) {
    const [one, other] = [await signIn(few.origin, email), await signIn(many.origin, email)];
    lines.push(
      await compare(
        `${path} as ${nameOf(email)}`,
        () => one.open(path),
        () => other.open(path),
      ),
    );
  }
  for (const [email, path] of LISTS) {
    const one = await callerAt(few.origin, stores.few, email);
    const other = await callerAt(many.origin, stores.many, email);
    lines.push(
      await compare(
        `${path} as ${nameOf(email)}`,
        () => one.get(path),
        () => other.get(path),
      ),
    );
  }
  return lines;
}

async function compare(what: string, few: () => Promise<unknown>, many: () => Promise<unknown>): Promise<Line> {
  for (let time = 0; time < WARM_UP; time++) await Promise.all([few(), many()]);
  const times = await interleaved(ROUNDS, { many: () => timed(many), few: () => timed(few) });
  return timesAtMost(what, median(times.many), median(times.few), MOST_TIMES, 'ms');
}

function nameOf(email: string): string {
  return email.split('@')[0] ?? email;
}
