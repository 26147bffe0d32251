import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** A source file: its path from the root of the project, with slashes, and its text without comments. */
export type Source = { path: string; text: string };
/** `to` is a path of the project or a package; `typeOnly` vanishes when it runs. */
export type Import = { to: string; typeOnly: boolean };

const ALIASES: Record<string, string> = {
  '#domain/': 'app/_domain/',
  '#server/': 'app/_server/',
  '#ui/': 'app/_ui/',
  '#prisma/': 'prisma/',
};

/** Every hand-written TypeScript file of the project, but the one whose samples break the rules on purpose. */
export function readSources(root: string): Source[] {
  return globSync(['proxy.ts', '{app,prisma,e2e}/**/*.{ts,tsx}'], { cwd: root })
    .filter((path) => !path.startsWith('prisma/generated/') && path !== 'app/rooms.test.ts')
    .map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') }))
    .map(withoutComments);
}

/** The same file without its comments; strings stay. */
export function withoutComments({ path, text }: Source): Source {
  const quiet = text.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (part) =>
    part.startsWith('/') ? '' : part,
  );
  return { path, text: quiet };
}

/** What a file imports, re-exports or loads later. A braced import of types alone still runs the other file. */
export function importsOf({ path, text }: Source): Import[] {
  const found = text.matchAll(
    /(?:^|[;}\s])(?:import|export)\s+(type\s)?(?:[\w*{][^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|(?:import|require)\(\s*['"]([^'"]+)['"]/g,
  );
  return [...found].map(([, type, fixed, later]) => ({
    to: resolve(path, fixed ?? later ?? ''),
    typeOnly: Boolean(type),
  }));
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const alias = Object.keys(ALIASES).find((prefix) => specifier.startsWith(prefix));
  return alias ? `${ALIASES[alias]}${specifier.slice(alias.length)}` : specifier;
}

/** Tests and what only tests use. */
export function isTest(path: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(path) || /\/testing(\/|\.ts$)/.test(path);
}
