import type { Json } from '#domain/record.ts';
import type { StoredRequest } from '#domain/stored-request.ts';

type Snapped = Pick<
  StoredRequest,
  'state' | 'version' | 'environment' | 'contentHash' | 'window' | 'prescaleMinutes' | 'emergency' | 'lines'
>;

/** What the record keeps of a request before and after each change; `audit:verify` compares the last one with the tables. */
export function requestSnapshot(request: Snapped): Json {
  const { state, version, environment, contentHash, window, prescaleMinutes, emergency } = request;
  const lines = request.lines
    .map(({ service, current, requested, granted, observed }) => ({ service, current, requested, granted, observed }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
  return { state, version, environment, contentHash, window, prescaleMinutes, emergency, lines } as unknown as Json;
}

/** The subject under which a request stands in the record. */
export function requestSubject(reference: string): string {
  return `request ${reference}`;
}
