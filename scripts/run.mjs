// The one door for `npm start`, `npm test` and the rest: installs what is missing, then runs it with the pinned Node.
// Plain JavaScript, since it is started by whatever Node (20 or newer) the machine has.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { MAJOR, pinnedNode, ROOT } from './pinned.mjs';

const say = (words) => process.stderr.write(`${words}\n`);
const read = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** Runs a command in the root; gives its exit code. Ctrl-C and a polite stop reach it. */
function run(command, args, env = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    const stop = () => child.kill('SIGTERM');
    // A terminal's Ctrl-C reaches the whole group, the child too: it decides how to end.
    const wait = () => {};
    process.on('SIGTERM', stop);
    process.on('SIGINT', wait);
    child.on('error', (error) => {
      say(`Could not start ${command}: ${error.message}`);
      done(1);
    });
    child.on('exit', (code, signal) => {
      process.off('SIGTERM', stop);
      process.off('SIGINT', wait);
      done(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1));
    });
  });
}

// ---- installing

/** Whether node_modules holds what package-lock.json says. npm keeps its own account of what it installed. */
function installed() {
  if (!existsSync(join(ROOT, 'node_modules/.package-lock.json')) || !pinnedNode()) return false;
  const want = read('package-lock.json').packages;
  const have = read('node_modules/.package-lock.json').packages;
  return Object.entries(want).every(([path, one]) => {
    if (!path.startsWith('node_modules/') || one.link || one.optional || one.devOptional) return true;
    return have[path]?.version === one.version;
  });
}

async function install() {
  if (installed()) return;
  say('Installing the packages that are pinned in package-lock.json (a minute, once) ...');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args])
    : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
  if (code !== 0) {
    say('The packages could not be installed; npm says why above. It needs the network once.');
    process.exit(1);
  }
  if (!pinnedNode()) {
    say(
      `There is no Node ${MAJOR} for ${process.platform} ${process.arch} among the packages: install Node ${MAJOR} or newer yourself.`,
    );
    process.exit(1);
  }
}

const node = (args, env) => run(pinnedNode(), args, env);
const bin = (path, args, env) => node([join(ROOT, 'node_modules', path), ...args], env);

// ---- building

/** Rooms that are bundled for a browser, with the rooms and files that their bundle is made of. */
const BUILT = ['web', 'field'];

function filesUnder(folder) {
  const skip = new Set(['node_modules', 'dist', 'tests', '.artefacts', '.sulh']);
  return readdirSync(folder, { withFileTypes: true })
    .filter((one) => !skip.has(one.name))
    .flatMap((one) => (one.isDirectory() ? filesUnder(join(folder, one.name)) : [join(folder, one.name)]))
    .sort();
}

/** The rooms that a room is made of: itself and what its package.json names, all the way down. */
function roomsOf(room, seen = new Set()) {
  if (seen.has(room)) return seen;
  seen.add(room);
  for (const name of Object.keys(read(`${room}/package.json`).dependencies ?? {}))
    if (name.startsWith('@sulh/')) roomsOf(name.slice(6), seen);
  return seen;
}

function stampOf(room) {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const one of [...roomsOf(room)].sort())
    for (const file of filesUnder(join(ROOT, one)))
      hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

async function build({ force = false } = {}) {
  for (const room of BUILT) {
    if (!existsSync(join(ROOT, room, 'index.html'))) continue;
    const stamp = stampOf(room);
    const path = join(ROOT, room, 'dist/.stamp');
    if (!force && existsSync(path) && readFileSync(path, 'utf8') === stamp) continue;
    say(`Building ${room}/ (some seconds, once after each change) ...`);
    const code = await bin('vite/bin/vite.js', ['build', room, '--logLevel', 'error']);
    if (code !== 0) process.exit(code);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, stamp);
  }
}

// ---- checking and testing

async function check(also = true) {
  say('Types ...');
  if ((await bin('typescript/bin/tsc', ['-p', '.'])) !== 0) return 1;
  say('Format and lint ...');
  if ((await bin('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])) !== 0) return 1;
  if (!also) return 0;
  say('Arrows between rooms ...');
  return node(['--test', join(ROOT, 'tests/arrows.test.ts')]);
}

/** Test files of all rooms, or of those named; a name may also be part of a file's name (`record`, `tests`, `swap`). */
function testFiles(names) {
  const all = readdirSync(ROOT)
    .filter((room) => !room.startsWith('.') && room !== 'node_modules' && statSync(join(ROOT, room)).isDirectory())
    .flatMap((room) => (room === 'tests' ? [room] : [join(room, 'tests')]))
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .filter((file) => file.endsWith('.test.ts'))
        .map((file) => join(folder, file)),
    )
    .sort();
  if (!names.length) return all;
  return all.filter((file) =>
    names.some((name) => file.split(/[\\/]/)[0] === name || file.endsWith(name) || file.includes(`/${name}`)),
  );
}

async function test(names) {
  if (!names.length) {
    const code = await check(false);
    if (code !== 0) return code;
  }
  const files = testFiles(names);
  if (!files.length) {
    say(`No test file matches ${names.join(' ') || '*/tests/*.test.ts'}.`);
    return 1;
  }
  // The rooms below the server never look at what is built for the browser.
  if (files.some((file) => /^(tests|cli|web|field|server)\b/.test(file))) await build();
  // Two at once where there is room for two hosts, each with a database and a browser.
  const atOnce = Math.max(1, Math.min(availableParallelism(), 2, Math.floor(totalmem() / 5e9)));
  say(`${files.length} test files, ${atOnce} at once ...`);
  // What many tests need is made once and lies here, as does the code as Node has compiled it.
  const cache = mkdtempSync(join(tmpdir(), 'sulh-tests-'));
  // `spec` is for people; `counts` ends the output with node's closing lines, which machines read.
  const reporter = (name) => ['--test-reporter', name, '--test-reporter-destination', 'stdout'];
  const limits = [`--test-concurrency=${atOnce}`, '--test-timeout=1200000'];
  const chance = ['--import', './scripts/chance.mjs'];
  try {
    return await node(
      ['--test', ...limits, ...chance, ...reporter('spec'), ...reporter('./scripts/counts.mjs'), ...files],
      { SULH_TEST_CACHE: cache, NODE_COMPILE_CACHE: join(cache, 'code') },
    );
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

// ---- the rest

/** Programs by name; without a name, one after the other. */
async function each(programs, [name, ...args]) {
  const names = Object.keys(programs);
  if (name && !names.includes(name)) {
    say(`There is no ${name}; there are: ${names.join(', ')}.`);
    return 2;
  }
  for (const one of name ? [name] : names) {
    say(programs[one]);
    const code = await node([programs[one], ...args]);
    if (code !== 0) return code;
  }
  return 0;
}

const benches = () =>
  Object.fromEntries(
    readdirSync(join(ROOT, 'bench'))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [file.slice(0, -3), `bench/${file}`]),
  );
const EVALS = {
  reading: 'reading/tests/eval-gold.ts',
  clusters: 'reading/tests/eval-clusters.ts',
  polnear: 'reading/tests/eval-polnear.ts',
  pages: 'reading/tests/eval-pages.ts',
  fusion: 'fusion/tests/eval-data.ts',
  extractor: 'server/tests/eval-extractor.ts',
};

const COMMANDS = {
  async start(args) {
    await build();
    return node([join(ROOT, 'cli/sulh.ts'), 'start', ...args]);
  },
  test,
  check: () => check(),
  format: () => bin('@biomejs/biome/bin/biome', ['check', '--write', '.']),
  build: async (args) => {
    await build({ force: args.includes('--force') });
    return 0;
  },
  bench: (args) => each(benches(), args),
  eval: (args) => each(EVALS, args),
  docs: (args) => node([join(ROOT, 'scripts/docs.ts'), ...args]),
};

const [name = 'start', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  say(`npm run ${name}: there is no such command; there are ${Object.keys(COMMANDS).join(', ')}.`);
  process.exit(2);
}
await install();
process.exit(await command(args));
