import { logNothing, logStatements, statementsOf } from './statements.ts';
import { withClient } from './stores.ts';
import type { Visitor } from './visitor.ts';

const TRIES = 12;

/** A comparison is one only if both servers answer the same markup and the constants ask the database nothing. */
export async function requireSame(
  { url, log }: { url: string; log: string },
  path: string,
  visitor: Visitor,
  other: Visitor,
): Promise<void> {
  const [own, constant] = [markupOf(await visitor.open(path)), markupOf(await other.open(path))];
  if (own !== constant) throw new Error(`${path} from constants is not the same page: ${difference(own, constant)}`);
  await withClient(url, async (owner) => {
    await logStatements(owner);
    // other processes ask the same server: what a visit asks is asked at each of them
    let fewest = await statementsOf(log, () => other.open(path));
    for (let more = 1; more < TRIES && fewest.length > 0; more++) {
      const asked = await statementsOf(log, () => other.open(path));
      if (asked.length < fewest.length) fewest = asked;
    }
    await logNothing(owner);
    if (fewest.length > 0) throw new Error(`${path} from constants asked the database: ${fewest[0]}`);
  });
}

/** A page without what differs from answer to answer and from build to build. */
function markupOf(html: string): string {
  return html
    .replace(/<(script|link)\b[^>]*>(?:[^<]*<\/script>)?/g, '')
    .replace(/ nonce="[^"]*"/g, '')
    .replace(/[0-9a-f]{40,}/g, '');
}

function difference(own: string, constant: string): string {
  const at = [...own].findIndex((letter, place) => letter !== constant[place]);
  const [from, to] = [Math.max(0, at - 100), at + 100];
  return `'${own.slice(from, to)}' is '${constant.slice(from, to)}'`;
}
