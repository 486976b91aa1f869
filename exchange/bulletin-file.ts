// A bulletin as one file that stands on its own: what it says, the signed notes that drafted and approved it, the keys'
// enrolments back to the terms that the parties signed, and the place in the record of every entry that it cites.

import {
  type Bulletin,
  type BulletinBody,
  BulletinBody as BulletinBodySchema,
  type BulletinItem,
  keyRef,
  publishedVersion,
  type Reader,
  termsInForce,
} from '@sulh/mechanism';
import { type Audience, Problem, parseEntry, parseProof, toBase64 } from '@sulh/record';
import { z } from 'zod';

export const BULLETIN_FORMAT = 'sulh/bulletin/v1';
/** The largest file that is looked at, in UTF-16 units. */
export const MAX_BULLETIN_FILE = 16 * 1024 * 1024;

const Index = z.int().min(0);
const Hash = z.string().length(44);
const Hashes = z.array(Hash).max(63);
const Id = z.string().length(36);
/** An entry whole: its note and its inclusion proof in the file's checkpoint. */
const WholeEntry = z.strictObject({ index: Index, note: z.string().max(65_536), hashes: Hashes });
export type WholeEntry = z.infer<typeof WholeEntry>;
/** An entry that is only cited: the SHA-256 of its note (base 64) and its inclusion proof. */
const CitedEntry = z.strictObject({
  id: Id,
  index: Index,
  leaf: Hash,
  hashes: Hashes,
  /** Who may read its note at the host. */
  audience: z.enum(['public', 'members']),
});
export type CitedEntry = z.infer<typeof CitedEntry>;

export const BulletinFile = z.strictObject({
  format: z.literal(BULLETIN_FORMAT),
  record: z.strictObject({
    name: z.string().max(64),
    origin: z.string().max(300),
    /** The log's key and its witnesses, as the host says: a tlog-policy. Trust it only if it came another way. */
    policy: z.string().max(64_000),
  }),
  /** The log's signed checkpoint that every proof here leads to. */
  checkpoint: z.string().max(64_000),
  bulletin: z.strictObject({
    id: Id,
    /** Id of the entry that drafted this version. */
    version: Id,
    status: z.enum(['published', 'corrected', 'withdrawn']),
    published: z.string().max(40),
    because: z.string().max(8_000).optional(),
    body: BulletinBodySchema,
    /** Earlier versions, oldest first. */
    earlier: z
      .array(
        z.strictObject({
          version: Id,
          published: z.string().max(40).optional(),
          because: z.string().max(8_000).optional(),
        }),
      )
      .max(100),
  }),
  notes: z.strictObject({
    draft: WholeEntry,
    approvals: z.array(WholeEntry).min(1).max(20),
    withdrawal: WholeEntry.optional(),
    /** Terms and enrolments that the signers' keys rest on, by index. */
    keys: z.array(WholeEntry).min(1).max(200),
  }),
  /** Signers whose enrolment is for members only, so that their keys rest on the host's word. */
  keysByHost: z
    .array(
      z.strictObject({
        member: z.string().max(100),
        vkey: z.string().max(400),
        seats: z.array(z.string().max(40)).max(20),
      }),
    )
    .max(40),
  cited: z.array(CitedEntry).max(20_000),
});
export type BulletinFile = z.infer<typeof BulletinFile>;

/** What the builder asks of the record; all answers must be of one checkpoint. */
export interface RecordSource {
  readonly name: string;
  readonly policy: string;
  indexOf(id: string): number | undefined;
  /** Note, leaf (base 64) and audience of an entry. */
  at(index: number): { readonly note: string; readonly leaf: string; readonly audience: Audience };
  /** A tlog-proof in the newest checkpoint. */
  proof(index: number): string;
}

/** Every entry id that a body cites, each once, in the order in which they come. */
export function citedIn(body: BulletinBody): string[] {
  const ofItem = (item: BulletinItem) => [...item.entries, ...item.figures.flatMap((figure) => figure.entries)];
  return [
    ...new Set([
      ...body.sections.flatMap((section) => section.items.flatMap(ofItem)),
      ...ofItem(body.coverage),
      ...body.notJoint.map((one) => one.entry),
      ...body.findings.flatMap((one) => one.positions.flatMap(({ entry }) => (entry === undefined ? [] : [entry]))),
    ]),
  ];
}

/**
 * The file of a bulletin that was published (a withdrawn one with its withdrawal). Deterministic: the same record at the
 * same checkpoint gives the same file. Throws Problem `bulletin-not-published`.
 */
export function bulletinFile(reader: Reader, id: string, source: RecordSource): BulletinFile {
  const bulletin = reader.get('bulletin', id);
  const version = bulletin && (publishedVersion(bulletin) ?? lastPublished(bulletin));
  if (!bulletin || !version?.published || bulletin.audience !== 'public')
    throw new Problem('bulletin-not-published', { id });
  const indexOf = (entry: string): number => {
    const index = source.indexOf(entry);
    if (index === undefined)
      throw new Problem('record-damaged', { what: 'bulletin', why: 'cites what is not there', id: entry });
    return index;
  };
  const { checkpoint } = parseProof(source.proof(indexOf(version.entry)));
  const hashes = (index: number) => parseProof(source.proof(index)).hashes.map(toBase64);
  const whole = (index: number): WholeEntry => ({ index, note: source.at(index).note, hashes: hashes(index) });

  const keys = new Set<number>();
  const keysByHost = new Map<string, BulletinFile['keysByHost'][number]>();
  const term = termsInForce(reader);
  if (term) keys.add(indexOf(term.id));
  const need = (index: number): void => {
    const { entry, signatures } = parseEntry(source.at(index).note, reader.origin);
    // A root key that took a lost one's place rests on those who proposed it.
    if (entry.kind === 'root.take') {
      const proposal = indexOf((entry.body as { proposal: string }).proposal);
      keys.add(proposal);
      need(proposal);
    }
    for (const signature of signatures) {
      const key = reader.get('key', keyRef(signature));
      if (!key) continue;
      const member = reader.get('member', key.member);
      // A rotated key has its seats from the enrolment before it.
      for (const ref of [keyRef(signature), ...(member?.keys ?? [])]) {
        const one = reader.get('key', ref);
        if (!one || keys.has(one.index)) continue;
        if (source.at(one.index).audience !== 'public') {
          keysByHost.set(one.vkey, { member: one.member, vkey: one.vkey, seats: [...(member?.seats ?? [])] });
          continue;
        }
        keys.add(one.index);
        need(one.index);
      }
    }
  };
  const own = [version.entry, ...version.approvals.map((one) => one.entry)].map(indexOf);
  const withdrawal = bulletin.withdrawn && indexOf(bulletin.withdrawn.entry);
  for (const index of [...keys, ...own, ...(withdrawal === undefined ? [] : [withdrawal])]) need(index);

  const cited = citedIn(version.body).flatMap((entry): CitedEntry[] => {
    const index = indexOf(entry);
    const { leaf, audience } = source.at(index);
    // The rules let nothing narrower be cited; a position on a case of few is named without its entry's place.
    return typeof audience === 'string' ? [{ id: entry, index, leaf, hashes: hashes(index), audience }] : [];
  });
  const at = bulletin.versions.indexOf(version);
  return {
    format: BULLETIN_FORMAT,
    record: { name: source.name, origin: reader.origin, policy: source.policy },
    checkpoint,
    bulletin: {
      id,
      version: version.entry,
      status: bulletin.withdrawn ? 'withdrawn' : at > 0 && version.because !== undefined ? 'corrected' : 'published',
      published: version.published,
      ...(version.because === undefined ? {} : { because: version.because }),
      body: version.body,
      earlier: bulletin.versions.slice(0, at).map((one) => ({
        version: one.entry,
        ...(one.published === undefined ? {} : { published: one.published }),
        ...(one.because === undefined ? {} : { because: one.because }),
      })),
    },
    notes: {
      draft: whole(own[0]!),
      approvals: own.slice(1).map(whole),
      ...(withdrawal === undefined ? {} : { withdrawal: whole(withdrawal) }),
      keys: [...keys].sort((a, b) => a - b).map(whole),
    },
    keysByHost: [...keysByHost.values()],
    cited,
  };
}

/** The last published version of a bulletin, also of a withdrawn one. */
const lastPublished = (bulletin: Bulletin) => bulletin.versions.findLast((one) => one.published !== undefined);
