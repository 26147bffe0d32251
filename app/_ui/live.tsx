'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';

const TOGETHER_MS = 200;
/** after an answer that was no stream, which a browser takes for good: the database was away, or too many pages are open */
const AGAIN_MS = 30_000;

type Followed = { reference?: string; status?: boolean; environment?: string; since: number };

/** Makes the page anew when what it shows has changed, as long as somebody looks: one request, or any for a list; with `status` also levels and notices; or one environment (its slug) with the requests of its contract. `since` = when the page was made (UTC ms). Shows nothing. */
export function Live({ reference, status, environment, since }: Followed) {
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
      const what = { ...(reference && { request: reference }), ...(status && { status: '1' }) };
      const query = new URLSearchParams({ since: String(made.current), ...what, ...(environment && { environment }) });
      source = new EventSource(`/live?${query}`);
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
  }, [reference, status, environment, router]);
  return null;
}
