import { formatDuration } from './times.ts';

export const STATIONS = {
  now: 'Now',
  prescale: 'Pre-scale',
  opens: 'Opens',
  closes: 'Closes',
} as const;
export const PERMANENT = 'permanent, no return';
export const RETURNS = 'then back to the baseline';
export const YOURS = (zone: string): string => `yours, ${zone}`;
export const WINDOW_CAPTION = 'The window, station by station';
export const STATION_HEAD = 'Station';

/** 'Lasts 1 day 10 h, after 30 min of pre-scale.' */
export function lastsWords(lengthMs: number | null, prescaleMinutes: number): string {
  const lasts = lengthMs === null ? 'Stays for good' : `Lasts ${formatDuration(lengthMs)}`;
  return prescaleMinutes > 0
    ? `${lasts}, after ${formatDuration(prescaleMinutes * 60_000)} of pre-scale.`
    : `${lasts}.`;
}
