import type { RequestView } from '#domain/request-view.ts';
import { ButtonLink } from '../button.tsx';
import { ASK_AGAIN, DECIDE_BY, EDIT, FINISH, YOUR_MOVE } from '../words/moves.ts';

type Props = { view: RequestView; decideBy: string | null; mayAsk: boolean };

/** What the panel is about, and the moves that are pages of their own. */
export function RequestLinks({ view: { moves, state, reference, environment }, decideBy, mayAsk }: Props) {
  const isDraft = state === 'DRAFT';
  if (moves.length === 0 && !mayAsk) return null;
  return (
    <>
      <h2>{decideBy === null ? YOUR_MOVE : DECIDE_BY(decideBy)}</h2>
      {moves.includes('edit') && (
        <ButtonLink kind={isDraft ? 'primary' : 'quiet'} href={`/requests/${reference}/edit`}>
          {isDraft ? FINISH : EDIT}
        </ButtonLink>
      )}
      {mayAsk && !isDraft && <a href={`/requests/new?environment=${environment}&from=${reference}`}>{ASK_AGAIN}</a>}
    </>
  );
}
