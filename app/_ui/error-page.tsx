import { DATABASE_AWAY } from '#domain/away.ts';
import { ButtonLink } from './button.tsx';
import { PageHead } from './page-head.tsx';
import { AWAY_TEXT, ERROR_NUMBER, ERROR_RETRY, ERROR_TEXT, ERROR_TITLE } from './words/common.ts';

/** What stands where a page could not be made: that the database is away, or a number that finds the cause in the log. Trying again asks for the same address. */
export function ErrorPage({ digest }: { digest?: string }) {
  return (
    <>
      <PageHead title={ERROR_TITLE}>{textOf(digest)}</PageHead>
      <ButtonLink href="">{ERROR_RETRY}</ButtonLink>
    </>
  );
}

function textOf(digest: string | undefined): string {
  if (digest === DATABASE_AWAY) return AWAY_TEXT;
  return digest ? ERROR_TEXT + ERROR_NUMBER(digest) : ERROR_TEXT;
}
