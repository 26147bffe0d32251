import { execFile } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Halt } from '#prisma/halt.ts';
import { copyTree, linkFolder } from './tree.ts';

const runFile = promisify(execFile);

/** The pages that are compared, with their frame. */
const ROUTES = [
  'app/(portal)/layout.tsx',
  'app/(portal)/environments/page.tsx',
  'app/(portal)/requests/[reference]/page.tsx',
  'app/(portal)/status/page.tsx',
  'app/(portal)/status/status-view.tsx',
];

/**
 * Makes a copy of the project in which everything the compared pages ask of the server is answered from memory, as it was
 * answered first: the same markup from constants, without session and query. Builds it with a portal's packages.
 */
export async function buildConstantTree(folder: string, portal: string, open: AsyncDisposableStack): Promise<void> {
  copyTree(folder);
  for (const made of ['node_modules', 'prisma/generated']) linkFolder(join(portal, made), join(folder, made));
  writeFileSync(join(folder, 'app/_server/constant.ts'), CONSTANT);
  for (const [file, names] of readsOf(folder)) answerFromMemory(join(folder, file), names);
  const build = runFile(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  open.defer(() => void build.child.kill());
  await build.catch(({ stdout, stderr }) => {
    throw new Halt(`The pages from constants do not build:\n${stdout}${stderr}`);
  });
}

/** What the routes import from the server, by file. */
function readsOf(folder: string): Map<string, Set<string>> {
  const reads = new Map<string, Set<string>>();
  for (const route of ROUTES)
    for (const [, names = '', file = ''] of readFileSync(join(folder, route), 'utf8').matchAll(
      /^import \{([^}]*)\} from '#server\/([^']+)';/gm,
    )) {
      const path = join('app/_server', file);
      const values = names.split(',').map((name) => name.trim());
      const known = reads.get(path) ?? new Set();
      reads.set(path, new Set([...known, ...values.filter((name) => name !== '' && !name.startsWith('type '))]));
    }
  return reads;
}

function answerFromMemory(file: string, names: ReadonlySet<string>): void {
  const real = file.replace(/\.ts$/, '.real.ts');
  renameSync(file, real);
  const from = `'./${real.split('/').at(-1)}'`;
  const reads = [...names].map((name) => `export const ${name} = constant(real.${name});\n`);
  writeFileSync(
    file,
    `import * as real from ${from};\nimport { constant } from '#server/constant.ts';\nexport * from ${from};\n${reads.join('')}`,
  );
}

/** Times are left out of what is remembered, since a page asks as of now, and database clients. What answers at once is no read. */
const CONSTANT = `
function withoutTimes(_: string, value: unknown): unknown {
  const client = typeof value === 'object' && value !== null && '$queryRaw' in value;
  return client || typeof value === 'number' ? 0 : value;
}

export function constant<A extends unknown[], R>(read: (...args: A) => R): (...args: A) => R {
  const kept = new Map<string, R>();
  return (...args) => {
    const key = JSON.stringify(args, withoutTimes);
    const known = kept.get(key);
    if (known) return known;
    const answer = read(...args);
    if (answer instanceof Promise) kept.set(key, answer);
    return answer;
  };
}
`;
