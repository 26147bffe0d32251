import type { Capacity, Catalogue } from '#domain/capacity.ts';
import { amountOf, type Measure, measureOf } from './headroom.ts';
import { amountWords, BASELINE, CEILING, GRANTED, leftWords, nowWords, WANTED } from './words/headroom.ts';

export type HeadroomSizes = {
  baseline: Capacity;
  current: Capacity;
  /** absent = not known to the page: the bar ends at the largest size */
  ceiling?: Capacity;
  wanted?: Capacity | null;
  granted?: Capacity | null;
};
type Amounts = { now: number; baseline: number; ceiling?: number; wanted?: number; granted?: number };

/** The headroom bar of one service: now solid, baseline tick, wanted or granted hatched, ceiling end tick, and its numbers as text. */
export function HeadroomBar({ sizes, catalogue }: { sizes: HeadroomSizes; catalogue: Catalogue }) {
  const { current, baseline, ceiling, wanted, granted } = sizes;
  const shown = [current, baseline, ceiling, wanted, granted].filter((size): size is Capacity => Boolean(size));
  const measure = measureOf(shown, catalogue);
  const amount = (size: Capacity) => amountOf(size, measure, catalogue);
  const amounts: Amounts = {
    now: amount(current),
    baseline: amount(baseline),
    ...(ceiling && { ceiling: amount(ceiling) }),
    ...(wanted && { wanted: amount(wanted) }),
    ...(granted && { granted: amount(granted) }),
  };
  return (
    <>
      <Picture amounts={amounts} measure={measure} />
      <Numbers amounts={amounts} measure={measure} />
    </>
  );
}

/** Percentages instead of a viewBox: the picture stretches, its strokes and hatching do not. */
function Picture({ amounts, measure }: { amounts: Amounts; measure: Measure }) {
  const { now, baseline, ceiling, wanted, granted } = amounts;
  const most = Math.max(...Object.values(amounts), 1e-9);
  const at = (amount: number) => `${Math.round((amount / most) * 1000) / 10}%`;
  const hatched = granted ?? wanted;
  return (
    <svg className={most > baseline ? 'bar' : 'bar still'} role="img" aria-label={altWords(amounts, measure)}>
      <rect className="track" y="6" width="100%" height="12" rx="3" />
      {hatched !== undefined && <rect className="wanted" y="6.5" width={at(hatched)} height="11" rx="3" />}
      <rect className="now" y="6" width={at(now)} height="12" rx="3" />
      <rect className="baseline" x={at(baseline)} width="4" height="24" />
      {ceiling !== undefined && <rect className="ceiling" x={at(ceiling)} width="4" height="24" />}
    </svg>
  );
}

function Numbers({ amounts, measure }: { amounts: Amounts; measure: Measure }) {
  const { now, baseline, ceiling, wanted, granted } = amounts;
  const hatched = [
    wanted !== undefined && WANTED(wanted, measure),
    granted !== undefined && granted !== wanted && GRANTED(granted, measure),
  ].filter(Boolean);
  return (
    <p className="numbers">
      <b>{nowWords(now, measure)}</b>
      {hatched.length > 0 && <b className="plan">, {hatched.join(', ')}</b>}
      {hatched.length === 0 && ceiling !== undefined && `, ${leftWords(now, ceiling, baseline)}`}
      <br />
      {[BASELINE(baseline), ceiling !== undefined && CEILING(ceiling)].filter(Boolean).join(' · ')}
    </p>
  );
}

function altWords({ now, baseline, ceiling, wanted, granted }: Amounts, measure: Measure): string {
  const parts = [
    nowWords(now, measure),
    BASELINE(baseline),
    wanted !== undefined && WANTED(wanted, measure),
    granted !== undefined && GRANTED(granted, measure),
    ceiling !== undefined && `ceiling ${amountWords(ceiling, measure)}`,
  ];
  return parts.filter(Boolean).join(', ');
}
