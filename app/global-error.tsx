'use client';

import './globals.css';
import { ErrorPage } from '#ui/error-page.tsx';
import { Brand } from '#ui/shell/brand.tsx';
import { ERROR_TITLE } from '#ui/words/common.ts';

/** The last page: even the frame could not be made. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>{ERROR_TITLE}</title>
        <header className="top">
          <Brand />
        </header>
        <main className="page">
          <ErrorPage digest={error.digest} />
        </main>
      </body>
    </html>
  );
}
