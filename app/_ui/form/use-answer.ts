'use client';

import { unstable_rethrow } from 'next/navigation';
import { useActionState, useEffect, useSyncExternalStore } from 'react';
import { type FormFields, fieldsOf } from '#domain/form-fields.ts';
import { keepTypedMeanwhile } from './typed-meanwhile.ts';

/** What every answer to a form keeps: the fields as typed. notice says why nothing was judged. */
export type KeptAnswer = { fields: FormFields; notice?: 'signedOut' | 'unreachable' };
export type FormAction<A extends KeptAnswer> = (before: A, data: FormData) => Promise<A>;

/** A form's answer and its action, which lose nothing typed: without JavaScript the answer comes with the page at `address`, with it a server that cannot be reached is an answer too. */
export function useAnswer<A extends KeptAnswer>(action: FormAction<A>, initial: A, address: string) {
  const [posted, post] = useActionState(action, initial as Awaited<A>, address);
  const [answer, send] = useActionState(async (before: Awaited<A>, data: FormData): Promise<A> => {
    try {
      return await action(before, data);
    } catch (error) {
      unstable_rethrow(error); // a redirect is no failure
      return { ...before, fields: fieldsOf(data), notice: 'unreachable' };
    }
  }, posted);
  useEffect(keepTypedMeanwhile, []);
  const isAlive = useSyncExternalStore(neverChanges, isTrue, isFalse);
  return { answer, send: isAlive ? send : post, isAlive };
}

const neverChanges = () => () => undefined;
const isTrue = () => true;
const isFalse = () => false;
