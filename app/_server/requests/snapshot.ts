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

/** The subject under which a request stands in the record. */
export function requestSubject(reference: string): string {
  return `request ${reference}`;
}
