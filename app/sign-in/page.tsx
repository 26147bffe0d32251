import type { Metadata } from 'next';
import { safeReturnTo } from '#server/access/return-to.ts';
import { seeOther } from '#server/access/see-other.ts';
import { currentActor } from '#server/actor.ts';
import { PageHead } from '#ui/page-head.tsx';
import { Brand } from '#ui/shell/brand.tsx';
import { NO_ACCOUNT, SIGN_IN_LEAD, SIGN_IN_TITLE } from '#ui/words/sign-in.ts';
import { signInAction } from './actions.ts';
import { SignInForm } from './sign-in-form.tsx';

export const metadata: Metadata = { title: SIGN_IN_TITLE };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const returnTo = safeReturnTo((await searchParams).returnTo);
  if (await currentActor()) seeOther(returnTo);
  return (
    <>
      <header className="top">
        <Brand />
      </header>
      <main className="page">
        <PageHead title={SIGN_IN_TITLE}>{SIGN_IN_LEAD}</PageHead>
        <SignInForm action={signInAction} returnTo={returnTo} />
        <p className="hint mt-5">{NO_ACCOUNT}</p>
      </main>
    </>
  );
}
