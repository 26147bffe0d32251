import { ButtonLink } from './button.tsx';
import { PageHead } from './page-head.tsx';
import { NOT_FOUND_NEXT, NOT_FOUND_TEXT, NOT_FOUND_TITLE } from './words/common.ts';

/** What stands where nothing is: why it may be so, and where to go. */
export function NotFoundText() {
  return (
    <>
      <PageHead title={NOT_FOUND_TITLE}>{NOT_FOUND_TEXT}</PageHead>
      <ButtonLink href="/">{NOT_FOUND_NEXT}</ButtonLink>
    </>
  );
}
