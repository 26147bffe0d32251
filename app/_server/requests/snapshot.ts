import { FINAL_STATES, type RequestState } from '#domain/lifecycle.ts';
import { canonicalJson, type Json, sha256 } from '#domain/record.ts';
import type { StoredRequest } from '#domain/stored-request.ts';

/** What the record keeps of a request before and after each change; `audit:verify` compares the last one with the tables. Of what was typed only a hash: reasons and purchase orders stay in the tables, and cannot be changed there unseen. */
export function requestSnapshot(request: StoredRequest): Json {
  const { state, version, environment, contentHash, window, prescaleMinutes, emergency, upscaleDays } = request;
  const lines = request.lines
    .map(({ service, current, requested, granted, observed }) => ({ service, current, requested, granted, observed }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
  return {
    state,
    version,
    requestedBy: request.requestedBy.email,
    environment,
    content: sha256(canonicalJson(request.content as unknown as Json)),
    contentHash,
    window,
    prescaleMinutes,
    emergency,
    upscaleDays,
    lines,
    approvals: request.approvals
      .map(({ by, contentHash: approved }) => ({ by: by.email, contentHash: approved }))
      .sort((a, b) => (a.by < b.by ? -1 : 1)),
  } as unknown as Json;
}

type Snapshot = { lines?: readonly { [key: string]: Json }[] } & { [key: string]: Json };

/** Whether a request is as the record last saw it. An older version's entry lacks newer members; what a live request is observed at changes without an entry. */
export function isAsRecorded(request: StoredRequest, entry: Json): boolean {
  const kept = entry as Snapshot;
  const now = Object.entries(requestSnapshot(request) as Snapshot).filter(([name]) => name in kept);
  const live = !(FINAL_STATES as readonly RequestState[]).includes(request.state);
  const told = (snapshot: Snapshot) => canonicalJson(live ? unobserved(snapshot) : snapshot);
  return told(kept) === told(Object.fromEntries(now) as Snapshot);
}

function unobserved(snapshot: Snapshot): Json {
  return { ...snapshot, lines: snapshot.lines?.map(({ observed: _, ...line }) => line) };
}

/** The subject under which a request stands in the record. */
export function requestSubject(reference: string): string {
  return `request ${reference}`;
}
