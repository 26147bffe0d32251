import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { SafeHtml, StatusPage } from '#domain/status-view.ts';
import { statusDocument } from './document.ts';
import { LIVE_SCRIPT } from './live-script.ts';
import { percent } from './percent.ts';
import { STYLE_FILES, styleOf } from './styles.ts';
import { samplePage } from './testing/sample-page.ts';

const styles = join(import.meta.dirname, '../styles');
const style = styleOf(STYLE_FILES.map((file) => readFileSync(join(styles, file), 'utf8')));
const made = (page: StatusPage) =>
  statusDocument(page, { origin: 'https://headroom.example', style, script: LIVE_SCRIPT });
const HOSTILE = `<img src=x onerror=alert(1)>"'&`;
const TEXT = '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;';

test('A first view of 12 environments, 90 days and 20 incidents is at most 14 KB, its script at most 4', () => {
  const text = made(samplePage());
  assert.ok(gzipSync(text).length <= 14 * 1024, `${gzipSync(text).length} bytes gzip`);
  assert.ok(brotliCompressSync(text).length <= 12 * 1024);
  assert.ok(gzipSync(LIVE_SCRIPT).length <= 4 * 1024);
});

test('Whatever is typed into names, titles and searches is text, wherever it stands', () => {
  const page = samplePage(2, 2);
  const [environment, ...rest] = page.environments;
  const hostile: StatusPage = {
    ...page,
    contract: { reference: 'NLW-2024', organisation: HOSTILE },
    query: HOSTILE,
    environments: [
      {
        ...environment!,
        name: HOSTILE,
        slug: HOSTILE,
        region: HOSTILE,
        services: [{ service: HOSTILE, level: 'DEGRADED', since: page.asOf }],
        reasons: [{ what: 'notice', kind: 'INCIDENT', id: HOSTILE, title: HOSTILE, level: 'DEGRADED' }],
      },
      ...rest,
    ],
    open: page.open.map((notice) => ({
      ...notice,
      title: HOSTILE,
      affected: [{ slug: HOSTILE, name: HOSTILE, service: HOSTILE, removed: false }],
    })),
  };
  const text = made(hostile);
  assert.ok(text.split(TEXT).length > 10);
  assert.ok(!text.includes('<img') && !text.includes(HOSTILE));
});

test('No style attribute, no handler, no request of its own but the icon, one script and one style', () => {
  const text = made(samplePage());
  assert.doesNotMatch(
    text.replace(/<(script|style)[^>]*>.*?<\/\1>/gs, ''),
    /\s(style|on\w+)=|<(script|style|img|iframe)\b/,
  );
  assert.equal(text.split('<script>').length, 2);
  assert.equal(text.split('</script').length, 2);
  assert.deepEqual(text.match(/<link [^>]*rel="(icon|stylesheet|preload)"[^>]*>/g), [
    '<link rel="icon" href="/icon.svg">',
  ]);
  assert.doesNotMatch(style, /url\(|@import|@theme/);
});

test('A stranger reads no name of an endpoint and finds no way into the portal', () => {
  const page = samplePage();
  assert.ok(page.environments.some(({ reasons }) => reasons.some(({ what }) => what === 'endpoint')));
  const text = made(page);
  assert.ok(!text.includes('Storefront') && !text.includes('Glue API'));
  assert.doesNotMatch(text, /href="\/(environments|requests)/);
});

test('What is wrong where comes first, and what is not well before what is', () => {
  const text = made(samplePage());
  assert.match(text, /<title>Partial outage · Status of Nordlicht Werkzeuge<\/title>/);
  const order = [
    'Partial outage: Nordlicht STAGE 2.',
    'Degraded: Nordlicht STAGE 3. Nothing is known of Nordlicht DEV 4. 9 of 12 environments are operational.',
    'data-key="open"',
    'data-key="e-nlw-stage-2"',
    'data-key="e-nlw-stage-3"',
    'data-key="e-nlw-dev-4"',
    'data-key="e-nlw-dev"',
    'data-key="planned"',
    'data-key="past"',
  ];
  const at = order.map((part) => text.indexOf(part));
  assert.ok(!at.includes(-1), String(at));
  assert.deepEqual(
    at,
    at.toSorted((a, b) => a - b),
  );
});

test('All well is one sentence; nothing is said of nothing; a stale page says since when', () => {
  const page = samplePage(3, 0);
  assert.match(made(page), /All 3 environments are operational\./);
  const none = { ...page, environments: [], total: 0, level: 'UNKNOWN' as const, open: [], planned: [] };
  assert.match(made(none), /No environment is shown here yet\./);
  assert.match(made(none), /No environments yet/);
  assert.doesNotMatch(made(page), /data-key="stale"/);
  assert.match(
    made({ ...page, stale: true }),
    /cannot be asked now\.<\/strong> What you see was true at <time datetime="2026-11-23T14:30Z">Mon 23 Nov 2026 14:30 UTC<\/time>/,
  );
});

test('What was long ago stands behind what was lately, all of it', () => {
  const [few, many] = [made(samplePage(3, 7)), made(samplePage(3, 20))];
  assert.doesNotMatch(few, /class="older"/);
  const [lately = '', longAgo = ''] = many.split('class="older"');
  const titles = (text: string) => text.match(/<details class="notice"/g)?.length;
  assert.deepEqual([titles(lately), titles(longAgo)], [7, 13]);
  assert.match(longAgo, /^ data-key="older"><summary>13 earlier, back to \w{3} \d+ \w{3} 20\d\d<\/summary>/);
});

test('Pages and a search lead on by plain links and a form, and keep what was typed', () => {
  const text = made({ ...samplePage(), query: 'a&b', page: 2, pages: 3, total: 60 });
  assert.match(text, /<form class="find" role="search" action="\/status\/NLW-2024"/);
  assert.match(text, /name="q" type="search" maxlength="100" value="a&amp;b"/);
  assert.match(text, /rel="prev" href="\/status\/NLW-2024\?q=a%26b&amp;page=1"/);
  assert.match(text, /rel="next" href="\/status\/NLW-2024\?q=a%26b&amp;page=3"/);
  assert.doesNotMatch(made(samplePage()), /<form|class="turn"/);
});

test('A notice tells its newest update, an edit and its post-mortem', () => {
  const page = samplePage(1, 1);
  const [past] = page.past;
  const updates = past!.updates.map((update, at) => (at === 0 ? { ...update, editedAt: page.asOf } : update));
  const text = made({ ...page, past: [{ ...past!, updates, postMortem: '<p>Why</p>' as SafeHtml }] });
  assert.match(text, /edited <time datetime="2026-11-23T14:30Z">/);
  assert.match(text, /<summary>Post-mortem<\/summary><div class="prose"><p>Why<\/p><\/div>/);
  assert.match(text, /Nordlicht PROD \(yves\), Nordlicht OLD \(removed\)/);
  assert.match(text, /lasted 20 min/);
});

test('What a service is at is a word beside its shape; a time names its date once', () => {
  const page = samplePage(1, 1);
  const services = ['yves', 'glue'].map((service) => ({ service, level: 'DEGRADED' as const, since: page.asOf }));
  const start = Date.parse('2026-11-26T01:00Z');
  const planned = { ...page.past[0]!, startsAt: start, endsAt: start + 5_400_000 };
  const text = made({ ...page, environments: [{ ...page.environments[0]!, services }], planned: [planned] });
  assert.match(text, /<span>Degraded: yves, glue<\/span>/);
  assert.match(text, /Z">Thu 26 Nov 01:00<\/time> – <time datetime="2026-11-26T02:30Z">02:30 UTC<\/time>/);
});

test('A share is cut off and never rounded up', () => {
  const said: [number, string][] = [
    [1, '100 %'],
    [0.999999, '99.99 %'],
    [0.9995, '99.95 %'],
    [0.5, '50.00 %'],
    [0, '0.00 %'],
    [0.99999999999, '99.99 %'],
  ];
  for (const [share, text] of said) assert.equal(percent(share), text);
});

test('The style keeps what is used and nothing that is not', () => {
  assert.doesNotMatch(style, /--breakpoint|--\*|\/\*/);
  for (const [, name] of style.matchAll(/var\((--[\w-]+)\)/g)) assert.match(style, new RegExp(`[{;]${name}:`), name);
});
