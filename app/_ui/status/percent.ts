import { PERCENT } from '../words/status.ts';

/** A share (0–1) in words with two decimals, cut off and never rounded up: 0.999 is '99.90 %', 0.99999 is '99.99 %'; only all of it is '100 %'. */
export function percent(share: number): string {
  // a share such as 0.9995 is a hair less as a binary number
  const hundredths = Math.floor(share * 10_000 + 1e-7);
  return PERCENT(share < 1 ? (Math.min(hundredths, 9_999) / 100).toFixed(2) : '100');
}
