import type { Metadata } from 'next';
import { listFeedTokens } from '#server/access/feed-tokens.ts';
import { listSessions } from '#server/access/sessions.ts';
import { listTokens } from '#server/access/tokens.ts';
import { requireActor } from '#server/actor.ts';
import { FeedForm, PasswordForm, TimeZoneForm, TokenForm } from '#ui/account/account-forms.tsx';
import { FeedTable, SessionTable, TokenTable } from '#ui/account/account-tables.tsx';
import { Facts } from '#ui/facts.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { Section } from '#ui/section.tsx';
import * as words from '#ui/words/account.ts';
import { standingLine } from '#ui/words/common.ts';
import {
  changePasswordAction,
  changeTimeZoneAction,
  createFeedAction,
  createTokenAction,
  endOtherSessionsAction,
  endSessionAction,
  revokeTokenAction,
  stopFeedAction,
} from './actions.ts';

export const metadata: Metadata = { title: words.ACCOUNT_TITLE };

/** How one signs in, where one is signed in, and what speaks for one. */
export default async function AccountPage() {
  const actor = await requireActor();
  const [sessions, tokens, feeds] = await Promise.all([listSessions(actor), listTokens(actor), listFeedTokens(actor)]);
  const zones = [...new Set([actor.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
  return (
    <>
      <PageHead title={words.ACCOUNT_TITLE}>{words.ACCOUNT_LEAD}</PageHead>
      <Section title={words.YOU}>
        <Facts
          facts={[
            [words.NAME, actor.name],
            [words.EMAIL, actor.email],
            [words.STANDING, standingLine(actor.operator, actor.contracts.values())],
          ]}
        />
        <p className="hint mt-3">{words.YOU_HINT}</p>
      </Section>
      <Section title={words.ZONE_TITLE}>
        <TimeZoneForm action={changeTimeZoneAction} zone={actor.timeZone} zones={zones} />
      </Section>
      <Section title={words.PASSWORD_TITLE}>
        <PasswordForm action={changePasswordAction} />
      </Section>
      <Section title={words.SESSIONS_TITLE} id="sessions">
        <SessionTable
          sessions={sessions}
          timeZone={actor.timeZone}
          end={endSessionAction}
          endOthers={endOtherSessionsAction}
        />
      </Section>
      <Section title={words.TOKENS_TITLE} id="tokens">
        <div className="grid gap-5">
          <p>{words.TOKENS_LEAD}</p>
          <TokenTable tokens={tokens} timeZone={actor.timeZone} revoke={revokeTokenAction} />
          <TokenForm action={createTokenAction} />
        </div>
      </Section>
      <Section title={words.FEEDS_TITLE} id="feeds">
        <div className="grid gap-5">
          <p>{words.FEEDS_LEAD}</p>
          <FeedTable feeds={feeds} timeZone={actor.timeZone} stop={stopFeedAction} />
          <FeedForm action={createFeedAction} />
        </div>
      </Section>
    </>
  );
}
