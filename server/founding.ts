// Founding: acts written down as plain data become signed entries of a new record, through the same sequencer and rules as
// any other entry. What an act can only know then (ids, keys, instants, a file's text) is filled in here.

import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Mechanism } from '@sulh/mechanism';
import {
  type Audience,
  type Entry,
  newId,
  newKey,
  newSealIdentity,
  Problem,
  seal,
  sealedText,
  signEntry,
  toBase64,
} from '@sulh/record';
import { sniff } from './filetype.ts';
import { Sequencer } from './sequencer.ts';
import { FolderStore } from './vault.ts';

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
  /** Words sealed for organisations, or for advisers where members are named. */
  readonly sealed?: { readonly words: string; readonly for: readonly string[] };
  /** Files of the founding, by name, that the author brings to the record's store. */
  readonly files?: readonly string[];
}

export interface FoundingOptions {
  /** The new record's folder; must not be there yet. */
  readonly folder: string;
  readonly origin: string;
  readonly acts: readonly Act[];
  /** Files that `$text`, `$sha256`, `$size` and acts name. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly now: () => Date;
  /** So many random bytes. */
  readonly random: (length: number) => Uint8Array;
}

export interface Founded {
  readonly size: number;
  /** Signer keys by member, in the order in which they were first needed. */
  readonly keys: ReadonlyMap<string, string>;
  /** Identities that open what is sealed, by organisation or adviser. */
  readonly identities: ReadonlyMap<string, string>;
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
  const identities = new Map<string, string>();
  const sealedFiles = new Map<string, string>();
  const keyOf = (member: string) => {
    const known = keys.get(member);
    if (known) return known;
    const key = newKey(`${origin}/${member.replace(/#\d+$/, '')}`, random(32));
    keys.set(member, key);
    return key;
  };
  const recipients = new Map<string, string>();
  for (const whose of new Set(acts.flatMap((act) => [...recipientsNamed(act.body)]))) {
    const { identity, recipient } = await newSealIdentity();
    identities.set(whose, identity);
    recipients.set(whose, recipient);
  }
  const fill = filler({
    ids,
    vkeyOf: (member) => keyOf(member).vkey,
    recipients,
    sealedFiles,
    founding,
    files: options.files ?? {},
  });
  const store = new FolderStore(join(building, 'files'));
  const keep = async (bytes: Uint8Array, sha256: string, organisation: string) => {
    const arrived = join(building, 'arrived');
    writeFileSync(arrived, bytes);
    await store.put(sha256, arrived);
    const by = { [organisation]: new Date(clock ?? founding).toISOString() };
    await store.setFacts(sha256, { size: bytes.length, type: sniff(bytes.subarray(0, 4_096)) ?? '', by });
  };

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
        const by = typeof act.by === 'string' ? [act.by] : act.by;
        const organisation = by[0]!.split('/')[0]!;
        const salt = toBase64(random(16));
        let sealed: Entry['sealed'];
        if (act.sealed) {
          const to = act.sealed.for.map((whose) => [whose.split('/')[0]!, fill({ $recipient: whose }) as string]);
          const made = await seal(sealedText({ words: act.sealed.words }), salt, Object.fromEntries(to));
          await keep(made.file, made.sealed.file, organisation);
          ({ sealed } = made);
          sealedFiles.set(act.as, sealed.file);
        }
        for (const name of act.files ?? []) {
          const file = options.files?.[name];
          if (file === undefined) throw wrong(`no file ${name}`);
          await keep(
            typeof file === 'string' ? Buffer.from(file) : file,
            fill({ $sha256: name }) as string,
            organisation,
          );
        }
        const entry: Entry = {
          kind: act.kind,
          id,
          at: new Date(clock).toISOString(),
          audience,
          refs: (act.refs ?? []).map((ref) => fill(ref) as string),
          body: fill(act.body),
          ...(sealed ? { sealed } : {}),
          salt,
        };
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
  return { size, keys: new Map([...keys].map(([member, { skey }]) => [member, skey])), identities, ids };
}

/** Whose recipients a body names. */
function recipientsNamed(body: unknown): string[] {
  return [...JSON.stringify(body).matchAll(/"\$recipient":"([^"]+)"/g)].map((one) => one[1]!);
}

/**
 * Founds a record in a data folder, unless it is there. In a demonstration the members' keys are kept beside the records, and
 * the identities that open what is sealed in `demo-seals/`, readable by their owner alone. Returns what was founded, or
 * undefined when the record was there already.
 */
export async function foundIn(
  data: string,
  name: string,
  options: Omit<FoundingOptions, 'folder'> & { readonly demo: boolean },
): Promise<Founded | undefined> {
  const folder = join(data, 'records', name);
  if (existsSync(folder)) return undefined;
  const founded = await found({ ...options, folder });
  if (options.demo) {
    writeDemoKeys(data, name, founded.keys);
    writeDemoSeals(data, name, founded.identities);
  }
  return founded;
}

const demoFile = (data: string) => join(data, 'demo-keys.json');

function writeDemoKeys(data: string, name: string, keys: ReadonlyMap<string, string>): void {
  const file = demoFile(data);
  const all = { ...readDemoFile(file), [name]: Object.fromEntries(keys) };
  writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** A file for each organisation and adviser, as `sulh key seal` writes them: the office and `sulh unseal` take them. */
function writeDemoSeals(data: string, name: string, identities: ReadonlyMap<string, string>): void {
  const folder = join(data, 'demo-seals', name);
  if (identities.size > 0) mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [whose, identity] of identities)
    writeFileSync(join(folder, `${whose.replace('/', '-')}.identity`), `${identity}\n`, { mode: 0o600 });
}

function readDemoFile(file: string): Record<string, Record<string, string>> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>) : {};
}

/** The demonstration's keys of one record, root keys left out: who acts for a seat acts with the seat's key. */
export function demoKeysOf(data: string, name: string): DemoKey[] {
  const keys = readDemoFile(demoFile(data))[name] ?? {};
  return Object.entries(keys)
    .filter(([member]) => !/\/root(?:#\d+)?$/.test(member))
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

/** What can only be known at the founding. */
interface Known {
  readonly ids: ReadonlyMap<string, string>;
  readonly vkeyOf: (member: string) => string;
  readonly recipients: ReadonlyMap<string, string>;
  readonly sealedFiles: ReadonlyMap<string, string>;
  readonly founding: number;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

function filler({ ids, vkeyOf, recipients, sealedFiles, founding, files }: Known) {
  const known = <T>(map: { get(name: string): T | undefined }, what: string, name: string): T => {
    const found = map.get(name);
    if (found === undefined) throw new Problem('bad-act', { why: `no ${what} ${name}` });
    return found;
  };
  const file = (name: string) => known(new Map(Object.entries(files)), 'file', name);
  const idOf = (act: string) => known(ids, 'act before named', act);
  const instant = (offset: string) => new Date(founding + offsetOf(offset)).toISOString();
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
        return instant(of);
      case '$day':
        return instant(of).slice(0, 10);
      case '$recipient':
        return known(recipients, 'recipient of', of);
      case '$sealed':
        return known(sealedFiles, 'sealed act', of);
      case '$size':
        return Buffer.byteLength(file(of));
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
