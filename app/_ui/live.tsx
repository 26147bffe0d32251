'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { ageText } from './status/age-text.ts';
import { LIVE_WORDS } from './words/live.ts';

const TOGETHER_MS = 200;
/** after an answer that was no stream, which a browser takes for good: the database was away, or too many pages are open */
const AGAIN_MS = 30_000;
/** without a stream for so long a page is not connected */
const PATIENCE_MS = 10_000;
const TICK_MS = 5_000;

type Followed = { reference?: string; status?: boolean; environment?: string; since: number };

/** Makes the page anew when what it shows has changed, as long as somebody looks: one request, or any for a list; with `status` also levels and notices; or one environment (its slug) with the requests of its contract. `since` = when the page was made (UTC ms). Shows nothing, unless nothing can be told: then since when. */
export function Live({ reference, status, environment, since }: Followed) {
  const router = useRouter();
  const made = useRef(since);
  const [lostAt, setLostAt] = useState<number | null>(null);
  useEffect(() => {
    made.current = since;
  }, [since]);
  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        router.refresh();
      }, TOGETHER_MS);
    };
    const heard = () => {
      clearTimeout(silence);
      silence = undefined;
      setLostAt(null);
    };
    const news = () => {
      heard();
      refresh();
    };
    // a page that nobody sees takes no connection; what it missed is told when it is seen again
    const follow = () => {
      source?.close();
      clearTimeout(again);
      clearTimeout(silence);
      silence = undefined;
      if (document.hidden) return;
      const what = { ...(reference && { request: reference }), ...(status && { status: '1' }) };
      const query = new URLSearchParams({ since: String(made.current), ...what, ...(environment && { environment }) });
      source = new EventSource(`/live?${query}`);
      source.addEventListener('open', heard);
      source.addEventListener('change', news);
      source.addEventListener('back', news);
      source.addEventListener('away', () => setLostAt((before) => before ?? Date.now()));
      source.addEventListener('error', () => {
        const at = Date.now();
        silence ??= setTimeout(() => setLostAt((before) => before ?? at), PATIENCE_MS);
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
      clearTimeout(silence);
    };
  }, [reference, status, environment, router]);
  return lostAt !== null && <Lost at={lostAt} />;
}

/** Since when (UTC ms) nothing was told. */
function Lost({ at }: { at: number }) {
  const [now, setNow] = useState(at);
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(ticking);
  }, []);
  return <p className="age noprint fixed inset-x-0 bottom-0 z-10">{ageText(now - at, LIVE_WORDS)}</p>;
}
