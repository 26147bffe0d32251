import type { StatusEnvironment } from '#domain/status-view.ts';
import { publicContract } from '#server/status/board.ts';
import { STRANGERS_SEE } from '#ui/words/status.ts';

/** The ways to the public pages of the contracts whose environments are shown, where they have one. */
export function PublicPages({ of }: { of: readonly StatusEnvironment[] }) {
  const references = [...new Set(of.map(({ contract }) => contract))].filter((each) => publicContract(each)).sort();
  if (references.length === 0) return null;
  return (
    <span className="hint block">
      {STRANGERS_SEE}:{' '}
      {references.map((each, n) => (
        <span key={each}>
          {n > 0 && ', '}
          <a href={`/status/${each}`}>{each}</a>
        </span>
      ))}
    </span>
  );
}
