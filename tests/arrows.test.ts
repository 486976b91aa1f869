// The architecture as a check: arrows between rooms run downwards, through public faces only, and the pure rooms reach
// for nothing. Sources are parsed, not searched, so that a word in a comment or a string is neither here nor there.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { before, test } from 'node:test';
import { parseAst } from 'vite';

const ROOT = dirname(import.meta.dirname);

/** From top to bottom: a room may import only what stands after it. */
const ROOMS = ['cli', 'web', 'field', 'server', 'exchange', 'reading', 'fusion', 'mechanism', 'record', 'pilot'];
const PURE = ['exchange', 'reading', 'fusion', 'mechanism', 'pilot'];

/** Names that no pure room may reach for: clock, randomness, process, network, storage, timers, output. */
const WORLD = new Set(
  `process globalThis window document navigator self localStorage sessionStorage indexedDB caches fetch XMLHttpRequest
  WebSocket EventSource setTimeout setInterval setImmediate performance crypto console require Buffer Worker
  __dirname __filename`.split(/\s+/),
);

interface Module {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly room: string;
  readonly imports: readonly string[];
  /** What of the world outside it touches, such as `Date.now` or `process`. */
  readonly touches: readonly string[];
}

type Node = { type: string; [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';
const KEEPS_AN_EXPRESSION = new Set([
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
]);

/** Reads one source file: what it imports (types too) and what of the world it touches. */
function readModule(path: string, source: string): Module {
  const imports: string[] = [];
  const used: string[] = [];
  const declared = new Set<string>();
  const touches: string[] = [];

  const declare = (pattern: unknown): void => {
    if (!isNode(pattern)) return;
    if (pattern.type === 'Identifier') declared.add(pattern.name as string);
    else if (pattern.type === 'Property') declare(pattern.value);
    else if (pattern.type === 'AssignmentPattern') declare(pattern.left);
    else if (pattern.type === 'RestElement') declare(pattern.argument);
    else for (const one of [pattern.properties, pattern.elements].flat()) declare(one);
  };
  const named = (node: unknown, name: string) => isNode(node) && node.type === 'Identifier' && node.name === name;

  const visit = (node: Node): void => {
    if (node.type.startsWith('TS') && !KEEPS_AN_EXPRESSION.has(node.type)) {
      // Types cannot touch the world, but `import('x').Y` among them is an arrow.
      if (node.type === 'TSImportType' && isNode(node.source)) imports.push(node.source.value as string);
      for (const value of Object.values(node).flat()) if (isNode(value) && value.type.startsWith('TS')) visit(value);
      return;
    }
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        if (isNode(node.source)) imports.push(node.source.value as string);
        break;
      case 'ImportExpression':
        imports.push(isNode(node.source) && node.source.type === 'Literal' ? String(node.source.value) : '(computed)');
        break;
      case 'ImportSpecifier':
      case 'ImportDefaultSpecifier':
      case 'ImportNamespaceSpecifier':
        declare(node.local);
        return;
      case 'VariableDeclarator':
      case 'CatchClause':
        declare(node.id ?? node.param);
        break;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ClassDeclaration':
        declare(node.id);
        for (const one of [node.params].flat()) declare(one);
        break;
      case 'NewExpression':
        if (named(node.callee, 'Date') && (node.arguments as unknown[]).length === 0) touches.push('new Date()');
        break;
      case 'CallExpression':
        if (named(node.callee, 'Date')) touches.push('Date()');
        break;
      case 'MemberExpression':
        if (named(node.object, 'Date') && named(node.property, 'now')) touches.push('Date.now');
        if (named(node.object, 'Math') && named(node.property, 'random')) touches.push('Math.random');
        break;
      case 'Identifier':
        used.push(node.name as string);
        if (isNode(node.typeAnnotation)) visit(node.typeAnnotation);
        return;
    }
    for (const [key, value] of Object.entries(node)) {
      // A property's name is no reference.
      if (key === 'property' && node.type === 'MemberExpression' && !node.computed) continue;
      if (key === 'key' && !node.computed && !node.shorthand) continue;
      for (const one of [value].flat()) if (isNode(one)) visit(one);
    }
  };
  visit(parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node);
  for (const name of new Set(used)) if (WORLD.has(name) && !declared.has(name)) touches.push(name);
  return { path, room: path.split('/')[0]!, imports, touches };
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((one) => {
    const path = `${folder}/${one.name}`;
    if (one.isDirectory()) return ['node_modules', 'dist', 'tests'].includes(one.name) ? [] : sources(path);
    return /\.tsx?$/.test(one.name) && !one.name.endsWith('.d.ts') ? [path] : [];
  });
}

const roomOf = (specifier: string) => /^@sulh\/([a-z]+)/.exec(specifier)?.[1];
const packageOf = (room: string) =>
  JSON.parse(readFileSync(join(ROOT, room, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>;
    dependencies?: Record<string, string>;
  };

let modules: Module[] = [];
before(() => {
  modules = ROOMS.flatMap(sources).map((path) => readModule(path, readFileSync(join(ROOT, path), 'utf8')));
});

test('the check sees the modules and the arrows of the house', () => {
  for (const room of ['record', 'mechanism', 'reading', 'fusion', 'exchange', 'server', 'web', 'cli', 'pilot'])
    assert.ok(
      modules.some((one) => one.room === room),
      `no module seen in ${room}/`,
    );
  assert.ok(modules.length >= 60, `only ${modules.length} modules seen`);
  const arrows = modules.flatMap((one) => one.imports).filter(roomOf);
  assert.ok(arrows.length >= 30, `only ${arrows.length} arrows between rooms seen`);
});

test('the check sees what it forbids', () => {
  const seen = readModule(
    'mechanism/x.ts',
    `import { readFileSync } from 'node:fs'; import type { A } from '@sulh/web'; export * from '@sulh/cli';
     const now = () => Date.now() + Math.random(); const later = new Date(); const at = new Date(0);
     const load = () => import('node:http'); const word = { process: 1, document: 'fetch' }; word.process;
     const b: import('@sulh/server').B = process.env; function keep(document: string) { return document; } fetch('/');`,
  );
  assert.deepEqual(seen.imports, ['node:fs', '@sulh/web', '@sulh/cli', 'node:http', '@sulh/server']);
  assert.deepEqual(seen.touches, ['Date.now', 'Math.random', 'new Date()', 'process', 'fetch']);
});

test('no arrow between rooms runs upwards', () => {
  const upwards = modules.flatMap((one) =>
    one.imports
      .filter((name) => roomOf(name) && !(ROOMS.indexOf(roomOf(name)!) > ROOMS.indexOf(one.room)))
      .filter((name) => roomOf(name) !== one.room)
      .map((name) => `${one.path} imports ${name}`),
  );
  assert.deepEqual(upwards, []);
});

test('rooms meet only through their public faces', () => {
  const around = modules.flatMap((one) =>
    one.imports.flatMap((name) => {
      if (name === '(computed)') return [`${one.path} imports a computed name`];
      if (name.startsWith('.')) {
        const target = normalize(join(dirname(one.path), name));
        return target.startsWith(`${one.room}/`) ? [] : [`${one.path} reaches into ${target}`];
      }
      const room = roomOf(name);
      if (!room) return [];
      const face = `.${name.slice(`@sulh/${room}`.length).replace(/\?.*$/, '')}`;
      const faces = Object.keys(packageOf(room).exports);
      const open = faces.some((one) => one === face || (one.endsWith('*') && face.startsWith(one.slice(0, -1))));
      return open ? [] : [`${one.path} imports ${name}, which ${room}/package.json does not export`];
    }),
  );
  assert.deepEqual(around, []);
});

test('each room names the packages that it imports', () => {
  const unnamed = modules.flatMap((one) => {
    const own = Object.keys(packageOf(one.room).dependencies ?? {});
    return one.imports
      .filter((name) => !/^(\.|#|node:|virtual:|\(computed\))/.test(name))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
      .filter((name) => !own.includes(name) && name !== `@sulh/${one.room}`)
      .map((name) => `${one.path} imports ${name}, which ${one.room}/package.json does not name`);
  });
  assert.deepEqual(unnamed, []);
});

/** The modules of a room that its index leads to. `#crypto` leads to the browser's side: the other is Node's own. */
function ledTo(index: string): Module[] {
  const found = new Map<string, Module>();
  const follow = (path: string) => {
    const one = modules.find((module) => module.path === path);
    if (!one || found.has(path)) return;
    found.set(path, one);
    for (const name of one.imports) {
      if (name === '#crypto') follow(`${one.room}/crypto-browser.ts`);
      if (name.startsWith('.')) follow(relative('.', normalize(join(dirname(path), name))));
    }
  };
  follow(index);
  return [...found.values()];
}

test('the pure rooms do no input or output, read no clock and no randomness', () => {
  const pure = [...modules.filter((one) => PURE.includes(one.room)), ...ledTo('record/index.ts')];
  assert.ok(pure.filter((one) => one.room === 'record').length >= 8, 'the pure face of record/ was not followed');
  assert.ok(pure.length >= 30, `only ${pure.length} pure modules seen`);
  const impure = pure.flatMap((one) =>
    [
      ...one.imports.filter((name) => /^node:|^(fs|path|http|https|crypto|os|net)(\/|$)/.test(name)),
      ...one.touches,
    ].map((what) => `${one.path} uses ${what}`),
  );
  assert.deepEqual(impure, []);
});
