/* Runs in the browser as text too (live-script.ts): it uses nothing from outside itself. */
import type { LIVE_WORDS } from '../words/live.ts';

/** That a page is not connected, and how many ms ago it last was. */
export function ageText(ms: number, words: typeof LIVE_WORDS): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return words.lost + words.now;
  if (minutes < 60) return words.lost + minutes + words.minute;
  const hours = Math.floor(minutes / 60);
  return words.lost + (hours < 24 ? hours + words.hour : Math.floor(hours / 24) + words.day);
}
