import { ButtonLink } from '#ui/button.tsx';
import * as words from '#ui/words/notices.ts';

/** What those who publish status can begin here. */
export function Publish() {
  return (
    <div className="buttons">
      <ButtonLink href="/status/incidents/new">{words.NEW_INCIDENT}</ButtonLink>
      <ButtonLink href="/status/maintenance/new" kind="quiet">
        {words.NEW_MAINTENANCE}
      </ButtonLink>
    </div>
  );
}
