'use server';

import { redirect } from 'next/navigation';
import { isOwnForm, signOutHere } from '#server/actor.ts';

/** Ends this browser's session and goes to the sign-in page; a form of another site ends nothing. */
export async function signOutAction(): Promise<void> {
  if (!(await isOwnForm())) redirect('/');
  await signOutHere();
  redirect('/sign-in');
}
