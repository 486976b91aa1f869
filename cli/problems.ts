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
});
