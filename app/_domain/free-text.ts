import { z } from 'zod';

/** Characters a long text (reason, question, answer, note) and any other may have. */
export const LONG_TEXT = 4000;
export const SHORT_TEXT = 200;

/** C0 and C1 controls but tab and line feed, bidi marks, overrides and isolates, lone surrogates: what they do cannot be seen. */
const BAD_CHARACTER =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

/** Anything but spaces and what has no width. */
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/** Things that open a door when read by others; each is linear in a text of bounded length. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\b(?:gh[pousr]_|github_pat_)\w{10,}/,
  /\bxox[a-z]-[\w-]{8,}/,
  /\b(?:[sr]k_live_|glpat-|AIza)[\w-]{16,}/,
  /\bnpm_[A-Za-z0-9]{30,}/,
  /\bh[rf]_[A-Za-z0-9_-]{43}/,
  /\beyJ[\w-]{5,}\.eyJ[\w-]{2,}\.[\w-]+/,
  /(?:passw(?:or)?d|passwort|kennwort|passphrase|pwd|(?:api|account|secret|access)[ _-]?key|client[ _-]?secret|(?:access|auth|api)[ _-]?token)["']?\s{0,9}[:=]\s{0,9}["']?[^\s"']{3}/i,
  /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@]{0,200}:[^\s/@]{1,200}@/i,
  /\bbearer\s{1,9}(?=[\w.~+/-]*\d)[\w.~+/-]{8}/i,
  /\bauthorization\s{0,9}:\s{0,9}(?:basic|bearer|token)\s{1,9}\S/i,
];

/** Whether a text seems to hold a key, token or password. */
export function holdsSecret(text: string): boolean {
  return SECRETS.some((pattern) => pattern.test(text));
}

/** A free text: trimmed, line ends as \n, at most max UTF-16 units, without hidden characters and secrets; required = not empty. */
export function freeText(max: number, { required = true } = {}) {
  return z
    .string()
    .overwrite((text) => text.replaceAll('\r\n', '\n').trim())
    .min(required ? 1 : 0, { abort: true })
    .max(max, { abort: true })
    .check(({ value, issues }) => {
      if (required && !VISIBLE.test(value)) issues.push(issue(value, 'required', {}));
      const bad = BAD_CHARACTER.exec(value)?.[0].codePointAt(0);
      if (bad !== undefined) issues.push(issue(value, 'badCharacter', { character: codePoint(bad) }));
      else if (holdsSecret(value)) issues.push(issue(value, 'secret', {}));
    });
}

function issue(input: string, message: string, params: Record<string, string>) {
  return { code: 'custom' as const, input, message, params };
}

function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
