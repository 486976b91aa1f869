// Founding: acts written down as plain data become signed entries of a new record, through the same sequencer and rules as
// any other entry. What an act can only know then (ids, keys, instants, a file's text) is filled in here.

import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Mechanism } from '@sulh/mechanism';
import { type Audience, type Entry, newId, newKey, Problem, signEntry, toBase64 } from '@sulh/record';
import { Sequencer } from './sequencer.ts';

/** An act as data; see pilot/act.ts, which writes them. */
export interface Act {
  readonly as: string;
  /** `<organisation>/<seat>`, or several who sign one entry. */
  readonly by: string | readonly string[];
  readonly kind: string;
  /** Without it: `members`. */
  readonly audience?: 'public' | 'members' | readonly string[];
  readonly refs?: readonly unknown[];
  /** When it is received, relative to the founding (`-26h`); without it as the act before. */
  readonly at?: string;
  readonly body: unknown;
}

export interface FoundingOptions {
  /** The new record's folder; must not be there yet. */
  readonly folder: string;
  readonly origin: string;
  readonly acts: readonly Act[];
  /** Texts that `$text` and `$sha256` name. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly now: () => Date;
  /** So many random bytes. */
  readonly random: (length: number) => Uint8Array;
}

export interface Founded {
  readonly size: number;
  /** Signer keys by member, in the order in which they were first needed. */
  readonly keys: ReadonlyMap<string, string>;
  /** Entry ids by the acts' names. */
  readonly ids: ReadonlyMap<string, string>;
}

export interface DemoKey {
  readonly member: string;
  readonly skey: string;
}

/**
 * Makes a record of these acts, whole or not at all. Throws Problem `already-founded`, `bad-act` (an act names what is not
 * there), or the refusal that an act met, with the act's name in the details.
 */
export async function found(options: FoundingOptions): Promise<Founded> {
  const { folder, origin, acts, now, random } = options;
  if (existsSync(folder)) throw new Problem('already-founded', { folder });
  const building = `${folder}.founding`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  const founding = now().getTime();
  let clock: number | undefined;
  const keys = new Map<string, { skey: string; vkey: string }>();
  const ids = new Map<string, string>();
  const keyOf = (member: string) => {
    const known = keys.get(member);
    if (known) return known;
    const key = newKey(`${origin}/${member}`, random(32));
    keys.set(member, key);
    return key;
  };
  const fill = filler(ids, (member) => keyOf(member).vkey, founding, options.files ?? {});

  const sequencer = await Sequencer.open({
    folder: building,
    origin,
    rulebook: new Mechanism(origin),
    now: () => new Date(clock ?? founding),
  });
  try {
    for (const act of acts) {
      const wrong = (why: string) => new Problem('bad-act', { act: act.as, why });
      if (ids.has(act.as)) throw wrong('named twice');
      const at = act.at === undefined ? (clock ?? founding) : founding + offsetOf(act.at);
      clock = Math.max(at, clock ?? at);
      const id = newId(clock, random(10));
      ids.set(act.as, id);
      const audience: Audience =
        typeof act.audience === 'object' ? [...act.audience].sort() : (act.audience ?? 'members');
      try {
        const entry: Entry = {
          kind: act.kind,
          id,
          at: new Date(clock).toISOString(),
          audience,
          refs: (act.refs ?? []).map((ref) => fill(ref) as string),
          body: fill(act.body),
          salt: toBase64(random(16)),
        };
        const by = typeof act.by === 'string' ? [act.by] : act.by;
        await sequencer.submit(
          signEntry(
            origin,
            entry,
            by.map((member) => keyOf(member).skey),
          ),
        );
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        throw new Problem(error.code, { ...error.details, act: act.as }, error.at);
      }
    }
  } catch (error) {
    await sequencer.close();
    rmSync(building, { recursive: true, force: true });
    throw error;
  }
  const { size } = sequencer;
  await sequencer.close();
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(building, folder);
  return { size, keys: new Map([...keys].map(([member, { skey }]) => [member, skey])), ids };
}

/**
 * Founds a record in a data folder, unless it is there. In a demonstration the members' keys are kept beside the records,
 * readable by their owner alone. Returns what was founded, or undefined when the record was there already.
 */
export async function foundIn(
  data: string,
  name: string,
  options: Omit<FoundingOptions, 'folder'> & { readonly demo: boolean },
): Promise<Founded | undefined> {
  const folder = join(data, 'records', name);
  if (existsSync(folder)) return undefined;
  const founded = await found({ ...options, folder });
  if (options.demo) writeDemoKeys(data, name, founded.keys);
  return founded;
}

const demoFile = (data: string) => join(data, 'demo-keys.json');

function writeDemoKeys(data: string, name: string, keys: ReadonlyMap<string, string>): void {
  const file = demoFile(data);
  const all = { ...readDemoFile(file), [name]: Object.fromEntries(keys) };
  writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

function readDemoFile(file: string): Record<string, Record<string, string>> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>) : {};
}

/** The demonstration's keys of one record, root keys left out: who acts for a seat acts with the seat's key. */
export function demoKeysOf(data: string, name: string): DemoKey[] {
  const keys = readDemoFile(demoFile(data))[name] ?? {};
  return Object.entries(keys)
    .filter(([member]) => !member.endsWith('/root'))
    .map(([member, skey]) => ({ member, skey }));
}

/** A demonstration's root key of an organisation, which is handed to nobody. Throws Problem `bad-key` where there is none. */
export function demoRootOf(data: string, name: string, organisation: string): string {
  const key = readDemoFile(demoFile(data))[name]?.[`${organisation}/root`];
  if (!key) throw new Problem('bad-key', { why: 'no-demonstration', name: `${organisation}/root` });
  return key;
}

/** Milliseconds of an offset such as `-26h`, `-30m`, `-2d`, `-1d12h`. Throws Problem `bad-act`. */
function offsetOf(offset: string): number {
  const found = /^([+-]?)((?:\d+[dhms])+)$/.exec(offset);
  if (!found) throw new Problem('bad-act', { why: `not an offset: ${offset}` });
  const unit = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };
  const sum = [...found[2]!.matchAll(/(\d+)([dhms])/g)].reduce(
    (ms, [, count, letter]) => ms + Number(count) * unit[letter as keyof typeof unit],
    0,
  );
  return found[1] === '-' ? -sum : sum;
}

function filler(
  ids: ReadonlyMap<string, string>,
  vkeyOf: (member: string) => string,
  founding: number,
  files: Readonly<Record<string, string | Uint8Array>>,
) {
  const file = (name: string) => {
    const found = files[name];
    if (found === undefined) throw new Problem('bad-act', { why: `no file ${name}` });
    return found;
  };
  const idOf = (act: string) => {
    const id = ids.get(act);
    if (id === undefined) throw new Problem('bad-act', { why: `no act ${act} before` });
    return id;
  };
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    const [[name, of] = ['', ''], ...more] = Object.entries(value);
    if (more.length > 0 || typeof of !== 'string' || !name.startsWith('$')) {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one)]));
    }
    switch (name) {
      case '$id':
        return idOf(of);
      case '$ids':
        return of.replace(/\{([^{}]+)\}/g, (_whole, act: string) => idOf(act));
      case '$time':
        return new Date(founding + offsetOf(of)).toISOString();
      case '$vkey':
        return vkeyOf(of);
      case '$text': {
        const text = file(of);
        return typeof text === 'string'
          ? text
          : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
      }
      case '$sha256':
        return createHash('sha256').update(file(of)).digest('hex');
      default:
        throw new Problem('bad-act', { why: `unknown ${name}` });
    }
  };
  return fill;
}
