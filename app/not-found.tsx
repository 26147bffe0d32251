import type { Metadata } from 'next';
import { NotFoundText } from '#ui/not-found-text.tsx';
import { Brand } from '#ui/shell/brand.tsx';
import { NOT_FOUND_TITLE } from '#ui/words/common.ts';

export const metadata: Metadata = { title: NOT_FOUND_TITLE };

/** An address that leads nowhere, for anyone: without the frame, because nobody was asked for. */
export default function NotFound() {
  return (
    <>
      <header className="top">
        <Brand href="/" />
      </header>
      <main className="page">
        <NotFoundText />
      </main>
    </>
  );
}
