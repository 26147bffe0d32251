import type { Metadata } from 'next';
import { mayOn } from '#server/access/standing.ts';
import { requireActor } from '#server/actor.ts';
import { statusPage } from '#server/status/board.ts';
import { contractInSight } from '#server/status/contract.ts';
import { PageHead } from '#ui/page-head.tsx';
import { STATUS_OF, TITLE } from '#ui/words/status.ts';
import { notThere } from '../../not-there.tsx';
import { Publish } from '../publish.tsx';
import { type Asked, soughtOf } from '../sought.ts';
import { StatusView } from '../status-view.tsx';

type Props = { params: Promise<{ contract: string }>; searchParams: Promise<Asked> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${TITLE} ${(await params).contract}` };
}

/** How the environments of one contract are, for those who have a standing on it; a public one is served before this is asked. */
export default async function ContractStatusPage({ params, searchParams }: Props) {
  const actor = await requireActor();
  const { contract: reference } = await params;
  const id = await contractInSight(actor, reference);
  if (id === null) return notThere();
  const page = await statusPage({ contracts: [id], ...soughtOf(await searchParams) });
  const organisation = page.contract?.organisation ?? reference;
  return (
    <>
      <PageHead
        title={STATUS_OF(organisation)}
        up={{ href: '/status', label: TITLE }}
        here={reference}
        action={mayOn(actor, id, 'publishStatus') && <Publish />}
      />
      <StatusView page={page} path={`/status/${reference}`} actor={actor} />
    </>
  );
}
