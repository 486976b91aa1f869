// Problems that only the command line meets, in the same form as the host's catalogue.

import type { Known } from '@sulh/server';

const known = (says: string, todo: string): Known => ({ status: 0, says, todo });

export const OWN: Readonly<Record<string, Known>> = Object.freeze({
  'cannot-read': known('{file} cannot be read ({why}).', 'Check the name and who may read it.'),
  'cannot-write': known('{file} cannot be written ({why}).', 'Choose another name, or remove what is there.'),
  'file-too-large': known('{file} is larger than {limit} bytes.', 'Give a smaller file.'),
  'not-utf8': known('{file} is not text in UTF-8.', 'Save it as UTF-8.'),
  'cannot-fetch': known('{url} could not be fetched: {why}.', 'Save the page as a file and give that.'),
  'no-text': known('{file} is not text that can be read ({why}).', 'Give text: a saved page, a message, an article.'),
  'bad-json': known('{file} is not JSON ({why}).', 'Mend the file.'),
  unreachable: known('{url} cannot be reached ({why}).', 'Is the host running? `npm start` starts one here.'),
  'bad-answer': known('{url} answered in a way that no host does ({why}).', 'Check the address.'),
  'record-not-sound': known(
    'An audit of the record found something wrong ({code}), so nothing is sealed by what it says.',
    'See `sulh audit`, and tell the other organisations.',
  ),
  'not-mirrored': known(
    'The mirror holds no note of an entry {id}.',
    'Check the id, and whether the member that the mirror copies for may read it.',
  ),
  'not-sealed': known('The entry {id} has no sealed text.', 'Check the id.'),
  'not-for-you': known('None of these identities opens it.', 'Give the identity of the organisation it was sealed to.'),
  'commitment-broken': known(
    'What the host gave is not what the record committed to.',
    'Ask for it again; if it stays, tell the auditors.',
  ),
  'bad-recipient': known('A recipient is not an age recipient.', 'Let the organisation set its seal key again.'),
  'bad-config': known(
    '{file} is not a config file as it should be: {path}: {why}.',
    'Mend the file; --help shows how one is made.',
  ),
  'not-of-this-log': known(
    'This does NOT hold: the log’s key with which it was checked did not sign it.',
    'It is from another record, or it was changed. Compare the key, and rely on nothing in it.',
  ),
  'bad-weights': known(
    'The weights are not as they should be: {field}.',
    'sulh fuse --fit writes such a file; docs/formats.md tells what each weight is.',
  ),
  'bad-judgement': known(
    'The file of what was judged is not as it should be, in line {line}: {why}.',
    'Give columns a, b, same, or report, incident.',
  ),
  'too-few-pairs': known(
    'Too few judged pairs to fit weights on: {same} of one incident, {different} of two; {atLeast} of each are needed.',
    'Judge more pairs, or use the weights as they are.',
  ),
  'no-reports': known('{file} has no report that could be read.', 'See docs/formats.md for the columns.'),
  'host-unreachable': known(
    'The host cannot be reached, or answers with an error ({path}: {why}).',
    'Try again later.',
  ),
  'no-record': known('{folder} is no record’s folder and no mirror’s.', 'Check the name.'),
  'weak-passphrase': known('A passphrase has at least {atLeast} characters.', 'Choose several words.'),
  'wrong-passphrase': known('The passphrase does not open the key.', 'Try again; without it the key is lost.'),
});

/** What was found wrong: a command that meets one has done its work, and ends with 1. */
export const FOUND: Readonly<Record<string, Known>> = Object.freeze({
  'tile-missing': known(
    'A tile or an entry bundle is missing ({path}).',
    'Ask for it again; if it stays, tell the others.',
  ),
  'bad-bundle': known('An entry bundle is not well formed.', 'Tell the other organisations.'),
  'tile-differs': known('A tile is not what the entries make it.', 'Tell the other organisations.'),
  'root-differs': known('The entries do not make the tree that the log signed.', 'Tell the other organisations.'),
  rewritten: known(
    'The record is no continuation of what was seen before.',
    'Keep both, and tell the other organisations.',
  ),
  'recorded-twice': known('The entry stands at two places: here, and at {first}.', 'Tell the other organisations.'),
  'note-differs': known('The note is not the one that was recorded at this place.', 'Tell the other organisations.'),
  'bad-receipt-time': known('Its receipt time is none.', 'Tell the other organisations.'),
  'receipt-time-went-back': known(
    'Its receipt time lies before that of the entry before it.',
    'Tell the other organisations.',
  ),
  'receipt-time-ahead': known(
    'It is said to have been received at {receivedAt}; by other clocks it was {bound} at the latest.',
    'Deadlines after it cannot be relied on. Tell the other organisations.',
  ),
  'receipt-time-behind': known(
    'It is said to have been received at {receivedAt}, but at {bound} it was not in the record.',
    'Deadlines after it cannot be relied on. Tell the other organisations.',
  ),
  'receipt-time-differs': known(
    'It is said to have been received at {receivedAt}; your mirror was told {before}.',
    'Keep your mirror’s folder, and tell the other organisations.',
  ),
  'kept-back': known(
    'It is not shown to you now, and was shown to your mirror before.',
    'See that you ask as the member for whom the mirror asks; if so, tell the other organisations.',
  ),
  'notes-out-of-order': known('Notes were shown out of order, or twice.', 'Tell the other organisations.'),
  'bad-notes': known('What the host shows as notes is none.', 'Try again; if it stays, tell the others.'),
  'tiles-differ': known(
    'What the host serves does not make the tree that it signed; nothing of it was kept.',
    'Try again; if it stays, tell the others.',
  ),
  'notes-differ': known(
    'Note {index} is not the one that the host recorded; nothing of it was kept.',
    'Try again; if it stays, tell the others.',
  ),
  'mirror-damaged': known(
    'The mirror’s own copy was changed on this disk ({what}).',
    'Restore it, or begin a new one in another folder.',
  ),
  'file-differs': known('A file beside the record is not the one that entries cite.', 'Restore it; tell the others.'),
  'not-a-fork': known('This file does not show that the log signed two histories ({why}).', 'Accuse nobody by it.'),
});
