import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SafeHtml } from '#domain/status-view.ts';
import { html, Markup, raw } from './html.ts';

const HOSTILE = `"><script>alert('1')</script><img src=x onerror=alert(1)>&amp;`;

test('What a person typed is text, between tags and in attributes', () => {
  const made = String(html`<p title="${HOSTILE}">${HOSTILE}</p>`);
  const text = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;';
  assert.equal(made, `<p title="${text}">${text}</p>`);
});

test('Markup nests as it is, lists are joined, nothing is nothing, 0 is a number', () => {
  const items = ['a', '<b>', 3].map((item) => html`<li>${item}</li>`);
  assert.equal(
    String(html`<ul>${items}</ul>${null}${undefined}${false}${0}${['&', [html`<i></i>`]]}`),
    '<ul><li>a</li><li>&lt;b&gt;</li><li>3</li></ul>0&amp;<i></i>',
  );
});

test('Only safe HTML goes in as it is, and nobody else makes markup', () => {
  assert.equal(String(html`<div>${raw('<p>x</p>' as SafeHtml)}</div>`), '<div><p>x</p></div>');
  const like = { toString: () => '<script>' } as unknown as string;
  assert.equal(String(html`${like}`), '&lt;script&gt;');
  assert.throws(() => new Markup(Symbol('mint') as never, '<script>'), /html alone/);
});

test('A hole where escaping does not protect is refused', () => {
  const word = 'x onclick=alert(1)';
  assert.throws(() => html`<a class=${word}>`, /without quotes/);
  assert.throws(() => html`<a class = ${word}>`, /without quotes/);
  assert.throws(() => html`<script>let x = '${word}'</script>`, /no text belongs/);
  assert.throws(() => html`<style>p{color:${word}}</style>`, /no text belongs/);
  assert.throws(() => html`<p onclick="${word}">`, /no text belongs/);
  assert.throws(() => html`<p style="color:${word}">`, /no text belongs/);
  assert.equal(String(html`<p>1 = ${word}</p>`), `<p>1 = ${word}</p>`);
});
