import type { Capacity, Wanted } from './capacity.ts';
import { canonicalJson, type Json, sha256 } from './record.ts';

export const PURPOSES = ['LOAD_TEST', 'DATA_LOAD', 'GO_LIVE_REHEARSAL', 'DEMO', 'SALE_EVENT', 'OTHER'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Instants in UTC ms; end null = a permanent change; timeZone an IANA name. */
export type RequestWindow = { start: number; end: number | null; timeZone: string };

export type LoadTest = { tool: string; dataSharePercent: number; trafficSharePercent: number; generators: string[] };

/** What a person sends, parsed: `wanted` names only what changes. */
export type RequestBody = {
  environment: string;
  purpose: Purpose;
  reason: string;
  lines: { service: string; wanted: Wanted }[];
  window: RequestWindow;
  prescaleMinutes: number;
  emergency?: { reason: string };
  expected?: { peakRps?: number; ordersPerHour?: number };
  loadTest?: LoadTest;
  consistency: { follow: string[]; note: string };
  contact: string;
  purchaseOrder?: string;
  authority: true;
  watchers: string[];
};

/** What is stored and judged: as sent, with whole sizes. */
export type RequestContent = Omit<RequestBody, 'lines'> & { lines: { service: string; wanted: Capacity }[] };

/** A draft may lack anything but the environment. */
export type DraftBody = Partial<RequestBody> & { environment: string };

/** SHA-256 (hex) over RFC 8785 JSON of what an approval approves (domain.md §4). */
export function contentHash(
  content: Pick<RequestContent, 'environment' | 'lines' | 'window' | 'prescaleMinutes' | 'emergency'>,
): string {
  const lines = content.lines
    .map(({ service, wanted }) => ({ service, wanted }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
  const { start, end, timeZone } = content.window;
  const approved = {
    environment: content.environment,
    lines,
    window: { start, end, timeZone },
    prescaleMinutes: content.prescaleMinutes,
    emergency: content.emergency !== undefined,
  };
  return sha256(canonicalJson(approved as unknown as Json));
}

/** The span in which a window counts against others: [start − pre-scale, end), end null = endless (R14). */
export function claimedSpan(
  window: RequestWindow,
  prescaleMinutes: number,
): { startsAt: number; endsAt: number | null } {
  return { startsAt: window.start - prescaleMinutes * 60_000, endsAt: window.end };
}
