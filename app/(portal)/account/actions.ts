'use server';

import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { freeText, SHORT_TEXT } from '#domain/free-text.ts';
import { parseShape } from '#domain/shape-errors.ts';
import { isTimeZone } from '#domain/time.ts';
import { changePassword, changeTimeZone } from '#server/access/account.ts';
import { callerKey } from '#server/access/client-address.ts';
import { issueFeedToken, MOST_FEEDS, revokeFeedToken } from '#server/access/feed-tokens.ts';
import { formText } from '#server/access/form-text.ts';
import { endOtherSessions, endSession } from '#server/access/sessions.ts';
import { issueToken, listTokens, revokeToken } from '#server/access/tokens.ts';
import { actorForAction } from '#server/actor.ts';
import { acceptedOrigins } from '#server/env.ts';
import { type AccountState, passwordRefusal, refusedAt, saved, sessionEnded } from '#ui/account/state.ts';
import {
  accountErrors,
  FEED_ONCE,
  FEEDS_FULL,
  PASSWORD_SAME,
  PASSWORD_SAVED,
  TOKEN_ONCE,
  TOKENS_FULL,
  ZONE_SAVED,
} from '#ui/words/account.ts';

const MOST_TOKENS = 50;

const zoneShape = z.strictObject({ timeZone: z.string().refine(isTimeZone, 'timeZone') });
const password = z.string().min(1).max(200);
const passwordShape = z
  .strictObject({ current: password, next: password.min(12), again: z.string() })
  .refine(({ next, again }) => next === again, { path: ['again'], message: 'again' });
const tokenShape = z.strictObject({ name: freeText(SHORT_TEXT), write: z.literal('on').optional() });
const sessionShape = z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) });
const idShape = z.strictObject({ id: z.uuid() });

export async function changeTimeZoneAction(_: AccountState, data: FormData): Promise<AccountState> {
  const actor = await actorForAction();
  if (!actor) return sessionEnded(formText(data));
  const form = parseShape(zoneShape, formText(data));
  if (!form.ok) return refusedAt(accountErrors(form.errors.map(({ path }) => path)));
  await changeTimeZone(actor, form.value.timeZone);
  revalidatePath('/account');
  return saved(ZONE_SAVED);
}

export async function changePasswordAction(_: AccountState, data: FormData): Promise<AccountState> {
  const actor = await actorForAction();
  if (!actor) return sessionEnded({});
  const form = parseShape(passwordShape, formText(data));
  if (!form.ok) return refusedAt(accountErrors(form.errors.map(({ path }) => path)));
  const { current, next } = form.value;
  if (current === next) return refusedAt([{ field: 'next', message: PASSWORD_SAME }]);
  const outcome = await changePassword(actor, { current, next, address: callerKey(await headers()) });
  if (outcome.kind !== 'done') return passwordRefusal(outcome, Date.now());
  revalidatePath('/account');
  return saved(PASSWORD_SAVED(outcome.ended));
}

/** The answer holds the new token, this once. */
export async function createTokenAction(_: AccountState, data: FormData): Promise<AccountState> {
  const actor = await actorForAction();
  const typed = formText(data);
  if (!actor) return sessionEnded(typed);
  const form = parseShape(tokenShape, typed);
  if (!form.ok) return refusedAt(accountErrors(form.errors.map(({ path }) => path)), typed);
  if ((await listTokens(actor)).length >= MOST_TOKENS) return refusedAt([{ field: '', message: TOKENS_FULL }], typed);
  const { name, write } = form.value;
  const issued = await issueToken(actor.email, { name, write: write === 'on', by: actor.email });
  if (issued.kind !== 'done') return sessionEnded(typed);
  revalidatePath('/account');
  return { ...saved(TOKEN_ONCE), token: issued.value };
}

export async function revokeTokenAction(data: FormData): Promise<void> {
  const actor = await actorForAction();
  const form = idShape.safeParse(formText(data));
  if (actor && form.success) await revokeToken(actor, form.data.id);
  backTo('tokens');
}

/** The answer holds the address of the new feed, this once. */
export async function createFeedAction(_: AccountState, data: FormData): Promise<AccountState> {
  const actor = await actorForAction();
  if (!actor) return sessionEnded(formText(data));
  const issued = await issueFeedToken(actor);
  if (issued.kind !== 'done') return refusedAt([{ field: '', message: FEEDS_FULL(MOST_FEEDS) }]);
  revalidatePath('/account');
  return { ...saved(FEED_ONCE), feed: `${acceptedOrigins()[0]}/feeds/${issued.value}.atom` };
}

export async function stopFeedAction(data: FormData): Promise<void> {
  const actor = await actorForAction();
  const form = idShape.safeParse(formText(data));
  if (actor && form.success) await revokeFeedToken(actor, form.data.id);
  backTo('feeds');
}

export async function endSessionAction(data: FormData): Promise<void> {
  const actor = await actorForAction();
  const form = sessionShape.safeParse(formText(data));
  if (actor && form.success) await endSession(actor, form.data.id);
  backTo('sessions');
}

export async function endOtherSessionsAction(): Promise<void> {
  const actor = await actorForAction();
  if (actor) await endOtherSessions(actor);
  backTo('sessions');
}

/** The page as it is now, at one of its parts. */
function backTo(part: string): never {
  revalidatePath('/account');
  redirect(`/account#${part}`);
}
