import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { badge } from '#ui/status/badge.ts';
import { statusDocument } from '#ui/status/document.ts';
import { LIVE_SCRIPT } from '#ui/status/live-script.ts';
import { STYLE_FILES, styleOf } from '#ui/status/styles.ts';
import { TOO_MANY_REQUESTS } from '#ui/words/door.ts';
import { FEED_AS_OF, FEED_EDGE, FEED_ENTRY, FEED_TITLE } from '#ui/words/status-feed.ts';
import type { PublicLooks } from '../status/public.ts';

const STYLES = join(import.meta.dirname, '../../_ui/styles');

/** How public status documents look, and what they say; links lead to `origin`. */
export function publicLooks(origin: string): PublicLooks {
  const style = styleOf(STYLE_FILES.map((file) => readFileSync(join(STYLES, file), 'utf8')));
  const script = LIVE_SCRIPT;
  return {
    style,
    script,
    html: (page) => statusDocument(page, { origin, style, script }),
    badge,
    feed: { title: FEED_TITLE, subtitle: FEED_AS_OF, entryTitle: FEED_ENTRY, edgeText: FEED_EDGE },
    tooMany: TOO_MANY_REQUESTS,
  };
}
