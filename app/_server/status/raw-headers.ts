/** The few headers that a public document depends on. */
export type AskedHeaders = { host?: string; encoding?: string; known?: string; rsc?: string };

const PLACES: Record<number, [name: string, place: keyof AskedHeaders] | undefined> = {
  4: ['host', 'host'],
  15: ['accept-encoding', 'encoding'],
  13: ['if-none-match', 'known'],
  3: ['rsc', 'rsc'],
};

/** Reads them from what arrived: making an object of all headers, as node:http does when it is asked for one, costs a tenth of a whole answer. */
export function askedHeaders(raw: readonly string[]): AskedHeaders {
  const found: AskedHeaders = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] as string;
    const [wanted, place] = PLACES[name.length] ?? NOTHING;
    if (place === undefined || (name !== wanted && name.toLowerCase() !== wanted)) continue;
    const value = raw[at + 1] as string;
    const before = found[place];
    // like node:http: the first host, lists joined
    found[place] = before === undefined ? value : place === 'host' ? before : `${before}, ${value}`;
  }
  return found;
}

const NOTHING: [name: undefined, place: undefined] = [undefined, undefined];
