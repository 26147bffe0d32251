import { type Catalogue, isTasks } from '#domain/capacity.ts';
import { HeadroomBar, type HeadroomSizes } from './headroom-bar.tsx';
import { BAR_KEY } from './words/headroom.ts';
import { capacityWords, serviceWords, taskSizeWords } from './words/sizes.ts';

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
              <small>{sizeWords(sizes)}</small>
            </p>
            <HeadroomBar sizes={sizes} catalogue={catalogue} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The size now; of tasks that differ only in number, what one of them is: the numbers beside the bar say the rest. */
function sizeWords({ current, baseline, ceiling = baseline }: HeadroomSizes): string {
  const same = [current, baseline, ceiling].every(
    (size) => isTasks(size) && isTasks(current) && size.cpu === current.cpu && size.memory === current.memory,
  );
  return same && isTasks(current) ? taskSizeWords(current) : capacityWords(current);
}

/** What the parts of a headroom bar mean. */
function BarKey({ planned }: { planned: boolean }) {
  return (
    <p className="barkey">
      <Key part="now">{BAR_KEY.now}</Key>
      {planned && <Key part="wanted">{BAR_KEY.wanted}</Key>}
      <Key part="baseline">{BAR_KEY.baseline}</Key>
      <Key part="ceiling">{BAR_KEY.ceiling}</Key>
    </p>
  );
}

function Key({ part, children }: { part: keyof typeof BAR_KEY; children: string }) {
  const tick = part === 'baseline' || part === 'ceiling';
  return (
    <span>
      <svg className={tick ? 'bar tick' : 'bar'} aria-hidden="true">
        {tick ? (
          <rect className={part} x="50%" width="4" height="24" />
        ) : (
          <rect className={part} y="6" width="100%" height="12" rx="3" />
        )}
      </svg>
      {children}
    </span>
  );
}
