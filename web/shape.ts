// The shape of an entry's body as its schema has it, for forms and for drafts that are read in words.

import { Id, MemberId, OrganisationId, type TableName, Tongue } from '@sulh/mechanism';

/** The parts of JSON Schema that the rules' schemas are made of. */
export interface Shape {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly propertyNames?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

const patternOf = (schema: { toJSONSchema(): object }): string =>
  (schema.toJSONSchema() as { pattern: string }).pattern;
const ID = patternOf(Id);
const MEMBER = patternOf(MemberId);
const ORGANISATION = patternOf(OrganisationId);
const TONGUE = patternOf(Tongue);

/** The table whose row an id in a field of this name speaks of. */
const TABLES: Readonly<Record<string, TableName>> = {
  access: 'access',
  agreement: 'agreement',
  bulletin: 'bulletin',
  case: 'case',
  ceasefire: 'ceasefire',
  claim: 'claim',
  claims: 'claim',
  coverage: 'coverage',
  docket: 'docket',
  document: 'document',
  evidence: 'evidence',
  file: 'confidential',
  hotline: 'hotline',
  incident: 'incident',
  list: 'list',
  notice: 'notice',
  original: 'evidence',
  other: 'incident',
  participation: 'participation',
  pledge: 'pledge',
  report: 'report',
  reports: 'report',
  round: 'round',
  share: 'share',
  statement: 'crossing',
};

/** A part of a row that is spoken of by its own name: the field of the body that names the row, and the row's list. */
export const PARTS: Readonly<Record<string, readonly [table: TableName, field: string, list: string]>> = {
  ask: ['share', 'share', 'asks'],
  consent: ['share', 'share', 'asks'],
  delivery: ['agreement', 'agreement', 'deliveries'],
  finding: ['case', 'case', 'findings'],
  findings: ['case', 'case', 'findings'],
  item: ['round', 'round', 'agenda'],
  objection: ['docket', 'docket', 'objections'],
  obligation: ['agreement', 'agreement', 'obligations'],
  recommendation: ['case', 'case', 'recommendations'],
  version: ['bulletin', 'bulletin', 'versions'],
};

/** What a text of the body is. */
export type Text =
  | { readonly is: 'row'; readonly table: TableName }
  | { readonly is: 'part' | 'entry' | 'organisation' | 'member' | 'language' | 'place' | 'crossing' }
  | { readonly is: 'instant' | 'day' | 'time' | 'long' | 'line' | 'code' };

export function textOf(shape: Shape, name: string): Text {
  const { pattern, format } = shape;
  if (pattern === ID && TABLES[name]) return { is: 'row', table: TABLES[name] };
  if (PARTS[name]) return { is: 'part' };
  if (pattern === ID) return { is: 'entry' };
  if (pattern === ORGANISATION && name !== 'id') return { is: 'organisation' };
  if (pattern === MEMBER) return { is: 'member' };
  if (pattern === TONGUE) return { is: 'language' };
  if (name === 'crossing') return { is: 'crossing' };
  if (name === 'ref' || name === 'sectors' || name === 'places') return { is: 'place' };
  if (format === 'date-time') return { is: 'instant' };
  if (format === 'date') return { is: 'day' };
  if (name === 'opens' || name === 'closes') return { is: 'time' };
  if (pattern !== undefined) return { is: 'code' };
  return { is: (shape.maxLength ?? 0) > 400 ? 'long' : 'line' };
}

/** Words by language. */
export const isWords = (shape: Shape): boolean => shape.propertyNames?.pattern === TONGUE;
/** Words of a kept document. */
export const isSpan = ({ properties }: Shape): boolean => !!properties?.document && !!properties.start;
/** A file beside the record. */
export const isFile = ({ properties }: Shape): boolean => !!properties?.sha256 && !!properties.size;
/** A kind of event, which the terms can add to. */
export const isEvent = (shape: Shape): boolean => allCodes(shape).includes('shelling');

/** The codes that a shape allows, through its choices. */
export const allCodes = (shape: Shape): readonly string[] => [
  ...(shape.enum ?? []),
  ...[...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap(allCodes),
];

/** The choices of a shape that is one of several. */
export const choicesOf = (shape: Shape): readonly Shape[] | undefined => shape.oneOf ?? shape.anyOf;
/** The field and the code by which one choice is told from the others. */
export function tellsApart({ properties = {} }: Shape): readonly [field: string, code: string] | undefined {
  const found = Object.entries(properties).find(([, one]) => typeof one.const === 'string');
  return found && [found[0], found[1].const as string];
}
/** The choice that a value is of. */
export const choiceOf = (choices: readonly Shape[], value: unknown): Shape | undefined =>
  choices.find((one) => {
    const told = tellsApart(one);
    return told && (value as Record<string, unknown> | undefined)?.[told[0]] === told[1];
  });

/** Name of the field at the end of a path, without places in lists. */
export const nameAt = (path: readonly (string | number)[]): string =>
  String(path.findLast((one) => typeof one === 'string') ?? '');
/** A path as the catalogue of codes has it. */
export const plainPath = (path: readonly (string | number)[]): string =>
  path.filter((one) => typeof one === 'string').join('.');

/** A value with what is empty left out, and with what a schema asks for and nobody has begun; so that faults name fields. */
export function whole(shape: Shape, value: unknown): unknown {
  if (shape.const !== undefined) return shape.const;
  const choices = choicesOf(shape);
  if (choices && !isEvent(shape)) {
    const chosen =
      choiceOf(choices, value) ?? (typeof value === 'object' || value === undefined ? choices[0] : undefined);
    return chosen && tellsApart(chosen) ? whole(chosen, value) : value;
  }
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (Array.isArray(value)) {
    const items = value.map((one) => whole(shape.items ?? {}, one)).filter((one) => one !== undefined);
    return items;
  }
  if (isWords(shape) || (shape.propertyNames && typeof value === 'object')) {
    const kept = Object.entries((value as Record<string, unknown>) ?? {})
      .map(([name, one]) => [name, whole((shape.additionalProperties as Shape) ?? {}, one)] as const)
      .filter(([, one]) => one !== undefined);
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  }
  if (!shape.properties) return value;
  const given = (value as Record<string, unknown> | undefined) ?? {};
  const made: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(shape.properties)) {
    const asked = shape.required?.includes(name) ?? false;
    if (!asked && given[name] === undefined) continue;
    const inner = whole(one, given[name]);
    if (inner !== undefined) made[name] = inner;
  }
  return made;
}

/** Where the kinds are that have a page of their own. */
const PAGES: Readonly<Record<string, string>> = {
  'report.file': '/file',
  'report.correct': '/reports',
  'report.withdraw': '/reports',
  'document.keep': '/documents',
  'document.claim': '/documents',
  'document.reject-claim': '/documents',
  'document.reject-proposal': '/documents',
  'incident.open': '/incident/new',
  'incident.link': '/incidents',
  'incident.unlink': '/incidents',
  'case.open': '/incidents',
  'case.evidence': '/cases',
  'case.draft': '/cases',
  'case.reply': '/cases',
  'case.position': '/cases',
  'case.adopt': '/cases',
  'access.ask': '/cases',
  'access.answer': '/cases',
  'access.outcome': '/cases',
  'crossing.declare': '/crossings',
  'crossing.observe': '/crossings',
  'agreement.sign': '/agreements',
  'member.enrol': '/members',
  'evidence.deposit': '/reports',
  'evidence.transfer': '/reports',
  'evidence.receive': '/reports',
  'bulletin.draft': '/bulletins',
  'bulletin.correct': '/bulletins',
  'bulletin.approve': '/bulletins',
  'organisation.seal-key': '/sealed',
  'terms.adopt': '/terms',
  // All of an aggregate.
  confidential: '/confidential',
  handover: '/handovers',
  hotline: '/hotline',
  notice: '/notices',
  share: '/sharing',
};

/** The page on which a kind has a form of its own; undefined where the form here makes it. */
export const formOf = (kind: string): string | undefined => PAGES[kind] ?? PAGES[kind.split('.')[0]!];
