import { PERCENT } from './words/operations.ts';

/** How far something is, as a bar and in words; percent 0–100. */
export function ProgressBar({ percent, label }: { percent: number; label: string }) {
  return (
    <p className="progress">
      <progress max={100} value={percent} aria-label={label} />
      <span>{PERCENT(percent)}</span>
    </p>
  );
}
