/* The functions below run in the browser as text (live-script.ts): they use nothing from outside themselves but each other. */
import type { LIVE_WORDS } from '../words/live.ts';
import { ageText } from './age-text.ts';
import { morph } from './morph.ts';

/** Keeps the public page as it is now: follows its stream while somebody looks, asks each minute in any case, and says how old it is once it cannot. */
export function follow(words: typeof LIVE_WORDS): void {
  const AGAIN_MS = 60_000;
  const TICK_MS = 5_000;
  const PATIENCE_MS = 20_000;
  const SHORT_MS = 10_000;
  const main = document.querySelector('main') as HTMLElement;
  const age = document.getElementById('age') as HTMLElement;
  const said = document.getElementById('said') as HTMLElement;
  let local: Intl.DateTimeFormat | undefined;
  let source: EventSource | undefined;
  let last = Date.now();
  let tried = last;
  let isLost = false;
  let isAsking = false;
  let isMissed = false;
  // the version that was told, and how often it is yet asked for at the next ticks
  let wanted = '';
  let soon = 0;

  function levels(): Map<string, string> {
    return new Map(
      [...main.querySelectorAll('.env')].map((row) => [
        row.getAttribute('data-key') ?? '',
        `${row.querySelector('h3')?.textContent}: ${row.querySelector('.level .mark')?.textContent}`,
      ]),
    );
  }

  function show(wanted: Element): void {
    const before = levels();
    const focused = document.activeElement as HTMLElement | null;
    // what stands at the top of the window stays there
    const top = [...main.querySelectorAll('[data-key]')].find((each) => each.getBoundingClientRect().top >= 0);
    const at = top?.getBoundingClientRect().top ?? 0;
    morph(main, wanted);
    if (focused && focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
    if (top?.isConnected && scrollY > 0) scrollBy(0, top.getBoundingClientRect().top - at);
    const changed = [...levels()].filter(([key, text]) => before.get(key) !== text).map(([, text]) => text);
    if (changed.length > 0) said.textContent = changed.join('. ');
  }

  async function load(): Promise<void> {
    if (isAsking) {
      isMissed = true;
      return;
    }
    isAsking = true;
    isMissed = false;
    tried = Date.now();
    try {
      const answer = await fetch(location.href, { cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!answer.ok) throw new Error();
      // to the sign-in: it is not public any more
      if (answer.redirected) return location.reload();
      // most often nothing has happened: what is the same is not even read
      if (!answer.headers.get('etag')?.includes(main.dataset.version ?? ' ')) {
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const wanted = page.querySelector('main');
        if (!wanted) throw new Error();
        document.title = page.title;
        show(wanted);
      }
      heard();
      if (wanted === '' || wanted === main.dataset.version) soon = 0;
    } catch {
      isLost = true;
    }
    isAsking = false;
    tell();
    if (isMissed) load();
  }

  // one answer may be lost on its way, or come from an instance that has not heard of it yet
  function want(version: string): void {
    wanted = location.search === '' ? version : '';
    soon = 3;
    load();
  }

  function heard(): void {
    last = Date.now();
    isLost = false;
  }

  function tell(): void {
    age.hidden = !isLost || Date.now() - last < SHORT_MS;
    age.textContent = ageText(Date.now() - last, words);
  }

  // a page that nobody sees takes no connection; what it missed is asked for when it is seen again
  function listen(): void {
    source?.close();
    source = undefined;
    if (document.hidden) return;
    source = new EventSource(main.dataset.live ?? '');
    source.addEventListener('change', ({ data }) => want(data));
    // the first word, also after it was broken off: what happened before was not told
    source.addEventListener('version', ({ data }) => {
      if (data !== main.dataset.version) return want(data);
      heard();
      tell();
    });
    source.addEventListener('error', () => {
      isLost = true;
      tell();
      // it was told that there is nothing to follow here
      if (source?.readyState === EventSource.CLOSED) load();
    });
  }

  setInterval(() => {
    tell();
    // also while the stream seems open: a train's tunnel breaks it without a word, and the page says of when it is
    if (document.hidden || (soon === 0 && Date.now() - tried < AGAIN_MS)) return;
    soon = Math.max(0, soon - 1);
    load();
    if (source?.readyState === EventSource.CLOSED) listen();
  }, TICK_MS);
  document.addEventListener('visibilitychange', listen);
  addEventListener('online', load);
  // the reader's own time, told where it is pointed at: told of all at once it would hold up a slow phone
  main.addEventListener('pointerover', ({ target }) => {
    const time = target instanceof Element ? target.closest('time') : null;
    if (!time) return;
    local ??= new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
    time.title = local.format(new Date(time.dateTime));
  });
  listen();
}
