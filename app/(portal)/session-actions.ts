'use server';

import { redirect } from 'next/navigation';
import { actorForAction, signOut } from '#server/actor.ts';

/** Ends this browser's session and goes to the sign-in page; a form of another site ends nothing. */
export async function signOutAction(): Promise<void> {
  const actor = await actorForAction();
  if (actor) await signOut(actor);
  redirect('/sign-in');
}
