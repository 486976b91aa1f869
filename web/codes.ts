// The codes of the rules' vocabularies, taken from the schemas, and where their words stand. A form offers what the schema
// allows; a code that the rules gain without words in the six languages fails a test.

import { schemaOf } from '@sulh/mechanism';

type Schema = { readonly [name: string]: unknown };

/** Path of each field of a body that holds codes (list items and keys without a mark), and the codes in the schema's order. */
export function codedFields(schema: Schema): Map<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const walk = (part: unknown, path: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const {
      enum: listed,
      const: only,
      properties,
      items,
      additionalProperties,
      propertyNames,
      ...rest
    } = part as Schema;
    for (const code of [...((listed as unknown[]) ?? []), only]) {
      if (typeof code !== 'string') continue;
      const codes = found.get(path) ?? [];
      if (!codes.includes(code)) found.set(path, [...codes, code]);
    }
    for (const [name, each] of Object.entries((properties as Schema) ?? {}))
      walk(each, path ? `${path}.${name}` : name);
    for (const each of [items, additionalProperties, propertyNames]) walk(each, path);
    for (const each of [rest.anyOf, rest.oneOf, rest.allOf].flat()) walk(each, path);
  };
  walk(schema, '');
  return found;
}

/** The codes that a field of a kind's body may hold; none when it has no such field. */
export const codesOf = (kind: string, path: string): readonly string[] =>
  codedFields(schemaOf(kind) ?? {}).get(path) ?? [];

/** The beginning of the keys under which a field's codes have their words; by the end of its path, or by its kind too. */
export const CATALOGUES: Readonly<Record<string, string>> = {
  'access.answer:answer': 'access',
  'access.ask:what': 'access.what',
  'access.outcome:outcome': 'access.outcome',
  'agreement.acknowledge:answer': 'delivery',
  'agreement.amend:known': 'agreement',
  'agreement.record:known': 'agreement',
  'bulletin.correct:body.type': 'bulletin',
  'bulletin.draft:type': 'bulletin',
  'case.close:outcome': 'case.outcome',
  'case.follow-up:result': 'follow-up',
  'case.stop-clock:reason': 'stop',
  'ceasefire.declare:type': 'ceasefire.type',
  'confidential.withdraw:ground': 'withdrawn.ground',
  'file.erase:ground': 'withdrawn.ground',
  'handover.answer-list:answers.answer': 'list-answer',
  'handover.end:because': 'ending',
  'handover.follow-up:result': 'seen',
  'handover.lift-objection:because': 'lifted',
  'handover.object:ground': 'objection',
  'handover.open:what': 'docket',
  'handover.purge:ground': 'purge',
  'hotline.close:outcome': 'call',
  'hotline.call:subject': 'subject',
  'notice.acknowledge:answer': 'notice-answer',
  'share.consent:answer': 'access',
  'talks.close:outcome': 'outcome',
  'talks.position:type': 'position',
  'talks.text:parts.kind': 'part',
  'basis.kind': 'rests',
  'body.kind': 'claim',
  'findings.answer': 'duty',
  'findings.basis': 'basis',
  'figures.value': 'figure',
  'for.table': 'table',
  'measure.events': 'event',
  'measure.kind': 'measure',
  'measure.of': 'notice',
  'measure.status': 'crossing',
  'places.kind': 'place',
  'saidBy.kind': 'side',
  'side.kind': 'side',
  'source.type': 'source',
  'to.kind': 'side',
  'verification.by': 'verified-by',
  'where.kind': 'place',
  breachStandard: 'standard',
  categories: 'category',
  certainty: 'certainty',
  clock: 'clock',
  consequences: 'consequences',
  deadlock: 'deadlock',
  direction: 'crossing',
  directness: 'directness',
  duty: 'duty',
  erasure: 'erasure',
  event: 'event',
  gate: 'gate',
  ground: 'ground',
  holds: 'holds',
  how: 'absent',
  hue: 'hue',
  kind: 'claim',
  known: 'known',
  level: 'level',
  means: 'attach.means',
  nature: 'nature',
  on: 'finding.on',
  partyOrder: 'order',
  position: 'position',
  proposedBy: 'proposed-by',
  role: 'role',
  says: 'says',
  scopes: 'scope',
  seats: 'seat',
  speech: 'speech',
  standard: 'standard',
  standards: 'standard',
  status: 'crossing',
  step: 'pledge',
  subject: 'share-subject',
  tlp: 'tlp',
  what: 'notice',
  'figures.what': 'figure',
  whom: 'whom',
};

/** Where the words of a field's codes stand: `<catalogue>.<code>`; undefined when nobody gave it any. */
export function catalogueOf(kind: string, path: string): string | undefined {
  const parts = path.split('.');
  const ends = parts.map((_, i) => parts.slice(i).join('.'));
  return [`${kind}:${path}`, ...ends].map((name) => CATALOGUES[name]).find((one) => one !== undefined);
}
