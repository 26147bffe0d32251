import { ButtonLink } from './button.tsx';
import { PageHead } from './page-head.tsx';
import { ERROR_NUMBER, ERROR_RETRY, ERROR_TEXT, ERROR_TITLE } from './words/common.ts';

/** What stands where a page could not be made; the number finds the cause in the log. Trying again asks for the same address. */
export function ErrorPage({ digest }: { digest?: string }) {
  return (
    <>
      <PageHead title={ERROR_TITLE}>
        {ERROR_TEXT}
        {digest && ERROR_NUMBER(digest)}
      </PageHead>
      <ButtonLink href="">{ERROR_RETRY}</ButtonLink>
    </>
  );
}
