import { answersForm } from '#server/access/form-post.ts';
import { scopeOf } from '#server/access/standing.ts';
import { type Actor, currentActor, requireActor } from '#server/actor.ts';
import { Button } from '#ui/button.tsx';
import { Brand } from '#ui/shell/brand.tsx';
import type { PageLink } from '#ui/shell/nav-links.tsx';
import { Hatch, SiteHeader } from '#ui/shell/site-header.tsx';
import { PAGES, SIGN_OUT, standingLine } from '#ui/words/common.ts';
import { signOutAction } from './session-actions.ts';

/** The frame of every signed-in page. Never the check: each page asks who is calling by itself (R13). */
export default async function PortalLayout({ children }: { children: React.ReactNode }) {
  const actor = (await answersForm()) ? await currentActor() : await requireActor();
  if (!actor) return <SignedOut>{children}</SignedOut>;
  return (
    <>
      <SiteHeader
        pages={pagesFor(actor)}
        name={actor.name}
        standing={standingLine(actor.operator, actor.contracts.values())}
      >
        <form action={signOutAction}>
          <Button kind="quiet" small>
            {SIGN_OUT}
          </Button>
        </form>
      </SiteHeader>
      <main className="page" id="content" tabIndex={-1}>
        {children}
      </main>
      <Hatch />
    </>
  );
}

/** A form without JavaScript whose session has ended still gets its page, which keeps what was typed; every other page sends a guest away. */
function SignedOut({ children }: { children: React.ReactNode }) {
  return (
    <>
      <header className="top">
        <Brand />
      </header>
      <main className="page">{children}</main>
    </>
  );
}

function pagesFor(actor: Actor): PageLink[] {
  const may = (permission: 'decide' | 'seeOperations') => scopeOf(actor, permission).length > 0;
  return [
    { href: '/environments', label: PAGES.environments },
    { href: '/requests', label: PAGES.requests },
    { href: '/status', label: PAGES.status },
    ...(may('decide') ? [{ href: '/approvals', label: PAGES.approvals }] : []),
    ...(may('seeOperations') ? [{ href: '/operations', label: PAGES.operations }] : []),
    { href: '/guide', label: PAGES.guide },
    { href: '/account', label: PAGES.account },
  ];
}
