import type { Metadata } from 'next';
import { refusal } from '#domain/refusal.ts';
import { scopeOf } from '#server/access/standing.ts';
import { type Actor, requireActor } from '#server/actor.ts';
import { listUndecided } from '#server/requests/list.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { ApprovalTable } from '#ui/requests/approval-table.tsx';
import { RefusalBoxes } from '#ui/requests/refusal-boxes.tsx';
import { Section } from '#ui/section.tsx';
import * as words from '#ui/words/approvals.ts';

export const metadata: Metadata = { title: words.TITLE };

const MOST = 200;

/** What waits for the project manager; for everyone else, whose decision it is. */
export default async function ApprovalsPage() {
  const actor = await requireActor();
  if (scopeOf(actor, 'decide').length === 0) return <NotManager actor={actor} />;
  const requests = await listUndecided(actor, MOST);
  const mine = requests.filter(({ moves }) => moves.includes('approve'));
  const others = requests.filter(({ moves }) => !moves.includes('approve'));
  return (
    <>
      <PageHead title={words.TITLE}>{words.LEAD}</PageHead>
      <Section title={words.TO_DECIDE}>
        {mine.length > 0 ? (
          <ApprovalTable requests={mine} caption={words.TO_DECIDE} />
        ) : (
          <EmptyState title={words.NOTHING}>{words.NOTHING_TEXT}</EmptyState>
        )}
      </Section>
      <Section title={words.WITH_OTHERS}>
        {others.length > 0 ? (
          <ApprovalTable requests={others} caption={words.WITH_OTHERS} />
        ) : (
          <p className="text-soft">{words.NOTHING_WITH_OTHERS}</p>
        )}
      </Section>
      {requests.length === MOST && <p className="hint">{words.MORE(MOST)}</p>}
    </>
  );
}

function NotManager({ actor }: { actor: Actor }) {
  const [first] = actor.contracts.values();
  const standing = actor.operator ? 'operator' : (first?.standings[0] ?? 'partner');
  return (
    <>
      <PageHead title={words.TITLE} />
      <RefusalBoxes
        refusals={[refusal('notManager', { move: 'approve', standing })]}
        context={{ contact: { managers: [] }, timeZone: actor.timeZone }}
      />
    </>
  );
}
