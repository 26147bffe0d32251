import type { RequestView } from '#domain/request-view.ts';
import { Mark } from '../mark.tsx';
import { linesWords } from '../words/changes.ts';
import { upscaledWords } from '../words/environment-status.ts';

type Active = Pick<RequestView, 'reference' | 'lines' | 'window'>;

/** What active upscales change of an environment, and until when. */
export function Upscale({ requests, now, zone }: { requests: readonly Active[]; now: number; zone: string }) {
  return requests.map(({ reference, lines, window }) => (
    <p key={reference}>
      <Mark tone="plan">{upscaledWords(window?.end ? Date.parse(window.end) : null, now, zone)}</Mark>{' '}
      <a href={`/requests/${reference}`}>
        {linesWords(lines.map(({ granted, requested, ...line }) => ({ ...line, requested: granted ?? requested })))}
      </a>
    </p>
  ));
}
