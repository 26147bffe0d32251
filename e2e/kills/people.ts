import type { RequestState } from '#domain/lifecycle.ts';
import { issueToken } from '#server/access/tokens.ts';

/** What the API said yes to: it must be there after whatever death. */
export type Acknowledged = { reference: string; version: number; move: string };
export type Answer = {
  status: number;
  reference: string;
  version: number;
  state: RequestState;
  detail: string;
  /** the one that refused */
  rule?: string;
};

/** People at the API of an installation, who remember what it said yes to. */
export type People = {
  acknowledged: Acknowledged[];
  /** null = no answer came */
  post(who: string, path: string, body: { move?: string } & Record<string, unknown>): Promise<Answer | null>;
};

const PATIENCE_MS = 20_000;

/** People with real tokens at the API of `origin`. */
export function peopleAt(origin: string): People {
  const tokens = new Map<string, Promise<string>>();
  const acknowledged: Acknowledged[] = [];
  const tokenOf = (email: string) => {
    if (!tokens.has(email)) tokens.set(email, tokenFor(email));
    return tokens.get(email) as Promise<string>;
  };
  return {
    acknowledged,
    post: async (who, path, body) => {
      const headers = { authorization: `Bearer ${await tokenOf(who)}`, 'content-type': 'application/json' };
      const answer = await sent(`${origin}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      if (answer && answer.status < 300) acknowledged.push({ ...answer, move: body.move ?? 'submit' });
      return answer;
    },
  };
}

async function sent(url: string, init: RequestInit): Promise<Answer | null> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    return { ...((await answer.json()) as Answer), status: answer.status };
  } catch {
    return null;
  }
}

async function tokenFor(email: string): Promise<string> {
  const issued = await issueToken(email, { write: true, name: 'kills' });
  if (issued.kind !== 'done') throw new Error(`no person ${email}`);
  return issued.value;
}
