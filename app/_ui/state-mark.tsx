import type { RequestState } from '#domain/lifecycle.ts';
import { type Fill, Mark, type Shape, type Tone } from './mark.tsx';
import { OVERDUE, STATE_WORDS } from './words/states.ts';

type Look = { tone: Tone; shape?: Shape; fill?: Fill; needed?: boolean };

/** Solid holds now or waits for someone, hollow is not yet or no longer, heavy needs a person. */
const LOOKS: Record<RequestState, Look> = {
  DRAFT: { tone: 'none', fill: 'dashed' },
  IN_REVIEW: { tone: 'plan', fill: 'hollow' },
  NEEDS_INFO: { tone: 'warn', needed: true },
  OFFERED: { tone: 'warn', needed: true },
  SCHEDULED: { tone: 'plan' },
  APPLYING: { tone: 'plan', shape: 'half' },
  ACTIVE: { tone: 'good' },
  RETURNING: { tone: 'plan', shape: 'half' },
  FAILED: { tone: 'bad', needed: true },
  CLOSED: { tone: 'none', fill: 'hollow' },
  REJECTED: { tone: 'none', shape: 'octagon', fill: 'hollow' },
  WITHDRAWN: { tone: 'none', shape: 'diamond', fill: 'hollow' },
  EXPIRED: { tone: 'none', shape: 'triangle', fill: 'hollow' },
  CANCELLED: { tone: 'none', shape: 'diamond', fill: 'hollow' },
};

/** The state of a request; a return past its grace says so first. */
export function StateMark({ state, overdue = false }: { state: RequestState; overdue?: boolean }) {
  if (overdue)
    return (
      <Mark tone="bad" needed>
        {OVERDUE}
      </Mark>
    );
  return <Mark {...LOOKS[state]}>{STATE_WORDS[state]}</Mark>;
}
