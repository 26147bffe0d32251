'use client';

import { useEffect, useRef, useState } from 'react';
import { morph } from './morph.ts';

/** Markup that changes in place when the page is made anew: what is open stays open, and nothing flickers. */
export function LiveMarkup({ markup }: { markup: string }) {
  const [first] = useState(markup);
  const shown = useRef(first);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current || shown.current === markup) return;
    shown.current = markup;
    const wanted = place.current.cloneNode(false) as HTMLDivElement;
    wanted.innerHTML = markup;
    morph(place.current, wanted);
  }, [markup]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a tree of React elements for 25 × 90 days costs ten times as much; it is made by html, which escapes
  return <div ref={place} dangerouslySetInnerHTML={{ __html: first }} />;
}
