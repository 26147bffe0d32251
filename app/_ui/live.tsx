'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';

const TOGETHER_MS = 200;
/** after an answer that was no stream, which a browser takes for good: the database was away, or too many pages are open */
const AGAIN_MS = 30_000;

/** Makes the page anew when the request it shows, or any for a list, has changed, as long as somebody looks. `since` = when the page was made (UTC ms). Shows nothing. */
export function Live({ reference, since }: { reference?: string; since: number }) {
  const router = useRouter();
  const made = useRef(since);
  useEffect(() => {
    made.current = since;
  }, [since]);
  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        router.refresh();
      }, TOGETHER_MS);
    };
    // a page that nobody sees takes no connection; what it missed is told when it is seen again
    const follow = () => {
      source?.close();
      clearTimeout(again);
      if (document.hidden) return;
      source = new EventSource(`/live?since=${made.current}${reference ? `&request=${reference}` : ''}`);
      source.addEventListener('change', refresh);
      source.addEventListener('error', () => {
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(follow, AGAIN_MS);
      });
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      source?.close();
      clearTimeout(timer);
      clearTimeout(again);
    };
  }, [reference, router]);
  return null;
}
