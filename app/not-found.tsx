import { NotFoundText } from '#ui/not-found-text.tsx';
import { Brand } from '#ui/shell/brand.tsx';

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
