import type { Provider } from './port.ts';
import { lastTold } from './told.ts';

const LIMIT_MS = 24 * 3_600_000;
const LOOK_AGAIN_MS = 60_000;

/** A person with a run sheet: the stored operation is the sheet, and what is observed is what operators confirmed. */
export const manual: Provider = {
  name: 'manual',
  limitMs: LIMIT_MS,
  limitsOf: () => ({}),
  observe: async (place) => ({ kind: 'seen', observation: await lastTold(place, 'manual') }),
  apply: async () => ({ kind: 'accepted', lookAgainMs: LOOK_AGAIN_MS }),
};
