import type { EndpointSettings } from './endpoint.ts';
import type { ProbeReason } from './probe.ts';
import { type Level, levelAt } from './status.ts';

/** What an endpoint's last probe found. Instants in UTC ms. */
export type EndpointReading = {
  level: Level;
  /** why it is not operational */
  reason: ProbeReason | null;
  /** until the answer; null = there was none */
  ms: number | null;
  /** when it was probed; null = not yet, since it was last changed */
  at: number | null;
  certificateEndsAt: number | null;
};

/** An endpoint as those who say what is probed see it. */
export type EndpointView = EndpointSettings & {
  id: number;
  version: number;
  paused: boolean;
  /** leads to the demo shop: only paused and removed */
  demo: boolean;
  reading: EndpointReading;
  /** when it is probed next (UTC ms); null = it is paused */
  nextAt: number | null;
};

/** An environment with all that is probed there. */
export type EndpointSheet = {
  slug: string;
  name: string;
  services: string[];
  endpoints: EndpointView[];
};

/** The level that one reading alone comes to, at an instant (UTC ms): stale ones say nothing. */
export function levelOfOne(reading: Parameters<typeof levelAt>[0]['readings'][number], at: number): Level {
  return levelAt({ readings: [reading], affects: [] }, at).level;
}
