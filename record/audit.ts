import { equalBytes, fromBase64, toBase64, uint32 } from './bytes.ts';
import { isInstant, leafOf, type ParsedEntry, parseEntry } from './entry.ts';
import { evaluatePolicy, type Judgement, type Policy } from './policy.ts';
import { Problem } from './problem.ts';
import type { Received, Rulebook } from './rulebook.ts';
import { type SignatureJob, signatureJobs, type VerifyMany, verifyMany } from './signers.ts';
import { newTiles, parseBundle, TILE_WIDTH, tileAt, tileData, tilePath } from './tiles.ts';
import { leafHash, Tree } from './tree.ts';

/** Where an auditor gets a record from: a folder, a host, a mirror. Nothing it gives is believed. */
export interface RecordSource {
  checkpoint(): Promise<Uint8Array>;
  /** A tile or entry bundle by its path below the record's prefix; undefined when it is not served. */
  tile(path: string): Promise<Uint8Array | undefined>;
  /** The notes from one index up to another, in order; those that are not shown may be left out. */
  notes(from: number, to: number): AsyncIterable<ServedNote>;
}

export interface ServedNote {
  readonly index: number;
  /** Absent when it is withheld from this auditor. */
  readonly note?: string | Uint8Array;
  /** Absent when the note is. */
  readonly receivedAt?: string;
}

export interface AuditOptions {
  /** The auditor's own policy: the log's key, and the witnesses and quorum to ask for. */
  readonly policy: Policy;
  /**
   * What an earlier audit had seen; the record must have grown from it. `at` is when log witnesses had seen no more than that,
   * in milliseconds since 1970: what came after it was not received before.
   */
  readonly earlier?: { readonly size: number; readonly root: string; readonly at?: number };
  /** Notes that the auditor was shown before, as a mirror keeps them: they must be shown again, with the same receipt times. */
  readonly held?: Pick<RecordSource, 'notes'>;
  /** The auditor's clock, in milliseconds since 1970: no entry was received later. */
  readonly now?: number;
  /**
   * What an earlier audit kept of the notes that it checked. If the record has grown from it, only the notes that came since
   * are read, by the rulebook handed in, which knows the state at that size. The tree is checked whole all the same.
   */
  readonly since?: AuditedNotes;
  /** Gets what the next audit may begin with, when nothing was found wrong. */
  readonly onAudited?: (notes: AuditedNotes) => void;
  /** Gets the tree that the entry bundles make, when they are all there; nothing says yet that the log signed it. */
  readonly onTree?: (tree: Tree) => void;
  /** Where signatures are verified; else with what the platform has. */
  readonly verify?: VerifyMany;
  readonly onProgress?: (done: number, size: number) => void;
  /** Above this many findings they are only counted. */
  readonly maxFindings?: number;
}

/** What an auditor has to know of notes that were checked, so as not to read them again. */
export interface AuditedNotes {
  readonly size: number;
  /** Base 64 of the root at that size. */
  readonly root: string;
  /** Receipt time of the last note shown, in milliseconds since 1970. */
  readonly lastMs: number;
  /** Whether every note was shown: if not, the rules cannot judge all that rests on them. */
  readonly complete: boolean;
  readonly ids: Iterable<string>;
}

/** One thing that is wrong. `index` is the entry's, where one is to blame. */
export interface AuditFinding {
  readonly index?: number;
  readonly what: 'checkpoint' | 'tile' | 'tree' | 'entry';
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly at?: string;
}

export interface AuditResult {
  /** No finding; the quorum stands apart, in `witnessed`. */
  readonly ok: boolean;
  readonly origin: string;
  readonly size: number;
  /** Base 64. */
  readonly root: string;
  readonly witnessed: boolean;
  readonly cosigned: readonly { name: string; time: number }[];
  /** How many entries an earlier audit had checked, so that this one did not read their notes. */
  readonly since: number;
  /** Notes that were served and checked. */
  readonly checked: number;
  /** Notes that were not served to this auditor. Their leaves are in the tree all the same. */
  readonly withheld: number;
  /** Served entries that the rules could not judge, because they may rest on withheld ones. */
  readonly unreplayed: number;
  readonly findings: readonly AuditFinding[];
  /** Findings beyond `maxFindings`. */
  readonly moreFindings: number;
}

/**
 * How far the clocks of the host, of log witnesses and of an auditor may be apart, in milliseconds, before a receipt time is
 * called wrong. Receipt times are the host's word: they are held against clocks that are not the host's.
 */
const CLOCKS_APART = 3_600_000;

/** How many signatures are verified at one go, and how many goes may be under way. */
const BATCH = 128;
const UNDERWAY = 16;

/**
 * Audits a whole record: the checkpoint against the policy, every tile and bundle against the checkpoint, every served
 * note against its leaf, its form and its signatures, receipt times in order, and the rules replayed from the first
 * entry by a fresh rulebook. What is wrong is in the findings, with the entry to blame; only a source that fails throws, such
 * as a host that is away (`host-unreachable`).
 */
export async function audit(source: RecordSource, rulebook: Rulebook, options: AuditOptions): Promise<AuditResult> {
  const findings: AuditFinding[] = [];
  let moreFindings = 0;
  const found = (what: AuditFinding['what'], problem: Problem, index?: number): void => {
    if (findings.length >= (options.maxFindings ?? 1000)) {
      moreFindings++;
      return;
    }
    const { code, details, at } = problem;
    findings.push({ ...(index !== undefined && { index }), what, code, details, ...(at !== undefined && { at }) });
  };

  let judged: Judgement | undefined;
  try {
    judged = evaluatePolicy(options.policy, await source.checkpoint());
  } catch (error) {
    found('checkpoint', blamed(error));
  }
  const checkpoint = judged?.checkpoint;
  const size = checkpoint?.size ?? 0;
  const since = options.since?.size ?? 0;
  const count = { checked: 0, withheld: Math.max(0, size - since), unreplayed: 0 };
  if (checkpoint) {
    const leaves = leavesOf(source, size, found);
    const times = judged?.cosigned.map(({ time }) => time * 1000) ?? [];
    // What is in the checkpoint was there when it was cosigned; who cosigned first may have a slow clock.
    const latest = Math.min(
      options.now ?? Number.POSITIVE_INFINITY,
      times.length > 0 ? Math.max(...times) : Number.POSITIVE_INFINITY,
    );
    const seen = await checkNotes(source, rulebook, checkpoint, leaves, count, found, options, latest + CLOCKS_APART);
    if (await leaves.reach(size)) {
      await checkTree(source, leaves.tree, checkpoint.root, [options.earlier, options.since], found);
      // Where every note was shown, the second one has shown itself by its id.
      if (!seen.complete) checkOnce(leaves.tree, found);
      options.onTree?.(leaves.tree);
    }
    if (findings.length === 0) options.onAudited?.({ size, root: toBase64(checkpoint.root), ...seen });
  }
  findings.sort((a, b) => (a.index ?? -1) - (b.index ?? -1));
  return {
    ok: findings.length === 0,
    origin: checkpoint?.origin ?? '',
    size,
    root: checkpoint ? toBase64(checkpoint.root) : '',
    witnessed: judged?.witnessed ?? false,
    cosigned: judged?.cosigned ?? [],
    since,
    ...count,
    findings,
    moreFindings,
  };
}

/** A problem that is the record's. A host that is away is nobody's fault in it: that is thrown on. */
function blamed(error: unknown): Problem {
  if (error instanceof Problem && error.code !== 'host-unreachable') return error;
  throw error;
}

type Found = (what: AuditFinding['what'], problem: Problem, index?: number) => void;

/** The leaf values that the entry bundles give, and the tree over them, as far as they have been read. */
interface Leaves {
  readonly tree: Tree;
  /** The value of a leaf of the bundle that was read last. */
  value(index: number): Uint8Array | undefined;
  /** Reads on until the tree has so many leaves, or until a bundle is missing or broken: then not. */
  reach(end: number): Promise<boolean>;
}

/** Bundles are read beside the notes, so that signatures are verified from the start and one bundle is held at a time. */
function leavesOf(source: RecordSource, size: number, found: Found): Leaves {
  const tree = new Tree();
  let values: Uint8Array[] = [];
  let broken = false;
  const wrong = (problem: Problem): void => {
    found('tile', problem);
    broken = true;
    values = [];
  };
  const readBundle = async (index: number): Promise<void> => {
    const read = await readTile(source, -1, index, size);
    if (read instanceof Problem) return wrong(read);
    try {
      values = parseBundle(read.bytes, read.width).slice(0, size - index * TILE_WIDTH);
      const at = values.findIndex((value) => value.length !== 32);
      if (at >= 0) throw new Problem('bad-bundle', { at });
      for (const value of values) tree.append(leafHash(value));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      wrong(new Problem(error.code, { ...error.details, path: read.path }));
    }
  };
  return {
    tree,
    value: (index) => values[index - tree.size + values.length],
    async reach(end) {
      while (!broken && tree.size < end) await readBundle(tree.size / TILE_WIDTH);
      return !broken;
    },
  };
}

/** A tile as it stood at this size, or the full tile that has taken its place since (tlog-tiles, Partial Tiles); or why not. */
async function readTile(source: RecordSource, level: number, index: number, size: number) {
  const tile = tileAt(level, index, size);
  const missing = new Problem('tile-missing', { path: tilePath({ level, index, width: tile?.width ?? TILE_WIDTH }) });
  try {
    for (const width of new Set(tile ? [tile.width, TILE_WIDTH] : [])) {
      const path = tilePath({ level, index, width });
      const bytes = await source.tile(path);
      if (bytes) return { path, width, bytes };
    }
    return missing;
  } catch (error) {
    return blamed(error);
  }
}

async function checkTree(
  source: RecordSource,
  tree: Tree,
  root: Uint8Array,
  before: readonly AuditOptions['earlier'][],
  found: Found,
): Promise<void> {
  const { size } = tree;
  for (const { level, index, width } of newTiles(0, size).filter((tile) => tile.level >= 0)) {
    const read = await readTile(source, level, index, size);
    if (read instanceof Problem) {
      found('tile', read);
      continue;
    }
    const { path, bytes } = read;
    const expected = tileData({ level, index, width }, (l, i) => tree.node(l, i));
    if (bytes.length !== read.width * 32) found('tile', new Problem('tile-differs', { path, length: bytes.length }));
    if (equalBytes(expected, bytes.subarray(0, expected.length))) continue;
    for (let i = 0; i < width; i++) {
      const [a, b] = [expected, bytes].map((data) => data.subarray(i * 32, i * 32 + 32)) as [Uint8Array, Uint8Array];
      if (equalBytes(a, b)) continue;
      const at = (index * TILE_WIDTH + i) * TILE_WIDTH ** level;
      // In a leaf tile the entry itself is known; above, only the first of the many that the hash covers.
      found('tile', new Problem('tile-differs', { path, hash: i, firstEntry: at }), level === 0 ? at : undefined);
    }
  }
  if (!equalBytes(tree.root(), root)) found('tree', new Problem('root-differs', { size }));
  for (const earlier of before) {
    if (!earlier || (earlier.size <= size && equalBytes(tree.root(earlier.size), fromBase64(earlier.root)))) continue;
    found('tree', new Problem('rewritten', { earlier: earlier.size, size }));
    break;
  }
}

/** No entry stands twice: each has a salt and an id of its own, so not even two that are not shown have the same leaf. */
function checkOnce(tree: Tree, found: Found): void {
  const startOf = (index: number): number => {
    const leaf = tree.node(0, index);
    return uint32(leaf) * 2 ** 20 + (uint32(leaf, 4) >>> 12);
  };
  const starts = Float64Array.from({ length: tree.size }, (_, index) => startOf(index));
  // Numbers alone first: of a million entries hardly two begin alike.
  const sorted = starts.slice().sort();
  const alike = new Map<number, number[]>();
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) alike.set(sorted[i] as number, []);
  if (alike.size === 0) return;
  for (const [index, start] of starts.entries()) {
    const before = alike.get(start);
    if (!before) continue;
    const first = before.find((one) => equalBytes(tree.node(0, one), tree.node(0, index)));
    if (first !== undefined) found('entry', new Problem('recorded-twice', { first }), index);
    else before.push(index);
  }
}

/** An entry as the rules take it; its leaf as text is made when it is asked for. */
class Shown implements Received {
  readonly index: number;
  readonly receivedAt: string;
  readonly entry: ParsedEntry['entry'];
  readonly signers: Received['signers'];
  readonly #leaf: Uint8Array;

  constructor(
    index: number,
    receivedAt: string,
    entry: ParsedEntry['entry'],
    signers: Received['signers'],
    leaf: Uint8Array,
  ) {
    this.index = index;
    this.receivedAt = receivedAt;
    this.entry = entry;
    this.signers = signers;
    this.#leaf = leaf;
  }

  get leaf(): string {
    return toBase64(this.#leaf);
  }
}

async function checkNotes(
  source: RecordSource,
  rulebook: Rulebook,
  { origin, size }: { readonly origin: string; readonly size: number },
  leaves: Leaves,
  count: { checked: number; withheld: number; unreplayed: number },
  found: Found,
  { since, earlier, held, verify = verifyMany, onProgress }: AuditOptions,
  latest: number,
): Promise<Pick<AuditedNotes, 'lastMs' | 'complete' | 'ids'>> {
  const ids = new Map<string, number>();
  // Those of an earlier audit stand at no index that is known any more.
  for (const id of since?.ids ?? []) ids.set(id, -1);
  const underway: Promise<void>[] = [];
  let jobs: SignatureJob[] = [];
  let indices: number[] = [];
  let last = since?.lastMs ?? 0;
  let lastText = '';
  let next = since?.size ?? 0;
  let complete = since?.complete ?? true;
  /** Which of the two bounds of receipt times the record was found to break: each is said once, of the first entry. */
  let [ahead, behind] = [false, false];

  /** Receipt times against clocks that are not the host's. */
  const checkClock = (index: number, receivedAt: string, ms: number): void => {
    const wrong = (code: string, bound: number) =>
      found('entry', new Problem(code, { receivedAt, bound: new Date(bound).toISOString() }), index);
    if (ms > latest && !ahead) {
      ahead = true;
      wrong('receipt-time-ahead', latest - CLOCKS_APART);
    }
    const { size: before = 0, at = 0 } = earlier ?? {};
    if (index >= before && ms < at - CLOCKS_APART && !behind) {
      behind = true;
      wrong('receipt-time-behind', at);
    }
  };

  const heldNotes = held?.notes(next, size)[Symbol.asyncIterator]();
  /** What is wrong with them is the auditor's own trouble, and not the record's. */
  let trouble: unknown;
  const nextHeld = async (): Promise<ServedNote | undefined> => {
    try {
      return (await heldNotes?.next())?.value;
    } catch (error) {
      trouble = error;
      throw error;
    }
  };
  let kept = await nextHeld();

  /** Holds an entry, and those before it that were passed over, against what was shown before. */
  const compare = async (index: number, shown?: ServedNote): Promise<void> => {
    for (; kept && kept.index <= index; kept = await nextHeld()) {
      const { index: at, note, receivedAt } = kept;
      if (note === undefined) continue;
      await leaves.reach(at + 1);
      const value = leaves.value(at);
      if (value && !equalBytes(value, leafOf(note))) found('entry', new Problem('rewritten', { size }), at);
      else if (shown?.index !== at || shown.note === undefined) found('entry', new Problem('kept-back'), at);
      else if (shown.receivedAt !== receivedAt)
        found('entry', new Problem('receipt-time-differs', { receivedAt: shown.receivedAt, before: receivedAt }), at);
    }
  };

  const verifyAll = async (): Promise<void> => {
    const [these, their] = [jobs, indices];
    [jobs, indices] = [[], []];
    const held = await verify(these);
    these.forEach(({ name }, i) => {
      if (held[i] !== true) found('entry', new Problem('bad-signature', { name }), their[i]);
    });
  };

  const check = (index: number, note: string | Uint8Array, receivedAt = ''): void => {
    // No recorded note is like that, and bytes were made of it that are another's.
    if (typeof note === 'string' && !note.isWellFormed()) throw new Problem('note-differs');
    const leaf = leafOf(note);
    const expected = leaves.value(index);
    if (expected && !equalBytes(leaf, expected)) found('entry', new Problem('note-differs'), index);
    if (!isInstant(receivedAt))
      found('entry', new Problem('bad-receipt-time', { receivedAt: receivedAt.slice(0, 40) }), index);
    // All entries of one batch have the same.
    else if (receivedAt !== lastText) {
      const ms = Date.parse(receivedAt);
      checkClock(index, receivedAt, ms);
      if (ms < last) {
        const before = new Date(last).toISOString();
        found('entry', new Problem('receipt-time-went-back', { receivedAt, before }), index);
      } else {
        last = ms;
        lastText = receivedAt;
      }
    }
    const parsed: ParsedEntry = parseEntry(note, origin);
    const first = ids.get(parsed.entry.id);
    if (first !== undefined) found('entry', new Problem('duplicate-id', { id: parsed.entry.id, first }), index);
    else ids.set(parsed.entry.id, index);
    try {
      const vkeys = rulebook.keysFor(parsed.entry, parsed.signatures);
      for (const job of signatureJobs(parsed, vkeys)) {
        jobs.push(job);
        indices.push(index);
      }
      const signers = parsed.signatures.map(({ name }, i) => ({ name, vkey: vkeys[i] ?? '' }));
      const refusal = rulebook.admit(new Shown(index, receivedAt, parsed.entry, signers, leaf));
      if (refusal) throw refusal;
    } catch (error) {
      if (complete) throw error;
      count.unreplayed++;
    }
  };

  try {
    for await (const served of source.notes(next, size)) {
      const { index, note } = served;
      // Whoever serves notes out of order or twice is not believed, but heard no further either.
      if (!Number.isSafeInteger(index) || index < next || index >= size) {
        throw new Problem('notes-out-of-order', { index });
      }
      if (index > next || note === undefined) complete = false;
      next = index + 1;
      if (kept) await compare(index, served);
      if (note === undefined) continue;
      count.checked++;
      count.withheld--;
      if (leaves.tree.size < next) await leaves.reach(next);
      try {
        check(index, note, served.receivedAt);
      } catch (error) {
        found('entry', error instanceof Problem ? error : new Problem('rules-failed', { why: String(error) }), index);
      }
      if (jobs.length >= BATCH) {
        const batch = verifyAll();
        // Whatever it throws is thrown where it is awaited.
        batch.catch(() => {});
        underway.push(batch);
      }
      if (underway.length > UNDERWAY) await underway.shift();
      if (next % 1000 === 0) onProgress?.(next, size);
    }
    await compare(size - 1);
  } catch (error) {
    if (error === trouble) throw error;
    found('entry', blamed(error), next);
  } finally {
    await heldNotes?.return?.();
  }
  await verifyAll();
  await Promise.all(underway);
  if (next < size) complete = false;
  onProgress?.(size, size);
  return { lastMs: last, complete, ids: ids.keys() };
}
