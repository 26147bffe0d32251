'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';

const TOGETHER_MS = 200;

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
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        router.refresh();
      }, TOGETHER_MS);
    };
    // a page that nobody sees takes no connection; what it missed is told when it is seen again
    const follow = () => {
      source?.close();
      if (document.hidden) return;
      source = new EventSource(`/live?since=${made.current}${reference ? `&request=${reference}` : ''}`);
      source.addEventListener('change', refresh);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      source?.close();
      clearTimeout(timer);
    };
  }, [reference, router]);
  return null;
}
