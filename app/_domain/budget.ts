import type { RequestWindow } from './request.ts';

const DAY = 86_400_000;

/** Upscale-days of a window (R18): begun 24 hours of [start − pre-scale, end); a permanent change uses none. Ended early, at UTC ms, only those begun by then. */
export function upscaleDays(
  window: RequestWindow,
  prescaleMinutes: number,
  endedAt = Number.POSITIVE_INFINITY,
): number {
  if (window.end === null) return 0;
  const begins = window.start - prescaleMinutes * 60_000;
  return Math.max(0, Math.ceil((Math.min(window.end, endedAt) - begins) / DAY));
}
