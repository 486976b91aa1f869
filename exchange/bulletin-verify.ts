// Checking a bulletin file offline: with pure code, in Node and in the browser alike. The verdict names everything that was
// looked at, and says in words what that proves and what it does not.

import { type BulletinBody, bound, keyRef, kindOf, TermsBody } from '@sulh/mechanism';
import {
  evaluatePolicy,
  fromBase64,
  leafHash,
  leafOf,
  type ParsedEntry,
  type Policy,
  Problem,
  parseCheckpoint,
  parseEntry,
  parsePolicy,
  verifyEntry,
  verifyInclusion,
} from '@sulh/record';
import { BulletinFile, citedIn, MAX_BULLETIN_FILE, type WholeEntry } from './bulletin-file.ts';
import { say } from './messages.ts';

export type CheckCode =
  | 'check.format'
  | 'check.key'
  | 'check.checkpoint'
  | 'check.witnessed'
  | 'check.keys'
  | 'check.draft'
  | 'check.body'
  | 'check.approvals'
  | 'check.withdrawal'
  | 'check.cited';

/** One thing that was checked. */
export interface Check {
  readonly code: CheckCode;
  readonly ok: boolean;
  readonly values: Readonly<Record<string, string | number>>;
  /** The sentence in English; `say(language, code, values)` has the others. */
  readonly english: string;
  /** Why not, by name. */
  readonly problem?: string;
  /** It was not made at all, since one that it rests on failed. */
  readonly unmade?: true;
}

export interface Statement {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly english: string;
}

export interface Verdict {
  readonly ok: boolean;
  /** The key with which the record was checked was taken from the file itself: this proves little, and says so first. */
  readonly keyFromFile: boolean;
  readonly checks: readonly Check[];
  readonly proves: readonly Statement[];
  readonly doesNot: readonly Statement[];
  /** What was read, when the file could be. */
  readonly file?: BulletinFile;
}

export interface Trust {
  /** The record's key, known from elsewhere. */
  readonly vkey?: string;
  /** Or a whole tlog-policy: the key and the log witnesses that are asked for. */
  readonly policy?: string;
}

interface KnownKey {
  readonly vkey: string;
  readonly member: string;
  readonly organisation: string;
  readonly seats: readonly string[];
}

/**
 * Checks a bulletin file. `json` is its text, or the parsed text. Never throws on what the file holds; throws Problem
 * `bad-key` or `bad-policy` when what is trusted cannot be read.
 */
export function verifyBulletin(json: unknown, trust: Trust = {}): Verdict {
  const given = trust.policy ?? (trust.vkey === undefined ? undefined : `log ${trust.vkey}\nquorum none\n`);
  const trusted = given === undefined ? undefined : parsePolicy(given.endsWith('\n') ? given : `${given}\n`);
  const checks: Check[] = [];
  const check = (code: CheckCode, look: () => Record<string, string | number>): boolean => {
    try {
      const values = look();
      checks.push({ code, ok: true, values, english: say('en', code, values) });
      return true;
    } catch (error) {
      // Whatever a hostile file makes the code below throw is a check that failed.
      const unmade = error instanceof Problem && error.code === 'unchecked';
      const problem = error instanceof Problem ? error.code : 'unreadable';
      const values = { why: error instanceof Problem ? wordsOf(error) : 'unreadable' };
      checks.push({
        code,
        ok: false,
        values,
        english: say('en', `${code}.not`, values),
        problem,
        ...(unmade ? { unmade } : {}),
      });
      return false;
    }
  };
  const verdict = (
    file?: BulletinFile,
    more: Pick<Verdict, 'proves' | 'doesNot'> = { proves: [], doesNot: [] },
  ): Verdict => ({
    ok: checks.length > 0 && checks.every((one) => one.ok),
    keyFromFile: trusted === undefined,
    checks,
    ...more,
    ...(file ? { file } : {}),
  });

  let file: BulletinFile | undefined;
  check('check.format', () => {
    file = parseFile(json);
    return { format: file.format };
  });
  if (!file) return verdict();
  const { record, checkpoint, bulletin, notes, cited } = file;

  let policy: Policy | undefined;
  check('check.key', () => {
    policy = trusted ?? parsePolicy(record.policy);
    return { key: policy.logs.map(({ vkey }) => vkey).join(', '), from: trusted ? 'given' : 'file' };
  });
  let root: Uint8Array | undefined;
  let size = 0;
  let witnesses: readonly string[] = [];
  let witnessed = false;
  check('check.checkpoint', () => {
    const judged = evaluatePolicy(need(policy), checkpoint);
    const parsed = parseCheckpoint(checkpoint);
    if (parsed.origin !== record.origin) throw new Problem('other-record', { expected: record.origin });
    ({ root, size } = parsed);
    witnesses = judged.cosigned.map(({ name }) => name);
    witnessed = judged.witnessed;
    return { size, origin: record.origin };
  });
  if (policy && policy.quorum !== 'none') {
    check('check.witnessed', () => {
      if (!witnessed) throw new Problem('quorum-missing', { quorum: policy!.quorum, cosigned: witnesses.join(', ') });
      return { witnesses: witnesses.join(', ') };
    });
  }

  const included = ({ index, hashes }: { index: number; hashes: readonly string[] }, leaf: Uint8Array): void => {
    if (!verifyInclusion(leafHash(leaf), index, size, hashes.map(fromBase64), need(root))) {
      throw new Problem('not-included', { index, size });
    }
  };
  const whole = (entry: WholeEntry): ParsedEntry => {
    included(entry, leafOf(entry.note));
    return parseEntry(entry.note, record.origin);
  };

  const keys = new Map<string, KnownKey>();
  const signersOf = (parsed: ParsedEntry): KnownKey[] => {
    const signers = parsed.signatures.map((signature) => {
      const key = keys.get(keyRef(signature));
      if (!key) throw new Problem('unknown-key', { name: signature.name });
      return key;
    });
    verifyEntry(
      parsed,
      signers.map(({ vkey }) => vkey),
    );
    return signers;
  };
  let terms: TermsBody | undefined;
  const proposed = new Map<string, Proposed>();
  check('check.keys', () => {
    let before = -1;
    for (const entry of notes.keys) {
      if (entry.index <= before) throw new Problem('unreadable', {});
      before = entry.index;
      const parsed = whole(entry);
      // All trust in keys begins with the founding entry, which certifies itself.
      if (keys.size === 0 && (entry.index !== 0 || parsed.entry.kind !== 'terms.adopt'))
        throw new Problem('no-terms', {});
      if (parsed.entry.kind === 'terms.adopt') terms = takeTerms(record.origin, parsed, keys, signersOf, terms);
      else if (parsed.entry.kind === 'root.propose')
        proposed.set(parsed.entry.id, proposedRoot(parsed, need(terms), signersOf));
      else if (parsed.entry.kind === 'root.take') takeRoot(record.origin, parsed, keys, signersOf, proposed);
      else takeMember(record.origin, parsed, keys, signersOf);
    }
    for (const { member, vkey, seats } of file!.keysByHost) {
      const ref = refOf(vkey);
      if (!keys.has(ref)) keys.set(ref, { vkey, member, organisation: organisationIn(member), seats });
    }
    return { keys: keys.size, entries: notes.keys.length };
  });

  let drafter = '';
  check('check.draft', () => {
    const parsed = whole(notes.draft);
    if (parsed.entry.id !== bulletin.version) throw new Problem('other-entry', {});
    drafter = signersOf(parsed)[0]!.member;
    return { member: drafter, index: notes.draft.index };
  });
  check('check.body', () => {
    const { kind, id, body } = parseEntry(notes.draft.note, record.origin).entry;
    const read = kindOf(kind)?.schema.parse(body) as { body?: BulletinBody; bulletin?: string };
    const signed = kind === 'bulletin.draft' ? (read as unknown) : kind === 'bulletin.correct' ? read.body : undefined;
    const of = kind === 'bulletin.draft' ? id : read.bulletin;
    if (signed === undefined || of !== bulletin.id || !same(signed, bulletin.body))
      throw new Problem('body-differs', {});
    return {
      findings: bulletin.body.findings.length,
      dissents: bulletin.body.findings.flatMap((one) => one.positions).filter((one) => one.position === 'dissent')
        .length,
    };
  });
  check('check.approvals', () => {
    const rule = need(terms).bulletin;
    const approvers = notes.approvals.map((note) => {
      const parsed = whole(note);
      const body = parsed.entry.body as { bulletin?: unknown; version?: unknown };
      const [signer] = signersOf(parsed);
      const about =
        parsed.entry.kind === 'bulletin.approve' && body.bulletin === bulletin.id && body.version === bulletin.version;
      if (!about || note.index <= notes.draft.index) throw new Problem('other-entry', {});
      if (!signer!.seats.some((seat) => (rule.seats as readonly string[]).includes(seat))) {
        throw new Problem('wrong-seat', { member: signer!.member });
      }
      return signer!;
    });
    const different = new Set(approvers.map((one) => (rule.differentOrganisations ? one.organisation : one.member)))
      .size;
    if (different < rule.approvals)
      throw new Problem('approvals-missing', { approvals: rule.approvals, found: different });
    return { count: different, needed: rule.approvals, members: approvers.map((one) => one.member).join(', ') };
  });
  if (bulletin.status === 'withdrawn' || notes.withdrawal) {
    check('check.withdrawal', () => {
      const parsed = whole(need(notes.withdrawal));
      const { bulletin: of } = parsed.entry.body as { bulletin?: unknown };
      if (parsed.entry.kind !== 'bulletin.withdraw' || of !== bulletin.id) throw new Problem('other-entry', {});
      return {
        members: signersOf(parsed)
          .map((one) => one.member)
          .join(', '),
      };
    });
  }
  const members = cited.filter((one) => one.audience === 'members').length;
  check('check.cited', () => {
    const places = new Map(cited.map((one) => [one.id, one]));
    const missing = citedIn(bulletin.body).filter((id) => !places.has(id));
    const positions = new Set(bulletin.body.findings.flatMap((one) => one.positions.map(({ entry }) => entry)));
    const lost = missing.find((id) => !positions.has(id));
    if (lost !== undefined) throw new Problem('cited-missing', { id: lost });
    for (const one of cited) included(one, fromBase64(one.leaf));
    return { count: cited.length };
  });

  const ok = checks.every((one) => one.ok);
  const statement = (code: string, values: Statement['values'] = {}): Statement => ({
    code,
    values,
    english: say('en', code, values),
  });
  const proves = ok
    ? [
        statement('proves.record', { size, origin: record.origin }),
        statement('proves.signed', { member: drafter }),
        statement('proves.approved', { count: notes.approvals.length }),
        statement('proves.cited', { count: cited.length }),
        ...(witnesses.length > 0 ? [statement('proves.witnessed', { witnesses: witnesses.join(', ') })] : []),
      ]
    : [];
  // Of a file that does not hold there is nothing to add: it shows nothing.
  const doesNot = !ok
    ? []
    : [
        ...(trusted ? [] : [statement('not.key')]),
        statement('not.truth'),
        statement('not.later', { size }),
        statement('not.revoked'),
        statement('not.content', { count: cited.length, members }),
        ...(file.keysByHost.length > 0
          ? [statement('not.host-keys', { members: file.keysByHost.map((one) => one.member).join(', ') })]
          : []),
        ...(witnesses.length === 0 ? [statement('not.witnessed')] : []),
      ];
  return verdict(file, { proves, doesNot });
}

function parseFile(json: unknown): BulletinFile {
  if (typeof json === 'string' && json.length > MAX_BULLETIN_FILE)
    throw new Problem('too-large', { limit: MAX_BULLETIN_FILE });
  let value = json;
  if (typeof json === 'string') {
    try {
      value = JSON.parse(json);
    } catch {
      throw new Problem('not-json', {});
    }
  }
  const read = BulletinFile.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  throw new Problem('not-a-bulletin', { path: issue.path.join('.') || 'file', message: issue.message });
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Problem('unchecked', {});
  return value;
}

const organisationIn = (member: string): string => member.slice(0, member.indexOf('/'));
/** `<name>+<key id>`: the first two parts of a verifier key. */
const refOf = (vkey: string): string => vkey.split('+', 2).join('+');
const memberIn = (origin: string, vkey: string): string | undefined => {
  const [name = ''] = vkey.split('+', 1);
  return name.startsWith(`${origin}/`) ? name.slice(origin.length + 1) : undefined;
};

/** Terms that their own parties and chair signed; later ones with the root keys known so far. Gives the root keys. */
function takeTerms(
  origin: string,
  parsed: ParsedEntry,
  keys: Map<string, KnownKey>,
  signersOf: (parsed: ParsedEntry) => KnownKey[],
  before: TermsBody | undefined,
): TermsBody {
  const body = TermsBody.parse(parsed.entry.body);
  for (const { id, root } of body.organisations) {
    if (memberIn(origin, root) !== `${id}/root`) throw new Problem('bad-root-key', { organisation: id });
    // Later terms bring new organisations, never other keys for those that are there.
    const known = [...keys.values()].some((one) => one.member === `${id}/root`);
    if (!known) keys.set(refOf(root), { vkey: root, member: `${id}/root`, organisation: id, seats: [] });
  }
  const signed = new Set(signersOf(parsed).map((one) => one.organisation));
  const missing = [...bound(body), ...(before ? bound(before) : [])].filter((id) => !signed.has(id));
  if (missing.length > 0) throw new Problem('signature-missing', { organisations: missing.join(', ') });
  return body;
}

type Proposed = ReturnType<typeof proposedRoot>;

/** A new root key in the place of a lost one, as those proposed it whose root keys change the terms. */
function proposedRoot(
  parsed: ParsedEntry,
  terms: TermsBody,
  signersOf: (parsed: ParsedEntry) => KnownKey[],
): { organisation: string; key: string } {
  const { organisation, key } = kindOf(parsed.entry.kind)!.schema.parse(parsed.entry.body) as {
    organisation: string;
    key: string;
  };
  const roots = signersOf(parsed)
    .filter((one) => one.member.endsWith('/root'))
    .map((one) => one.organisation);
  const missing = bound(terms).filter((id) => id !== organisation && !roots.includes(id));
  if (missing.length > 0) throw new Problem('signature-missing', { organisations: missing.join(', ') });
  return { organisation, key };
}

/** The proposed key takes over by its own signature. That nobody had objected is the record's rules' to tell. */
function takeRoot(
  origin: string,
  parsed: ParsedEntry,
  keys: Map<string, KnownKey>,
  signersOf: (parsed: ParsedEntry) => KnownKey[],
  proposed: ReadonlyMap<string, Proposed>,
): void {
  const { organisation, key } = need(proposed.get(String((parsed.entry.body as { proposal?: unknown }).proposal)));
  const member = `${organisation}/root`;
  if (memberIn(origin, key) !== member) throw new Problem('bad-root-key', { organisation });
  keys.set(refOf(key), { vkey: key, member, organisation, seats: [] });
  const [signer] = signersOf(parsed);
  if (signer?.vkey !== key) throw new Problem('not-yours', { organisation });
}

/** An enrolment or a rotation, signed by the organisation's own key. */
function takeMember(
  origin: string,
  parsed: ParsedEntry,
  keys: Map<string, KnownKey>,
  signersOf: (parsed: ParsedEntry) => KnownKey[],
): void {
  const { kind } = parsed.entry;
  if (kind !== 'member.enrol' && kind !== 'member.rotate') throw new Problem('other-entry', {});
  const { member, key, seats } = kindOf(kind)!.schema.parse(parsed.entry.body) as {
    member: string;
    key: string;
    seats?: string[];
  };
  const organisation = organisationIn(member);
  const [signer] = signersOf(parsed);
  const before = [...keys.values()].findLast((one) => one.member === member);
  const may =
    signer!.organisation === organisation &&
    (signer!.member.endsWith('/root') ||
      signer!.seats.includes('lead') ||
      (kind === 'member.rotate' && signer!.member === member));
  if (!may || memberIn(origin, key) !== member) throw new Problem('not-yours', { organisation });
  keys.set(refOf(key), { vkey: key, member, organisation, seats: seats ?? before?.seats ?? [] });
}

/** Whether two pieces of plain data are equal, whatever the order of their keys. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [Object.entries(a).filter(([, value]) => value !== undefined), b as Record<string, unknown>];
  const size = Object.values(other).filter((value) => value !== undefined).length;
  return one.length === size && one.every(([key, value]) => Object.hasOwn(other, key) && same(value, other[key]));
}

function wordsOf(problem: Problem): string {
  const details = Object.values(problem.details)
    .filter((one) => typeof one === 'string' || typeof one === 'number')
    .join(', ');
  return details === '' ? problem.code : `${problem.code}: ${details.slice(0, 300)}`;
}
