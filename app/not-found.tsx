import { ButtonLink } from '#ui/button.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { Brand } from '#ui/shell/brand.tsx';
import { NOT_FOUND_NEXT, NOT_FOUND_TEXT, NOT_FOUND_TITLE } from '#ui/words/common.ts';

/** An address that leads nowhere, for anyone: no frame, because nobody was asked for. */
export default function NotFound() {
  return (
    <>
      <header className="top">
        <Brand href="/" />
      </header>
      <main className="page">
        <title>{NOT_FOUND_TITLE}</title>
        <PageHead title={NOT_FOUND_TITLE}>{NOT_FOUND_TEXT}</PageHead>
        <ButtonLink href="/">{NOT_FOUND_NEXT}</ButtonLink>
      </main>
    </>
  );
}
