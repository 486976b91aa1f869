// The one catalogue of problems: the rules' refusals, the record's, the host's own. Each has a stable code, a status for
// HTTP, a sentence for a person, and what the caller can do. Nothing else about an error leaves the host.

import { REFUSALS } from '@sulh/mechanism';
import { Problem } from '@sulh/record';

export interface Known {
  readonly status: number;
  /** `{name}` is filled from the problem's details. */
  readonly says: string;
  /** What the caller can do about it. */
  readonly todo: string;
}

const known = (status: number, says: string, todo: string): Known => ({ status, says, todo });

const MEND = 'Mend the entry and sign it again.';
const NOTE = 'Build the note as docs/api.md says; the web and command-line clients do it for you.';

const RECORD = {
  'bad-note': known(400, 'This is not a signed note ({why}).', NOTE),
  'bad-entry': known(400, 'The entry is not well formed ({why}).', NOTE),
  'not-an-entry': known(400, 'The first line of the note is not {expected}.', NOTE),
  'not-utf8': known(400, 'The text is not valid UTF-8.', 'Send the text in UTF-8.'),
  'bad-base64': known(400, 'A part of the text is not base 64 in its one spelling.', NOTE),
  'bad-number': known(400, 'A number is not written in plain decimal digits.', NOTE),
  'bad-key': known(400, 'The key is not well formed ({why}).', 'Give the key exactly as it was made.'),
  'bad-signature': known(
    403,
    'The signature of {name} does not hold.',
    'Sign the entry again with the key that is enrolled.',
  ),
  'no-known-signature': known(403, 'No known key signed this.', 'Sign with an enrolled key.'),
  'other-record': known(
    400,
    'The entry was signed for another record than {expected}.',
    'Sign it for this record, if it is meant for it.',
  ),
  'other-log': known(400, 'The checkpoint is of another log.', 'Look for the policy of the right record.'),
  'too-large': known(
    413,
    'This is larger than {limit} bytes.',
    'Keep long texts and files beside the record, by their hash.',
  ),
  'duplicate-id': known(
    409,
    'Another entry with this id is in the record.',
    'Give the entry a new id and sign it again.',
  ),
  'record-unavailable': known(
    503,
    'The record takes no entries now, because a write failed ({why}).',
    'Keep the note, and send it again when the operator has mended what failed (often a full disk).',
  ),
  'record-closed': known(503, 'The record is being closed.', 'Submit the same note again in a moment.'),
  'replay-refused': known(
    503,
    'Entry {index} of the record does not pass the rules ({code}).',
    'Open it with the version of the rules that wrote it, and let the auditors know.',
  ),
  'rules-failed': known(
    500,
    'The rules could not judge the entry; it was not written.',
    'Tell the host’s operator the time.',
  ),
  'no-such-entry': known(404, 'The record has no entry {index}.', 'It has {size} entries.'),
  'already-founded': known(
    409,
    'There is a record in {folder} already.',
    'Choose another folder, or open that record.',
  ),
  'bad-act': known(400, 'The act {act} cannot be founded: {why}.', 'Mend the list of acts.'),
  'too-busy': known(
    503,
    'More entries are waiting than the record can take.',
    'Submit the same note again in a moment.',
  ),
  'folder-in-use': known(
    503,
    'The folder {folder} is in use by another process.',
    'Stop the other one first, or choose another folder (SULH_DATA).',
  ),
  'another-sequencer': known(
    503,
    'Another sequencer has written to the record’s bucket; this one takes no more entries.',
    'Stop one of the two. What was acknowledged is in the record.',
  ),
  'bad-bucket': known(
    400,
    'The bucket cannot be used: {why}.',
    'Give s3://bucket/prefix?endpoint=https://..., and the secrets as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  ),
  'folder-not-writable': known(
    503,
    'The folder {folder} cannot be written.',
    'Give this user the right to write there, or choose another folder (SULH_DATA).',
  ),
  'record-damaged': known(
    503,
    'The record’s folder is damaged: {what} ({why}).',
    'Do not change it. Restore a copy or fetch a mirror’s, and let the auditors know.',
  ),
  'bad-checkpoint': known(400, 'The checkpoint is not well formed.', 'Fetch it again.'),
  'bad-cosignature': known(
    400,
    'A cosignature does not hold.',
    'Fetch the checkpoint again; if it stays, tell the auditors.',
  ),
  'bad-proof': known(400, 'The proof is not well formed ({why}).', 'Fetch it again.'),
  'bad-policy': known(400, 'The policy is not well formed ({why}).', 'Fetch it again from the terms.'),
  'not-included': known(
    400,
    'The proof does not show that this is in the record.',
    'Fetch the proof again; if it stays, tell the auditors.',
  ),
  'quorum-missing': known(
    400,
    'Fewer log witnesses cosigned than the policy asks for.',
    'Wait for the witnesses, or ask for the proof again.',
  ),
  'bad-tile-path': known(404, 'This is not the path of a tile.', 'See the tlog-tiles specification.'),
} as const satisfies Record<string, Known>;

const HOST = {
  'bad-request': known(
    400,
    'The request does not fit: {path}: {message}.',
    'Mend the request; /api/openapi.json describes each.',
  ),
  'bad-cursor': known(400, 'The cursor is not one of this list in this order.', 'Start at the first page again.'),
  'nothing-here': known(
    404,
    'There is nothing here that you can see.',
    'Check the address; sign in, if it is for members.',
  ),
  'no-such-record': known(404, 'There is no record of this name here.', 'See /healthz for the records of this host.'),
  'method-not-allowed': known(
    405,
    'This address does not take {method}.',
    'Entries are the only way to write: POST them.',
  ),
  'wrong-media-type': known(415, 'An entry is sent as text/plain.', 'Set content-type: text/plain; charset=utf-8.'),
  'bad-sign-in': known(
    401,
    'The sign-in does not hold ({why}).',
    'Ask for a new challenge and sign it with an enrolled key.',
  ),
  'challenge-expired': known(401, 'The challenge has expired.', 'Ask for a new challenge and sign that.'),
  'sign-in-needed': known(401, 'This is for members who are signed in.', 'Sign in with an enrolled key.'),
  'too-many-requests': known(429, 'Too many requests in a short time.', 'Try again in {seconds} seconds.'),
  'allowance-used': known(
    429,
    '{who} has put {limit} entries on the record within an hour; the host takes no more of anyone.',
    'Keep the note as it is signed, and send it again in {seconds} seconds.',
  ),
  'too-many-streams': known(429, 'Too many live connections are open.', 'Close some of them.'),
  'too-large-to-read': known(413, 'The document is too long to be read here.', 'Read it with the sulh command.'),
  'too-large-to-show': known(
    413,
    'A browser may not be able to draw this file.',
    'Save it, and open it with a program made for its type.',
  ),
  'extractor-off': known(
    404,
    'No extractor is set up here ({why}).',
    'Read by rules and by hand; the operator may name one, as docs/reading.md says.',
  ),
  'extractor-not-allowed': known(
    403,
    'The terms do not allow this document to be sent to an extractor.',
    'Change the terms, with every signature that they need; documents for some members alone are never sent.',
  ),
  'extractor-failed': known(
    502,
    'The extractor gave no answer that can be used ({why}).',
    'Try again later; reading by rules and by hand goes on.',
  ),
  'model-behind': known(
    503,
    'The lists are being rebuilt from the record.',
    'Try again in a few seconds; entries are taken meanwhile.',
  ),
  'database-unavailable': known(
    503,
    'The database behind the lists cannot be reached.',
    'Try again; the record itself works on.',
  ),
  'not-ready': known(503, 'The record is being opened.', 'Try again in a few seconds.'),
  'not-text': known(
    422,
    'The document’s own text is not in the record, only its hash.',
    'Ask the one who keeps the file.',
  ),
  'bulletin-not-published': known(
    409,
    'The bulletin is not published: its approvals are not complete.',
    'Let those approve it whom the terms name.',
  ),
  'upload-too-large': known(413, 'This is larger than {limit} bytes.', 'Send a shorter recording, or a smaller copy.'),
  'too-many-uploads': known(429, 'You have {limit} uploads under way.', 'Finish or give up some of them first.'),
  'store-full': known(
    507,
    'There is no room for this file now.',
    'Cite the files that you sent, or let them be purged; tell the host’s operator if it stays.',
  ),
  'wrong-offset': known(409, 'The upload stands at byte {offset}.', 'Go on from there.'),
  'upload-broken': known(400, 'The line broke at byte {offset}.', 'Go on from there.'),
  'file-differs': known(
    409,
    'What arrived is not the file that was announced: its hash is {sha256}.',
    'Send the file again from the start.',
  ),
  'file-type': known(
    415,
    'Files of this type are not taken.',
    'Send pictures, sound, video, PDF, text, ZIP or sealed (age) files.',
  ),
  'tus-version': known(412, 'Uploads speak tus {version}.', 'Set the header Tus-Resumable to it.'),
  'original-held-back': known(
    403,
    'The original may tell where and by whom it was made; it is for those to whom it was handed on.',
    'Ask its holder to hand it on to your organisation (evidence.transfer).',
  ),
  'draft-not-signed': known(
    422,
    'A draft is passed on by somebody who has signed it.',
    'Sign it first, as the member who is signed in.',
  ),
  'draft-differs': known(409, 'This is not the text of that draft.', 'Sign the draft as it is, or open another one.'),
  'draft-full': known(
    409,
    'An entry has {limit} signatures at most, and whoever is asked must find room.',
    'Sign the draft as it is, or open another one.',
  ),
  'too-many-drafts': known(
    429,
    'You or your organisation have {limit} drafts waiting.',
    'Send some of them, or take them back first.',
  ),
  'port-busy': known(
    503,
    'The port {port} is taken by another program.',
    'Stop the other program, or choose another port (SULH_PORT).',
  ),
  internal: known(
    500,
    'Something went wrong here; it was logged.',
    'Try again; if it stays, tell the host’s operator the time.',
  ),
} as const satisfies Record<string, Known>;

const REFUSED: Record<string, number> = {
  'unknown-key': 403,
  'revoked-key': 403,
  'wrong-seat': 403,
  'not-yours': 403,
  'not-a-member': 403,
};

const TODO: Record<string, string> = {
  'unknown-key': 'Let the organisation’s lead enrol the key.',
  'revoked-key': 'Use the key that is enrolled now.',
  'wrong-seat': 'Let a member sign who holds one of the seats.',
  'not-yours': 'Let a member of the organisation sign whose own matter it is.',
  'not-a-member': 'Let an organisation of the terms sign.',
  'unknown-kind': 'See docs/entries.md or /api/kinds for the kinds that there are.',
  'no-terms': 'Adopt the terms first.',
};

/** Every problem that a caller can meet, by its code. */
export const PROBLEMS: Readonly<Record<string, Known>> = Object.freeze({
  ...Object.fromEntries(
    Object.entries(REFUSALS).map(([code, says]) => [code, known(REFUSED[code] ?? 422, says, TODO[code] ?? MEND)]),
  ),
  ...RECORD,
  ...HOST,
});

export const PROBLEM_TYPE = 'https://sulh.example/problems/';

/** What is sent for a problem: RFC 9457, and the details that its sentence is made of. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly todo: string;
  readonly [detail: string]: unknown;
}

const RESERVED = new Set(['type', 'title', 'status', 'detail', 'code', 'todo', 'instance', 'at']);

/** Sentences of one language: of problems by code, of what to do by the English; what is missing is said in English. */
export type Sentences = Readonly<Record<string, string>>;

/** The answer to anything that was thrown. What is not in the catalogue is `internal`, without a word of what it was. */
export function problemBody(error: unknown, sentences: Sentences = {}): ProblemBody {
  const problem = error instanceof Problem && Object.hasOwn(PROBLEMS, error.code) ? error : new Problem('internal');
  const { status, says, todo } = PROBLEMS[problem.code]!;
  const details = Object.fromEntries(Object.entries(problem.details).filter(([name]) => !RESERVED.has(name)));
  return {
    ...details,
    type: PROBLEM_TYPE + problem.code,
    title: problem.code.replaceAll('-', ' '),
    status,
    detail: fill(sentences[problem.code] ?? says, problem.details),
    code: problem.code,
    todo: fill(sentences[todo] ?? todo, problem.details),
    ...(problem.at === undefined ? {} : { at: problem.at }),
  };
}

/** Instants as they stand on record, within a detail of a problem. */
const INSTANTS = /\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z/g;
const RIGHT_TO_LEFT = /\p{Script=Arabic}/u;

function fill(sentence: string, details: Record<string, unknown>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    const words = (Array.isArray(value) ? value.join(', ') : value === undefined ? '…' : String(value))
      .replace(INSTANTS, '$1 $2 UTC')
      .slice(0, 201);
    const short = words.length > 200 ? `${words.slice(0, 200)}…` : words;
    // A code, a time or a name of the other direction does not turn the words around it.
    return RIGHT_TO_LEFT.test(sentence) ? `\u2068${short}\u2069` : short;
  });
}
