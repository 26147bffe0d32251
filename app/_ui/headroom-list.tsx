import type { Catalogue } from '#domain/capacity.ts';
import { HeadroomBar, type HeadroomSizes } from './headroom-bar.tsx';
import { BAR_KEY } from './words/headroom.ts';
import { capacityWords, serviceWords } from './words/sizes.ts';

export type HeadroomRow = HeadroomSizes & { name: string };

/** Services below one another, each with its size now, its headroom bar and its numbers; the key is written once. */
export function HeadroomList({ rows, catalogue }: { rows: readonly HeadroomRow[]; catalogue: Catalogue }) {
  const planned = rows.some(({ wanted, granted }) => wanted || granted);
  return (
    <div className="headroom">
      <BarKey planned={planned} />
      <ul className="services">
        {rows.map(({ name, ...sizes }) => (
          <li key={name}>
            <p>
              {serviceWords(name)}
              <small>{capacityWords(sizes.current)}</small>
            </p>
            <HeadroomBar sizes={sizes} catalogue={catalogue} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the parts of a headroom bar mean. */
function BarKey({ planned }: { planned: boolean }) {
  return (
    <p className="barkey">
      <svg className="bar now" aria-hidden="true">
        <rect className="now" y="6" width="100%" height="12" rx="3" />
      </svg>
      {BAR_KEY.now}
      {planned && (
        <>
          <svg className="bar now" aria-hidden="true">
            <rect className="wanted" y="6.5" width="100%" height="11" rx="3" />
          </svg>
          {BAR_KEY.wanted}
        </>
      )}
      <svg className="bar tick" aria-hidden="true">
        <rect className="baseline" x="50%" width="4" height="24" />
      </svg>
      {BAR_KEY.baseline}
      <svg className="bar tick" aria-hidden="true">
        <rect className="ceiling" x="50%" width="4" height="24" />
      </svg>
      {BAR_KEY.ceiling}
    </p>
  );
}
