import markdownIt from 'markdown-it';
import type { SafeHtml } from '#domain/status-view.ts';

/** Characters of Markdown that are read; what is stored is never longer, and what is cut is marked. */
export const MARKDOWN_MAX = 4000;

// html: false escapes every tag; a bare host name or address stays text: only what is typed as a link is one
const reader = markdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 });
// no images: a page of ours asks no other server for anything; no tables: their cells would carry inline styles
reader.disable(['image', 'table']);
reader.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
reader.validateLink = (address) => /^(?:https?:\/\/|mailto:)[^\s]/i.test(address);

reader.core.ruler.push('lowered', ({ tokens }) => {
  const headings = tokens.filter(({ tag }) => /^h[1-6]$/.test(tag));
  // whatever levels a person chose, they begin with h4 and leave none out
  const levels = [...new Set(headings.map(({ tag }) => tag))].sort();
  for (const token of headings) token.tag = `h${Math.min(6, levels.indexOf(token.tag) + 4)}`;
});

reader.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
  tokens[index]?.attrSet('rel', 'nofollow noopener');
  return renderer.renderToken(tokens, index, options);
};

// the name of a fence's language is not looked at: a class that a person types would be one of ours
reader.renderer.rules.fence = (tokens, index) =>
  `<pre><code>${reader.utils.escapeHtml(tokens[index]?.content ?? '')}</code></pre>\n`;

/** The HTML of a Markdown text that a person typed: every tag escaped, links to http, https and mailto alone, headings below h3; at most 4,000 characters are read. */
export function markdownOf(text: string): SafeHtml {
  const read = text.length > MARKDOWN_MAX ? `${text.slice(0, MARKDOWN_MAX).toWellFormed()}…` : text;
  return reader.render(read) as SafeHtml;
}
