import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { unasked } from '../e2e/rooms/callers.ts';
import { heavyForBrowsers, lockedDoors } from '../e2e/rooms/doors.ts';
import { importsOf, readSources, type Source, withoutComments } from '../e2e/rooms/sources.ts';

const sources = readSources(join(import.meta.dirname, '..'));

test('nobody goes through a locked door', () => {
  assert.ok(sources.length > 100);
  assert.deepEqual(sources.flatMap(lockedDoors), []);
});

test('client files bring no Zod, Node, Temporal or server to the browser', () => {
  assert.ok(sources.some(({ text }) => text.startsWith("'use client'")));
  assert.deepEqual(
    sources.flatMap((source) => heavyForBrowsers(source, sources)),
    [],
  );
});

test('every action, handler and page first asks who is calling', () => {
  assert.ok(sources.some(({ text }) => text.startsWith("'use server'")));
  assert.deepEqual(sources.flatMap(unasked), []);
});

const file = (path: string, text: string): Source => withoutComments({ path, text });

test('the reader of imports sees every form of import and no comment', () => {
  const text = `import a from 'a';
    import type { B } from './b.ts'; import { type C } from '#domain/c.ts'
    export { d } from "../d.ts"; import 'e'; const f = await import('f'); // import g from 'g'
    /* import h from 'h' */ const url = 'http://i'; import {
      j,
    } from 'j';`;
  assert.deepEqual(
    importsOf(file('app/_ui/x.ts', text)).map(({ to, typeOnly }) => (typeOnly ? `type ${to}` : to)),
    ['a', 'type app/_ui/b.ts', 'app/_domain/c.ts', 'app/d.ts', 'e', 'f', 'j'],
  );
});

test('every locked door is noticed', () => {
  for (const [path, text] of [
    ['app/_domain/x.ts', "import { db } from '#server/db.ts';"],
    ['app/_domain/x.ts', "import type { Row } from '#prisma/generated/client.ts';"],
    ['app/_domain/x.ts', "import { readFile } from 'node:fs';"],
    ['app/_domain/x.ts', 'export const now = () => Date.now();'],
    ['app/_domain/x.test.ts', "import { db } from '#server/db.ts';"],
    ['app/_ui/x.tsx', "import { db } from '../_server/db.ts';"],
    ['app/_ui/x.tsx', "import { z } from 'zod';"],
    ['app/_ui/x.tsx', "await fetch('/api/v1/me');"],
    ['app/_server/x.ts', "import { WORDS } from '#ui/words/common.ts';"],
    ['app/_server/x.ts', "import NextAuth from 'next-auth';"],
    ['app/_server/x.ts', "import { GET } from '../healthz/route.ts';"],
    ['app/(portal)/page.tsx', "import Other from './guide/page.tsx';"],
    ['app/(portal)/page.tsx', "import { Client } from 'pg';"],
    ['app/(portal)/page.tsx', "import { openEmbedded } from '#prisma/embedded.ts';"],
    ['prisma/x.ts', "import { db } from '#server/db.ts';"],
    ['app/(portal)/x/page.tsx', 'if (!found) notFound();'],
    ['lib/x.ts', ''],
  ] as const)
    assert.equal(lockedDoors(file(path, text)).length, 1, `${path}: ${text}`);
});

test('what a client file brings along is noticed through others, types and actions are not', () => {
  const entry = file('app/_ui/x.tsx', "'use client';\nimport { y } from './y.ts'; import { act } from '../a.ts';");
  const others = [
    file('app/_ui/y.ts', "import type { Z } from 'zod'; import { rule } from '#domain/rule.ts';"),
    file('app/_domain/rule.ts', "import { Temporal } from 'temporal-polyfill';"),
    file('app/a.ts', "'use server';\nimport { db } from '#server/db.ts';"),
  ];
  assert.deepEqual(heavyForBrowsers(entry, others), [
    'app/_ui/x.tsx → app/_ui/y.ts → app/_domain/rule.ts → temporal-polyfill',
  ]);
});

test('whoever does not ask first is noticed', () => {
  const action = (body: string) => `'use server';\nexport async function xAction(data: FormData) {\n${body}\n}\n`;
  for (const [path, text] of [
    ['app/a.ts', action('  await save(data);\n  const actor = await actorForAction();')],
    ['app/a.ts', action('  save(data);')],
    ['app/a.ts', "'use server';\nexport const xAction = async () => {};\n"],
    ['app/(portal)/x.tsx', "async function f() {\n  'use server';\n}"],
    ['app/x/route.ts', 'export async function GET() {\n  return Response.json(await list());\n}\n'],
    ['app/x/route.ts', 'const api = (m) => m;\nexport const { GET } = api({ GET: () => {} });\n'],
    ['app/x/route.ts', 'const signed = (m) => m;\nexport const { POST } = signed(() => {});\n'],
    ['app/api/v1/_http/signed.ts', 'const post = answering(async (request) => {\n  await save(request);\n});\n'],
    ['app/api/v1/_http/handler.ts', 'export const nothing = 1;\n'],
    ['app/(portal)/x/page.tsx', 'export default async function X() {\n  const rows = await list();\n}\n'],
  ] as const)
    assert.equal(unasked(file(path, text)).length, 1, `${path}: ${text}`);
  assert.deepEqual(
    unasked(file('app/a.ts', action('  const actor = await actorForAction();\n  await save(data);'))),
    [],
  );
});
