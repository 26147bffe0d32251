import type { Markup } from './html.ts';
import { LiveMarkup } from './live-markup.tsx';

/** Puts markup of `html` into a page; only that goes in, so nothing that a person typed is a tag in it. */
export function StatusMarkup({ of }: { of: Markup }) {
  return <LiveMarkup markup={String(of)} />;
}
