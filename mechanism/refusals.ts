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
  'unknown-audience': 'The audience names {organisation}, which is not a member of this mechanism.',
  'no-terms': 'The first entry of a record is its terms.',
  'in-the-future': 'The event begins at {from}, after the entry was received.',
  'report-withdrawn': 'The report {id} was withdrawn.',
  'not-yours': 'Only {organisation} may do this for itself.',
} as const;
export type RefusalCode = keyof typeof REFUSALS;
