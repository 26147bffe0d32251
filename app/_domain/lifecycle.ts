import { type Permission, type Standing, standingFor } from './policy.ts';
import { type Refusal, refusal } from './refusal.ts';

export const REQUEST_STATES = [
  'DRAFT',
  'IN_REVIEW',
  'NEEDS_INFO',
  'OFFERED',
  'SCHEDULED',
  'APPLYING',
  'ACTIVE',
  'RETURNING',
  'FAILED',
  'CLOSED',
  'REJECTED',
  'WITHDRAWN',
  'EXPIRED',
  'CANCELLED',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** States whose window counts against others (R14). */
export const LIVE_STATES = [
  'IN_REVIEW',
  'NEEDS_INFO',
  'OFFERED',
  'SCHEDULED',
  'APPLYING',
  'ACTIVE',
  'RETURNING',
  'FAILED',
] as const satisfies readonly RequestState[];
/** States that end a request. */
export const FINAL_STATES = [
  'CLOSED',
  'REJECTED',
  'WITHDRAWN',
  'EXPIRED',
  'CANCELLED',
] as const satisfies readonly RequestState[];
/** States that give every upscale-day back (R18). */
export const FREE_STATES = [
  'DRAFT',
  'REJECTED',
  'WITHDRAWN',
  'EXPIRED',
  'CANCELLED',
] as const satisfies readonly RequestState[];

/** What a person may do; the names of the API's moves. `edit` of a DRAFT saves the draft. */
export const PERSON_MOVES = [
  'submit',
  'edit',
  'withdraw',
  'answer',
  'accept',
  'decline',
  'ask',
  'offer',
  'approve',
  'reject',
  'cancel',
  'end',
  'retry',
  'giveUp',
  'extend',
] as const;
export type PersonMove = (typeof PERSON_MOVES)[number];
/** What time and the provider make. */
export const CLOCK_MOVES = [
  'expire',
  'miss',
  'apply',
  'activate',
  'return',
  'handOver',
  'fail',
  'close',
  'adopt',
] as const;
export type ClockMove = (typeof CLOCK_MOVES)[number];
export type Move = PersonMove | ClockMove;

type Row = {
  move: Move;
  from: readonly (RequestState | null)[];
  to: RequestState;
  by: Permission | 'clock';
  when?: Condition;
};
type Condition = 'failedApplying' | 'failedReturning' | 'permanent' | 'limited' | 'continued';

/** The table of moves (domain.md §4); `from: null` is a request that does not exist yet. `to` is where it leads when it is enough. */
const LIFECYCLE: readonly Row[] = [
  { move: 'edit', from: [null, 'DRAFT'], to: 'DRAFT', by: 'ask' },
  { move: 'submit', from: [null, 'DRAFT'], to: 'IN_REVIEW', by: 'ask' },
  { move: 'ask', from: ['IN_REVIEW'], to: 'NEEDS_INFO', by: 'decide' },
  { move: 'answer', from: ['NEEDS_INFO'], to: 'IN_REVIEW', by: 'ask' },
  { move: 'edit', from: ['IN_REVIEW'], to: 'IN_REVIEW', by: 'ask' },
  { move: 'edit', from: ['NEEDS_INFO'], to: 'NEEDS_INFO', by: 'ask' },
  { move: 'offer', from: ['IN_REVIEW', 'OFFERED'], to: 'OFFERED', by: 'decide' },
  { move: 'accept', from: ['OFFERED'], to: 'SCHEDULED', by: 'ask' },
  { move: 'decline', from: ['OFFERED'], to: 'IN_REVIEW', by: 'ask' },
  { move: 'approve', from: ['IN_REVIEW'], to: 'SCHEDULED', by: 'decide' },
  { move: 'reject', from: ['IN_REVIEW', 'NEEDS_INFO', 'OFFERED'], to: 'REJECTED', by: 'decide' },
  { move: 'withdraw', from: ['DRAFT', 'IN_REVIEW', 'NEEDS_INFO', 'OFFERED'], to: 'WITHDRAWN', by: 'ask' },
  { move: 'expire', from: ['IN_REVIEW', 'NEEDS_INFO', 'OFFERED'], to: 'EXPIRED', by: 'clock' },
  { move: 'cancel', from: ['SCHEDULED'], to: 'CANCELLED', by: 'endEarly' },
  { move: 'apply', from: ['SCHEDULED'], to: 'APPLYING', by: 'clock' },
  { move: 'miss', from: ['SCHEDULED'], to: 'EXPIRED', by: 'clock' },
  { move: 'activate', from: ['APPLYING'], to: 'ACTIVE', by: 'clock' },
  { move: 'return', from: ['APPLYING', 'ACTIVE'], to: 'RETURNING', by: 'clock' },
  { move: 'end', from: ['APPLYING', 'ACTIVE'], to: 'RETURNING', by: 'endEarly' },
  { move: 'fail', from: ['APPLYING', 'RETURNING'], to: 'FAILED', by: 'clock' },
  { move: 'adopt', from: ['ACTIVE'], to: 'CLOSED', by: 'clock', when: 'permanent' },
  { move: 'handOver', from: ['ACTIVE'], to: 'CLOSED', by: 'clock', when: 'continued' },
  { move: 'close', from: ['RETURNING'], to: 'CLOSED', by: 'clock' },
  { move: 'retry', from: ['FAILED'], to: 'APPLYING', by: 'repair', when: 'failedApplying' },
  { move: 'giveUp', from: ['FAILED'], to: 'RETURNING', by: 'repair', when: 'failedApplying' },
  { move: 'return', from: ['FAILED'], to: 'RETURNING', by: 'clock', when: 'failedApplying' },
  { move: 'retry', from: ['FAILED'], to: 'RETURNING', by: 'repair', when: 'failedReturning' },
  { move: 'close', from: ['FAILED'], to: 'CLOSED', by: 'clock', when: 'failedReturning' },
  { move: 'extend', from: ['ACTIVE'], to: 'ACTIVE', by: 'ask', when: 'limited' },
];

/** Who moves: a person with the standings on the request's contract, or the clock. */
export type Mover = { personId: string; standings: readonly Standing[] } | 'clock';

/** What a move's verdict depends on beside state and standing. */
export type MoveFacts = {
  requestedById: string;
  /** null = a permanent change */
  windowEnd: number | null;
  failedDuring: 'APPLYING' | 'RETURNING' | null;
  /** persons whose live approval names the content in question */
  approvedBy: readonly string[];
  /** distinct managers the contract asks for */
  approversNeeded: number;
  /** the manager whose offer is open */
  offeredBy: string | null;
  /** the approved extension that goes on where this window ends, with the same lines: no return between them */
  continuedBy: string | null;
};

export type MoveVerdict =
  | { allowed: true; to: RequestState; standing: Standing | null }
  | { allowed: false; refusal: Refusal };

/** Judges one move: who (R3, R12, R13), then the moment; content rules are judged by `judge`. Pure. */
export function decide(state: RequestState | null, move: Move, mover: Mover, facts: MoveFacts): MoveVerdict {
  const permission = permissionFor(move);
  const standing = mover === 'clock' || permission === 'clock' ? null : standingFor(permission, mover.standings);
  const forbidden = mover === 'clock' ? permission !== 'clock' : standing === null;
  if (forbidden) return refuse(whoRefusal(permission, move, mover));
  if (permission === 'decide' && mover !== 'clock' && mover.personId === facts.requestedById)
    return refuse(refusal('ownRequest', { move }));
  const row = LIFECYCLE.find((each) => each.move === move && each.from.includes(state) && holds(each.when, facts));
  if (!row) return refuse(refusal('wrongState', { state: state ?? 'DRAFT', move }));
  if (move === 'approve' && mover !== 'clock' && facts.approvedBy.includes(mover.personId))
    return refuse(refusal('alreadyApproved', {}));
  // accepting is the offering manager's approval: it takes two
  if (move === 'accept' && mover !== 'clock' && facts.offeredBy === mover.personId)
    return refuse(refusal('ownOffer', {}));
  return { allowed: true, to: enough(move, mover, facts) ? row.to : 'IN_REVIEW', standing };
}

/** The moves a person may make now, in the table's order; none of the clock's. */
export function movesOpenTo(state: RequestState, mover: Exclude<Mover, 'clock'>, facts: MoveFacts): PersonMove[] {
  return PERSON_MOVES.filter((move) => decide(state, move, mover, facts).allowed);
}

/** Every pair of states a request may move along; the database holds the same. */
export function statePairs(): [RequestState, RequestState][] {
  const pairs = LIFECYCLE.flatMap(({ from, to, move }) =>
    from.flatMap((state) => (state === null || state === to ? [] : [[state, move, to] as const])),
  );
  const short = pairs
    .filter(([, move]) => move === 'accept')
    .map(([from]) => [from, 'IN_REVIEW'] as [RequestState, RequestState]);
  const all = [...pairs.map(([from, , to]) => [from, to] as [RequestState, RequestState]), ...short];
  return [...new Map(all.map((pair) => [pair.join(), pair])).values()];
}

function permissionFor(move: Move): Permission | 'clock' {
  return LIFECYCLE.find((row) => row.move === move)?.by ?? 'clock';
}

function whoRefusal(permission: Permission | 'clock', move: Move, mover: Mover): Refusal {
  const standing = mover === 'clock' ? 'operator' : (mover.standings[0] ?? 'partner');
  if (permission === 'ask') return refusal('notCustomer', { standing });
  if (permission === 'decide') return refusal('notManager', { move, standing });
  return refusal('notPermitted', { move, standing });
}

function holds(condition: Condition | undefined, facts: MoveFacts): boolean {
  if (condition === 'failedApplying') return facts.failedDuring === 'APPLYING';
  if (condition === 'failedReturning') return facts.failedDuring === 'RETURNING';
  if (condition === 'permanent') return facts.windowEnd === null;
  if (condition === 'continued') return facts.continuedBy !== null;
  return condition !== 'limited' || facts.windowEnd !== null;
}

/** Approve and accept lead on only when as many distinct managers as needed have approved this content. */
function enough(move: Move, mover: Mover, facts: MoveFacts): boolean {
  if (move !== 'approve' && move !== 'accept') return true;
  const approving = move === 'approve' ? (mover === 'clock' ? null : mover.personId) : facts.offeredBy;
  return new Set([...facts.approvedBy, ...(approving ? [approving] : [])]).size >= facts.approversNeeded;
}

function refuse(reason: Refusal): MoveVerdict {
  return { allowed: false, refusal: reason };
}
