import type { Source } from './sources.ts';

/** The functions that answer who is calling. */
const ASKS = /^(requireActor|currentActor|actorForAction|actorFromToken|actorFromFeed|isOwnForm|signedMessage)$/;
/** Who may answer everyone, and why. */
const PUBLIC: Record<string, string> = {
  'app/healthz/route.ts': 'tells only that the process serves',
  'app/readyz/route.ts': 'tells only whether the database is well',
  'app/api/v1/openapi.json/route.ts': 'the schema of the API names no data',
  'app/api/v1/receipt-key/route.ts': 'the public half of a key',
};
/** All handlers of the API are made by these, for people with tokens and for signed messages; they are checked like a handler. */
const MAKERS: readonly string[] = ['app/api/v1/_http/handler.ts', 'app/api/v1/_http/signed.ts'];
const METHOD = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';

/** Every action, handler and page that does something before it knows who is calling, in words. */
export function unasked(source: Source): string[] {
  const { path, text } = source;
  if (/^\s*['"]use server['"]/.test(text)) return unaskedActions(source);
  if (/['"]use server['"]/.test(text)) return [`${path} hides an action inside a function: give it a file of its own`];
  if (MAKERS.includes(path)) return firstAsks(source, 'the handler', /\banswering\(async [^{]*\{/g);
  if (/\/route\.tsx?$/.test(path) && !PUBLIC[path]) return unaskedHandlers(source);
  if (/^app\/\(portal\)\/.*page\.tsx$/.test(path))
    return firstAsks(source, 'the page', /export default async function \w+\([^{]*(?:\{[^}]*\}[^{]*)*\)[^{]*\{/g);
  return [];
}

function unaskedActions(source: Source): string[] {
  const exported = source.text.match(/^export (?!type\b)/gm)?.length ?? 0;
  const actions = [...source.text.matchAll(/^export async function (\w+)/gm)];
  if (actions.length !== exported) return [`${source.path} exports something other than an async function`];
  return actions.flatMap(([line, name = '']) => problem(source, name, source.text.indexOf(line) + line.length));
}

function unaskedHandlers(source: Source): string[] {
  const { path, text } = source;
  if (/^export const \{ [\w, ]+ \} = (?:api|signed)\(/m.test(text) && /\b(?:api|signed) \} from/.test(text)) return [];
  const own = [...text.matchAll(new RegExp(`^export async function (${METHOD})\\b`, 'gm'))];
  if (own.length === 0) return [`${path} has handlers of an unknown form`];
  return own.flatMap(([line, name = '']) => problem(source, name, text.indexOf(line) + line.length));
}

function firstAsks(source: Source, name: string, start: RegExp): string[] {
  const at = source.text.search(start);
  return at < 0 ? [`${source.path}: ${name} is of an unknown form`] : problem(source, name, at);
}

/** The first thing that is awaited from there on must be the answer to who is calling. */
function problem({ path, text }: Source, name: string, from: number): string[] {
  const first = /\bawait\s+([\w.]+)\(/.exec(text.slice(from, endOfFunction(text, from)));
  if (first && ASKS.test(first[1] ?? '')) return [];
  return [`${path}: ${name} ${first ? `awaits ${first[1]} before it asks` : 'never asks'} who is calling`];
}

/** Top-level functions end at a brace in the first column. */
function endOfFunction(text: string, from: number): number {
  const end = text.indexOf('\n}', from);
  return end < 0 ? text.length : end;
}
