import { type Import, importsOf, isTest, type Source } from './sources.ts';

type Room = 'domain' | 'server' | 'ui' | 'prisma' | 'e2e' | 'routes';
const ROOMS: [prefix: string, room: Room][] = [
  ['app/_domain/', 'domain'],
  ['app/_server/', 'server'],
  ['app/_ui/', 'ui'],
  ['app/', 'routes'],
  ['prisma/', 'prisma'],
  ['e2e/', 'e2e'],
  ['proxy.ts', 'routes'],
];

/** Who may import whom (house.md). The demo is told by the real writers, so prisma/seed may enter _server. */
const DOORS: Record<Room, readonly Room[]> = {
  domain: ['domain'],
  ui: ['ui', 'domain'],
  server: ['server', 'domain', 'prisma'],
  routes: ['routes', 'ui', 'server', 'domain'],
  prisma: ['prisma', 'domain'],
  e2e: ['e2e', 'server', 'domain', 'prisma', 'ui'],
};
const PACKAGES: Partial<Record<Room, RegExp>> = {
  domain: /^(zod|node:crypto|temporal-polyfill)$/,
  ui: /^(react|react-dom|next)(\/|$)/,
  routes: /^(react|next|zod|node:crypto)(\/|$)/,
};
const TEST_PACKAGES = /^(node:|fast-check$|pg$)/;
/** Next's own files: nobody imports them. */
const ROUTE = /\/(page|layout|route|template|default|error|loading|not-found|global-error)\.tsx?$|^proxy\.ts$/;
const IDENTITY = 'app/_server/actor.ts';

/** What a room does without: the world comes in as arguments. */
const FORBIDDEN: Partial<Record<Room, RegExp>> = {
  domain: /\b(Date\.now\(|new Date\(\)|Math\.random\(|performance\.|process\.|fetch\(|setTimeout\(|setInterval\()/,
  ui: /\b(process\.env|fetch\()/,
  routes: /\b(process\.env\b|notFound\()/,
};

/** Who may go through a locked door all the same, and why. */
const ENTRANTS: Record<string, { room: Room; why: string }> = {
  'app/_server/start/public-looks.ts': {
    room: 'ui',
    why: 'public status is made outside of Next: here its looks are handed to the server, which knows none',
  },
};

/** Who may reach for the world all the same, and why. */
const REACHES: Record<string, string> = {
  'app/(portal)/not-there.tsx': 'is what pages have in its place: what Next makes of it is blank without JavaScript',
  'app/_ui/status/follow.ts': 'runs as the script of the public page, which fetches the page it stands in',
};

/** The room of a path of the project; undefined for packages. */
function roomOf(path: string): Room | undefined {
  return ROOMS.find(([prefix]) => path.startsWith(prefix))?.[1];
}

/** Every import through a door that is locked and every reach for the world from a room without one, in words. */
export function lockedDoors(source: Source): string[] {
  const room = roomOf(source.path);
  if (!room) return [`${source.path} is in no room`];
  const imports = importsOf(source).flatMap((to) => doorProblem(source.path, room, to));
  const reach = isTest(source.path) || REACHES[source.path] ? null : FORBIDDEN[room]?.exec(source.text);
  return [...imports, ...(reach ? [`${source.path} uses ${reach[0]}, which ${room} does without`] : [])];
}

function doorProblem(path: string, room: Room, { to }: Import): string[] {
  const target = roomOf(to);
  if (!target) return mayUse(path, room, to) ? [] : [`${path} imports the package ${to}, which ${room} does without`];
  const allowed = DOORS[room].includes(target) || ENTRANTS[path]?.room === target || isHelper(path, target);
  if (!allowed) return [`${path} imports ${to}: no door leads from ${room} to ${target}`];
  return target === 'routes' && ROUTE.test(to) && !isTest(path)
    ? [`${path} imports ${to}: nobody imports a route`]
    : [];
}

function isHelper(path: string, target: Room): boolean {
  if (path.startsWith('prisma/seed')) return target === 'server';
  return isTest(path) && (target === 'server' || target === 'prisma' || target === 'e2e') && roomOf(path) !== 'domain';
}

function mayUse(path: string, room: Room, name: string): boolean {
  if (/^next-auth(\/|$)/.test(name)) return path === IDENTITY;
  if (isTest(path) && TEST_PACKAGES.test(name)) return true;
  return PACKAGES[room]?.test(name) ?? true;
}

const NOT_FOR_BROWSERS = /^(zod|temporal-polyfill|pg|node:.*|app\/_server\/.*|prisma\/.*)$/;

/** What a file marked 'use client' would bring to the browser and must not: Zod, Node, Temporal, the server. */
export function heavyForBrowsers(entry: Source, sources: readonly Source[]): string[] {
  if (!/^\s*['"]use client['"]/.test(entry.text)) return [];
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const seen = new Set<string>();
  const visit = (source: Source, way: string): string[] =>
    importsOf(source)
      .filter(({ to, typeOnly }) => !typeOnly && !seen.has(to) && seen.add(to))
      .flatMap(({ to }) => {
        if (NOT_FOR_BROWSERS.test(to)) return [`${way} → ${to}`];
        const next = byPath.get(to);
        // an action stays on the server: the browser gets its address
        return next && !/^\s*['"]use server['"]/.test(next.text) ? visit(next, `${way} → ${to}`) : [];
      });
  return visit(entry, entry.path);
}
