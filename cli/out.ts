// What every command says and how: plain words for a person, data with --json, problems by their name, exit codes.

import { Problem } from '@sulh/record';
import type { Known } from '@sulh/server';
import { FOUND, OWN } from './problems.ts';

/** How this command is called here: hints are to be run as they stand. */
export const SULH = process.env.npm_command === 'exec' ? 'npx sulh' : 'sulh';

/** Something was found wrong, or was refused. */
export const FAILED = 1;
/** Used wrongly, or could not run. */
export const USAGE = 2;

/** Used wrongly: says so and ends with exit code 2. */
export class UsageError extends Error {}

/** Problems of the host's catalogue that say that the command could not do its work, not that it found something wrong. */
const COULD_NOT = new Set([
  'bad-key',
  'wrong-passphrase',
  'weak-passphrase',
  'port-busy',
  'folder-in-use',
  'folder-not-writable',
  'database-unavailable',
]);

const fill = (sentence: string, details: Record<string, unknown>): string =>
  sentence.replace(/\{([A-Za-z]+)\}/g, (whole, name: string) => {
    const value = details[name];
    return value === undefined ? whole : Array.isArray(value) ? value.join(', ') : String(value);
  });

const knownIn = (catalogue: Readonly<Record<string, Known>>, code: string): Known | undefined =>
  Object.hasOwn(catalogue, code) ? catalogue[code] : undefined;

/** The sentence of what an audit found, by its code. */
export async function sentenceOf(code: string, details: Record<string, unknown>): Promise<string> {
  const { PROBLEMS } = await import('@sulh/server');
  const known = knownIn(FOUND, code) ?? knownIn(PROBLEMS, code);
  return known ? clean(fill(known.says, details)) : '';
}

/** Prints why a command failed; gives its exit code. What is no Problem is a fault of ours, and shown whole. */
export async function fail(error: unknown): Promise<number> {
  if (error instanceof UsageError) {
    process.stderr.write(`sulh: ${error.message}\n`);
    return USAGE;
  }
  if (!(error instanceof Problem)) {
    process.stderr.write(`sulh: this should not have happened: ${(error as Error)?.stack ?? String(error)}\n`);
    return USAGE;
  }
  const { PROBLEMS } = await import('@sulh/server');
  const own = knownIn(OWN, error.code);
  const known = own ?? knownIn(FOUND, error.code) ?? knownIn(PROBLEMS, error.code);
  // A host sends its problems with their sentences, in which its own details are filled in.
  const said = error.details.detail ?? (known ? fill(known.says, error.details) : error.message);
  const advice = error.details.todo ?? (known ? fill(known.todo, error.details) : undefined);
  process.stderr.write(`sulh: ${clean(String(said))} (${clean(error.code)})\n`);
  if (error.at) process.stderr.write(`  at ${clean(error.at)}\n`);
  if (advice) process.stderr.write(`  ${clean(String(advice))}\n`);
  return own || COULD_NOT.has(error.code) ? USAGE : FAILED;
}

/** A line for a person, unless data was asked for. */
export function say(words = ''): void {
  process.stdout.write(`${words}\n`);
}

/** Data, as one JSON value. */
export function data(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** Text from outside, made safe to print: control characters could rewrite the screen. */
export function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\u{fffd}');
}

/** An audience as an option says it: `members`, `public`, or organisations with commas. */
export const audienceOf = (text: string): 'members' | 'public' | string[] =>
  text === 'members' || text === 'public'
    ? text
    : text
        .split(',')
        .map((one) => one.trim())
        .sort();

/** Words of a table row, padded to columns. */
export const columns = (cells: readonly string[], widths: readonly number[]): string =>
  cells
    .map((cell, i) => cell.padEnd(widths[i] ?? 0))
    .join('  ')
    .trimEnd();

/** A bar that shows how far a long work is, on a terminal alone; redrawn at most ten times a second. */
export function progressBar(what: string): { show(done: number, size: number): void; clear(): void } | undefined {
  if (!process.stderr.isTTY) return undefined;
  const start = performance.now();
  let drawn = 0;
  return {
    show(done, size) {
      const now = performance.now();
      if (now - drawn < 100 && done < size) return;
      drawn = now;
      const part = size > 0 ? done / size : 1;
      const left = part > 0 ? Math.round(((now - start) * (1 - part)) / part / 1000) : 0;
      const bar = '#'.repeat(Math.round(part * 24)).padEnd(24, '.');
      process.stderr.write(`\r\u001b[K[${bar}] ${done} of ${size} ${what}, ${left} s left`);
    },
    clear() {
      process.stderr.write('\r\u001b[K');
    },
  };
}
