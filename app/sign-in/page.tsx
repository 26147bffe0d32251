import type { Metadata } from 'next';
import { safeReturnTo } from '#server/access/return-to.ts';
import { seeOther } from '#server/access/see-other.ts';
import { currentActor } from '#server/actor.ts';
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
        <div className="lead">
          <div>
            <h1>{SIGN_IN_TITLE}</h1>
            <p>{SIGN_IN_LEAD}</p>
          </div>
        </div>
        <SignInForm action={signInAction} returnTo={returnTo} />
        <p className="hint">{NO_ACCOUNT}</p>
      </main>
    </>
  );
}
