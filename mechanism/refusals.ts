// Every named refusal of the rules, with a sentence for a person. The office and the field app have the same sentences in
// their languages, under the same codes. `{name}` is filled from the problem's details.

export const REFUSALS = {
  'unknown-kind': 'There is no kind of entry named {kind}.',
  'invalid-body': 'The entry does not fit its kind: {path}: {message}.',
  'unknown-key': 'The key {name} is not enrolled in this record.',
  'revoked-key': 'The key {name} was revoked; entries that it signed before stay valid.',
  'wrong-seat': 'This needs the seat {seats}; {member} does not hold it.',
  'one-signer': 'An entry of this kind is signed by one author.',
  'same-signer': 'The same member signed twice.',
  'not-a-member': 'The organisation {organisation} is not a member of this mechanism.',
  'not-found': 'There is no {what} {id} that this entry could refer to.',
  'audience-differs': 'An entry on {what} goes to the same audience as that {what}.',
  'audience-not-allowed': 'An entry of kind {kind} goes to {audience}.',
  'audience-without-author': 'The audience leaves out {organisation}, which signs the entry.',
  'cannot-be-sealed': 'An entry of kind {kind} cannot be sealed.',
  'unknown-audience': 'The audience names {organisation}, which is not a member of this mechanism.',
  'no-terms': 'The first entry of a record is its terms.',
  // terms and members
  'twice-in-terms': 'The terms name {what} twice.',
  'too-few-parties': 'A mechanism has two parties or more.',
  'chair-not-guarantor': 'The chair {organisation} is not one of the guarantors.',
  'bad-root-key': 'The root key of {organisation} is not an Ed25519 key named after this record and the organisation.',
  'refer-to-whom': 'A deadlock that is referred needs somebody to whom it is referred.',
  'signature-missing': 'The signatures of {organisations} are missing.',
  'party-missing': 'The party {organisation} cannot be left out of the terms.',
  'role-changed': 'The role of {organisation} cannot change.',
  'root-changed': 'The root key of {organisation} changes only by its own rotation.',
  'name-taken': 'There is a member named {member}.',
  'seat-not-for-role': 'The seat {seat} is not one that {organisation} can fill.',
  'bad-member-key': 'The key is not an Ed25519 key named after this record and the member.',
  'key-used': 'This key was used before; a new member or a rotation needs a new key.',
  'in-the-future': 'The event begins at {from}, after the entry was received.',
  'report-withdrawn': 'The report {id} was withdrawn.',
  'not-yours': 'Only {organisation} may do this for itself.',
} as const;
export type RefusalCode = keyof typeof REFUSALS;
