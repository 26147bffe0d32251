import type { Metadata } from 'next';
import { scopeOf } from '#server/access/standing.ts';
import { requireActor } from '#server/actor.ts';
import { statusPage } from '#server/status/board.ts';
import { PageHead } from '#ui/page-head.tsx';
import { LEAD, TITLE } from '#ui/words/status.ts';
import { PublicPages } from './public-pages.tsx';
import { Publish } from './publish.tsx';
import { type Asked, soughtOf } from './sought.ts';
import { StatusView } from './status-view.tsx';

export const metadata: Metadata = { title: TITLE };

type Props = { searchParams: Promise<Asked> };

/** How all environments are that the viewer may see. */
export default async function StatusPage({ searchParams }: Props) {
  const actor = await requireActor();
  const page = await statusPage({
    contracts: scopeOf(actor, 'seeEnvironments'),
    ...soughtOf(await searchParams),
  });
  return (
    <>
      <PageHead title={TITLE} action={scopeOf(actor, 'publishStatus').length > 0 && <Publish />}>
        {LEAD}
        <PublicPages of={page.environments} />
      </PageHead>
      <StatusView page={page} path="/status" actor={actor} />
    </>
  );
}
