import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MARKDOWN_MAX, markdownOf } from './markdown.ts';

/** All that may ever stand in the HTML: these tags, whole, and no other `<`. */
const SAFE =
  /<(?:\/?(?:p|h[456]|ul|li|blockquote|pre|code|em|strong|s)|\/?ol|ol start="\d{1,9}"|br|hr|\/a|a href="(?:https?:\/\/|mailto:)[^"<>\s]+"(?: title="[^"<>]*")? rel="nofollow noopener")>/gi;

function assertSafe(text: string): string {
  const html = markdownOf(text);
  const rest = html.replace(SAFE, '');
  assert.ok(
    !/[<>]/.test(rest),
    `a tag that nobody allowed: ${rest.slice(0, 200)} of ${JSON.stringify(text).slice(0, 200)}`,
  );
  return html;
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<!-- --><svg/onload=alert(1)>',
  '</p></section><form action="https://evil.example"><button>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](java&Tab;script:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](\u0001javascript:alert(1))',
  '[x](vbscript:x)',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](data:image/svg+xml,<svg onload=alert(1)>)',
  '[x](file:///etc/passwd)',
  '[x](//evil.example)',
  '[x](/sign-in)',
  '[x](#main)',
  '<javascript:alert(1)>',
  '[r]: javascript:alert(1)\n\n[r]',
  '[x](https://x.example "\\" onmouseover=\\"alert(1)")',
  '[x](https://x.example/"onmouseover="alert(1))',
  '[a [b](https://b.example)](https://c.example)',
  '[![x](javascript:alert(1))](https://x.example)',
  '![x](https://tracker.example/pixel.png)',
  '```html" onload="alert(1)\n</code></pre><script>alert(1)</script>\n```',
  '``</code><script>alert(1)</script>``',
  '| a |\n|:-:|\n| <b>x</b> |',
  '&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &#x3c;i&#x3e;',
  'https://x.example/"><script>alert(1)</script>',
  '\u0000<script>\ufffe</script>\ud800',
];

test('hostile text stays text', () => {
  for (const text of HOSTILE) {
    const html = assertSafe(text);
    for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) assert.match(href, /^(https?:\/\/|mailto:)/);
    assert.ok(!html.includes('<img'));
  }
});

test('any mix of what is special in Markdown and HTML stays safe', () => {
  const piece = fc.oneof(fc.constantFrom(...HOSTILE), fc.constantFrom(...'[]()<>"\'&`*_~#!|\\\n:-='), fc.string());
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => void assertSafe(pieces.join(''))));
});

test('what an incident needs is written as such', () => {
  assert.equal(markdownOf('**Checkout** is `slow`'), '<p><strong>Checkout</strong> is <code>slow</code></p>\n');
  assert.equal(markdownOf('- one\n- two'), '<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n');
  assert.equal(markdownOf('one\ntwo'), '<p>one<br>\ntwo</p>\n');
  const link = '<a href="https://x.example/a" rel="nofollow noopener">';
  assert.equal(markdownOf('[see](https://x.example/a)'), `<p>${link}see</a></p>\n`);
  assert.equal(markdownOf('see https://x.example/a'), `<p>see ${link}https://x.example/a</a></p>\n`);
  assert.equal(
    markdownOf('[us](mailto:help@x.example)'),
    '<p><a href="mailto:help@x.example" rel="nofollow noopener">us</a></p>\n',
  );
});

test('what only looks like an address is no link', () => {
  assert.equal(
    markdownOf('glue.service.de, www.x.example, a@x.example'),
    '<p>glue.service.de, www.x.example, a@x.example</p>\n',
  );
});

test('headings stay below those of the page', () => {
  assert.equal(markdownOf('# one\n\n## two\n\n###### six'), '<h4>one</h4>\n<h5>two</h5>\n<h6>six</h6>\n');
  assert.equal(markdownOf('## one\n\n#### two'), '<h4>one</h4>\n<h5>two</h5>\n', 'and leave no level out');
  assert.equal(markdownOf('one\n==='), '<h4>one</h4>\n');
});

test('nothing is read beyond its longest length, and what is cut is marked', () => {
  assert.equal(markdownOf('a'.repeat(MARKDOWN_MAX)), `<p>${'a'.repeat(MARKDOWN_MAX)}</p>\n`);
  assert.equal(markdownOf('a'.repeat(MARKDOWN_MAX + 1)), `<p>${'a'.repeat(MARKDOWN_MAX)}…</p>\n`);
});

// each is the worst of its kind; one that took exponential time would outlast the test's own limit
test('deep nesting and endless repeats come to an end, and to a bounded answer', () => {
  const repeats = [
    ...[
      '[',
      '*',
      '`',
      '<',
      '&',
      '_a',
      '![',
      '> ',
      '- ',
      '*a_',
      '**a',
      '[a](b',
      '~~',
      '&#',
      '[[]',
      '1. ',
      '<!--',
      '```\n',
    ],
    ...['http://', 'https://a.a', 'a@', '<a ', '\\', '[](', '[a]: b\n', '(((', '\n    ', '> - ', '*a **a '],
  ];
  for (const repeat of repeats) {
    const html = assertSafe(repeat.repeat(1_000_000 / repeat.length));
    assert.ok(html.length < 60 * MARKDOWN_MAX, `${JSON.stringify(repeat)} made ${html.length} characters`);
  }
});
