import { PageHead } from '../page-head.tsx';
import { KEPT_TITLE } from '../words/kept.ts';
import { KeptForm } from './kept-form.tsx';
import type { FormAction, KeptAnswer } from './use-answer.ts';

/** The page that answers a form without JavaScript whose session has ended. */
export function KeptPage<A extends KeptAnswer>(props: { action: FormAction<A>; initial: A; address: string }) {
  return (
    <>
      <PageHead title={KEPT_TITLE} />
      <KeptForm {...props} />
    </>
  );
}
