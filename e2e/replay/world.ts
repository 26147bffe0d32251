import { expect, type Opens } from '../fixtures.ts';
import { newToken } from '../pages/account.ts';
import { nextWindow } from '../pages/request-form.ts';
import { HENRIK, INES, JANA, LUKAS, NORA, PRIYA, SOPHIE, TOM } from '../people.ts';
import { newPersonLike } from '../stack/person.ts';
import type { Portal } from '../stack/portal.ts';
import { send } from '../stack/raw.ts';
import { newCookieOf } from '../stack/sign-in.ts';

/** Everyone a captured action is sent again as; standings are those on Nordlicht's contract, null = it does not exist for them. */
export const STANDINGS = new Map<string, 'customer' | 'partner' | 'manager' | 'operator' | null>([
  [JANA, 'customer'],
  [HENRIK, 'customer'],
  [LUKAS, 'partner'],
  [SOPHIE, 'partner'],
  [NORA, 'manager'],
  [INES, 'operator'],
  [TOM, null],
  [PRIYA, null],
]);

/** What a deed is prepared with. */
export type World = {
  portal: Portal;
  open: Opens;
  request(): Promise<string>;
  move(email: string, reference: string, body: object): Promise<void>;
};

const tokens = new Map<string, Promise<string>>();

/** Requests are brought into the state a deed needs by the API, whose tokens are made on the account page. */
export function worldOf(portal: Portal, open: Opens): World {
  const post = async (email: string, path: string, body: object): Promise<{ reference: string }> => {
    const key = `${portal.origin} ${email}`;
    const token = tokens.get(key) ?? open.as(email).then(newToken);
    tokens.set(key, token);
    const headers = { authorization: `Bearer ${await token}`, 'content-type': 'application/json' };
    const answer = await send(portal.port, { method: 'POST', path, headers, body: JSON.stringify(body) });
    expect({ path, status: answer.status, body: answer.status < 300 ? '' : answer.body }).toEqual({
      path,
      status: path.endsWith('moves') ? 200 : 201,
      body: '',
    });
    return JSON.parse(answer.body);
  };
  return {
    portal,
    open,
    request: async () => (await post(JANA, '/api/v1/requests', newRequest())).reference,
    move: async (email, reference, body) => void (await post(email, `/api/v1/requests/${reference}/moves`, body)),
  };
}

function newRequest() {
  const { Start, End, 'Time zone': timeZone } = nextWindow('UTC');
  return {
    environment: 'nlw-stage',
    purpose: 'DEMO',
    reason: 'To be sent again by everyone.',
    lines: [{ service: 'glue', wanted: { max: 4 } }],
    window: { start: `${Start}:00Z`, end: `${End}:00Z`, timeZone },
    consistency: { follow: [], note: 'None: only the size of STAGE moves.' },
    contact: 'Jana Behrens',
    authority: true,
  };
}

/** The cookie of a person who was removed after signing in. */
export async function removedCookie(portal: Portal): Promise<string> {
  const email = await newPersonLike(portal.sql, HENRIK);
  const cookie = await newCookieOf(portal, email);
  await portal.sql.query('UPDATE "Person" SET active = false WHERE email = $1', [email]);
  return cookie;
}
