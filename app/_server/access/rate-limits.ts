const TOKEN_PER_MINUTE = 1_200;
const TOKEN_AT_ONCE = 200;
const GUEST_PER_MINUTE = 600;
const TRIES_PER_MINUTE = 10;
/** One-second buckets; one more than a minute, so that no sixty seconds hold more than the limit. */
const BUCKETS = 61;
/** Callers remembered; the one not seen for longest is forgotten first. */
const MOST_CALLERS = 10_000;

type Caller = { second: number; counts: Uint16Array; total: number; running: number };
type Full = { ok: false; retryAfterSeconds: number };

// on globalThis: pages, proxy and API are bundles of their own in one process
const kept = globalThis as { headroomCallers?: Map<string, Caller> };
kept.headroomCallers ??= new Map();
const callers = kept.headroomCallers;

/** A place for one request of a token: 1,200 in any minute, 200 at once; call release when the request has ended. */
export function takeTokenSlot(tokenId: string, now = Date.now()): { ok: true; release: () => void } | Full {
  const caller = callerAt(`token ${tokenId}`, now);
  if (caller.running >= TOKEN_AT_ONCE) return { ok: false, retryAfterSeconds: 1 };
  const full = count(caller, TOKEN_PER_MINUTE);
  if (full) return full;
  caller.running += 1;
  let held = true;
  const release = () => {
    if (held) caller.running -= 1;
    held = false;
  };
  return { ok: true, release };
}

/** A place for one request of a guest: 600 in any minute per address (limitKey). */
export function takeGuestSlot(addressKey: string, now = Date.now()): { ok: true } | Full {
  return count(callerAt(`guest ${addressKey}`, now), GUEST_PER_MINUTE) ?? { ok: true };
}

/** A place for one try of an endpoint by a person: 10 in any minute, in each process. */
export function takeTrySlot(personId: string, now = Date.now()): { ok: true } | Full {
  return count(callerAt(`try ${personId}`, now), TRIES_PER_MINUTE) ?? { ok: true };
}

function callerAt(key: string, now: number): Caller {
  const second = Math.floor(now / 1_000);
  const caller = callers.get(key) ?? { second, counts: new Uint16Array(BUCKETS), total: 0, running: 0 };
  for (; caller.second < second; caller.second += 1) {
    // after a whole window of silence nothing is left to forget
    if (caller.total === 0) caller.second = second - 1;
    const bucket = (caller.second + 1) % BUCKETS;
    caller.total -= caller.counts[bucket] ?? 0;
    caller.counts[bucket] = 0;
  }
  callers.delete(key);
  callers.set(key, caller);
  if (callers.size > MOST_CALLERS) forgetOldest();
  return caller;
}

function count(caller: Caller, limit: number): Full | null {
  if (caller.total >= limit) return { ok: false, retryAfterSeconds: secondsUntilOldestLeaves(caller) };
  const bucket = caller.second % BUCKETS;
  caller.counts[bucket] = (caller.counts[bucket] ?? 0) + 1;
  caller.total += 1;
  return null;
}

function secondsUntilOldestLeaves(caller: Caller): number {
  for (let ahead = 1; ahead < BUCKETS; ahead++) if (caller.counts[(caller.second + ahead) % BUCKETS]) return ahead;
  return BUCKETS;
}

function forgetOldest(): void {
  for (const [key, caller] of callers) {
    if (caller.running > 0) continue;
    callers.delete(key);
    return;
  }
}
