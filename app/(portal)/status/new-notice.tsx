import { randomUUID } from 'node:crypto';
import { refusal } from '#domain/refusal.ts';
import type { NoticeKind } from '#domain/status-view.ts';
import { scopeOf } from '#server/access/standing.ts';
import type { Actor } from '#server/actor.ts';
import { isSlug } from '#server/api/query.ts';
import { NoticeForm } from '#ui/notices/notice-form.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { RefusalBoxes } from '#ui/requests/refusal-boxes.tsx';
import * as words from '#ui/words/notices.ts';
import { noticeAction } from './notice-actions.ts';
import { unanswered } from './notice-form.ts';

/** What the address of a form asks. */
export type Asked = Record<string, string | string[] | undefined>;
type Props = { actor: Actor; kind: NoticeKind; address: string; asked: Asked };

/** The page of a new notice, with an environment that its address names ticked already; where the viewer may publish nowhere, the verdict. */
export async function NewNotice({ actor, kind, address, asked: { environment } }: Props) {
  const isPublisher = scopeOf(actor, 'publishStatus').length > 0;
  const slug = typeof environment === 'string' && isSlug(environment) ? [environment] : [];
  return (
    <>
      <PageHead
        title={kind === 'INCIDENT' ? words.NEW_INCIDENT : words.NEW_MAINTENANCE}
        up={{ href: '/status/incidents', label: words.TITLE }}
      />
      {isPublisher ? (
        <NoticeForm
          action={noticeAction}
          initial={await unanswered(actor, firstFields(kind, slug, actor.timeZone), true)}
          sheet={{
            ...{ address, kind, begun: false, zones: [...new Set([actor.timeZone, 'UTC'])] },
            deed: 'create',
            hidden: { notice: randomUUID(), version: '0' },
          }}
        />
      ) : (
        <NotStaff actor={actor} />
      )}
    </>
  );
}

function firstFields(kind: NoticeKind, scope: string[], timeZone: string): Map<string, string[]> {
  const impact = kind === 'INCIDENT' ? 'DEGRADED' : 'OPERATIONAL';
  return new Map([
    ['impact', [impact]],
    ['state', ['INVESTIGATING']],
    ['scope', scope],
    ['timeZone', [timeZone]],
  ]);
}

function NotStaff({ actor }: { actor: Actor }) {
  const [first] = actor.contracts.values();
  return (
    <RefusalBoxes
      refusals={[refusal('notPublisher', { standing: first?.standings[0] ?? 'partner' })]}
      context={{ contact: { managers: [] }, timeZone: actor.timeZone }}
    />
  );
}
