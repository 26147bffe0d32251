import type { SafeHtml } from '#domain/status-view.ts';

/** Markup made by `html`: whatever a person typed is text in it. Only this file makes it. */
export class Markup {
  readonly #text: string;
  constructor(key: typeof MINT, text: string) {
    if (key !== MINT) throw new Error('markup is made by html alone');
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}
const MINT = Symbol('mint');

/** What may stand in a hole: text and numbers are escaped, markup nests, lists are joined, null, undefined and false are nothing. */
export type Hole = Markup | string | number | null | undefined | false | readonly Hole[];

/** Markup from a template; attributes stand in double quotes, a hole in a bare one is a bug and throws. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  checkOnce(parts);
  let text = parts[0] ?? '';
  for (let at = 0; at < holes.length; at++) text += textOf(holes[at]) + parts[at + 1];
  return new Markup(MINT, text);
}

/** Puts HTML that was already made safe into markup as it is. */
export function raw(safe: SafeHtml): Markup {
  return new Markup(MINT, safe);
}

function textOf(hole: Hole): string {
  if (hole === null || hole === undefined || hole === false) return '';
  if (hole instanceof Markup) return hole.toString();
  if (Array.isArray(hole)) return hole.map(textOf).join('');
  return escapeHtml(String(hole));
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => ESCAPED[sign]!) : text;
}

const checked = new WeakSet<TemplateStringsArray>();

/** Escaping keeps text inside double quotes and between tags, and nowhere else. */
function checkOnce(parts: TemplateStringsArray): void {
  if (checked.has(parts)) return;
  const before = parts.slice(0, -1);
  const bare = before.find((part) => /=\s*$/.test(part) && /<[^>]*$/.test(part));
  if (bare !== undefined) throw new Error(`an attribute without quotes: ${bare.slice(-40)}`);
  const code = before.find(
    (part) => /<(script|style)[^>]*>[^<]*$/i.test(part) || /\s(on\w+|style)="[^"]*$/i.test(part),
  );
  if (code !== undefined) throw new Error(`a hole where no text belongs: ${code.slice(-40)}`);
  checked.add(parts);
}
