import type { Measure } from '../headroom.ts';
import { counted, gibWords, numberWords, vcpuWords } from './sizes.ts';

/** An amount with its unit: '2 tasks', '4 GiB'. */
export function amountWords(amount: number, measure: Measure): string {
  if (measure === 'vcpu') return vcpuWords(amount);
  if (measure === 'memory') return gibWords(amount);
  return measure === 'disk' ? `${gibWords(amount)} disk` : counted(amount, measure);
}

/** '2 tasks now' */
export function nowWords(amount: number, measure: Measure): string {
  return `${amountWords(amount, measure)} now`;
}

/** What is left between now and the ceiling. */
export function leftWords(now: number, ceiling: number, baseline: number): string {
  if (ceiling > now) return `${numberWords(ceiling - now)} of headroom`;
  return ceiling > baseline ? 'at its ceiling' : 'no headroom';
}

export const BASELINE = (amount: number): string => `baseline ${numberWords(amount)}`;
export const CEILING = (amount: number): string => `ceiling ${numberWords(amount)}`;
export const WANTED = (amount: number, measure: Measure): string => `wanted ${amountWords(amount, measure)}`;
export const GRANTED = (amount: number, measure: Measure): string => `granted ${amountWords(amount, measure)}`;

export const BAR_KEY = {
  now: 'now',
  baseline: 'baseline: what the contract bought',
  wanted: 'wanted or granted',
  ceiling: 'ceiling: the most it may grow to',
};
