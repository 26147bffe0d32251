import type { Level } from '#domain/status.ts';

/** What a shape means, in every picture: circle good, triangle attention, octagon bad, diamond planned, ring unknown. */
export type Tone = 'good' | 'warn' | 'bad' | 'plan' | 'none';
/** solid = holds now or needs someone; hollow = not yet or no longer; dashed = nothing is known or sent. */
export type Fill = 'solid' | 'hollow' | 'dashed';
export type Shape = 'circle' | 'half' | 'triangle' | 'octagon' | 'diamond';

/** Within 16 × 16, filled by evenodd. */
export const SHAPE_PATHS: Record<Shape, string> = {
  circle: 'M8 2a6 6 0 1 1 0 12A6 6 0 1 1 8 2z',
  half: 'M8 2a6 6 0 1 1 0 12A6 6 0 1 1 8 2zM8 3.7v8.6a4.3 4.3 0 0 0 0-8.6z',
  triangle: 'M8 2l6.5 11.6h-13z',
  octagon: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1zM4.5 6.9v2.2h7V6.9z',
  diamond: 'M8 1.6l6.4 6.4L8 14.4 1.6 8z',
};
export const SHAPE_OF: Record<Tone, Shape> = {
  good: 'circle',
  warn: 'triangle',
  bad: 'octagon',
  plan: 'diamond',
  none: 'circle',
};

export type Look = { tone: Tone; shape?: Shape; fill?: Fill; needed?: boolean };

/** How a level looks. */
export const LEVEL_LOOKS: Record<Level, Look> = {
  OPERATIONAL: { tone: 'good' },
  MAINTENANCE: { tone: 'plan' },
  DEGRADED: { tone: 'warn', needed: true },
  PARTIAL_OUTAGE: { tone: 'bad', fill: 'hollow', needed: true },
  MAJOR_OUTAGE: { tone: 'bad', needed: true },
  UNKNOWN: { tone: 'none', fill: 'dashed' },
};
