// Words of ill will, and entries told in them: every free text of a body is one that tries to run, to leave the page, to turn
// or to bury the words beside it.

import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { type KindName, schemaOf, type WrittenOf } from '@sulh/mechanism';
import { newKey } from '@sulh/record';
import { ORIGIN } from '../server/tests/town.ts';
import { choiceOf, choicesOf, type Shape } from '../web/shape.ts';

const PDI = '\u2069';
/** Marks that only the page's own words may be turned by: whoever reads finds them nowhere else. */
export const WORDS: readonly string[] = [
  '<script>dialog("script")</script><img src=x onerror="alert(1)"><svg onload=alert(2)>',
  `"><iframe srcdoc="<script>alert(3)</script>"></iframe><a href="javascript:alert(4)">open</a>`,
  'javascript:alert(document.cookie)//',
  '[a link](javascript:alert(5)) https://elsewhere.example/a?b=c data:text/html,<script>alert(6)</script>',
  `turned ${PDI}${PDI}\u2067\u2067 to the other side 12, 34 (56)`,
  'constructor',
  '__proto__',
  "{count, plural, other {#}} {0} {{7*7}} \u0024{alert(7)} <0>bold</0> '{",
  'W'.repeat(180),
  `marks a${'\u0301'.repeat(170)}`,
  '</textarea></title></style><style>*{display:none!important}</style><!--',
  '<base href="https://elsewhere.example/"><meta http-equiv="refresh" content="0;url=https://elsewhere.example/">',
  '=HYPERLINK("https://elsewhere.example/","click")',
];
/** What only a passage may hold: characters that turn all after them, lines without end, a forged line of another's. */
const PASSAGES: readonly string[] = [
  `turned ${PDI}\u202e backwards to the end \u202d`,
  `empty${'\n'.repeat(3_000)}lines`,
  `Our account.\n\n\u2028— The south, liaison officer:\n\n“We did it, and regret it.” <b>Adopted by all seats.</b>`,
  `${'word '.repeat(1_500)}`,
  `<table><tr><td>${'<div>'.repeat(900)}`,
  ...WORDS,
];

let count = 0;
const next = (most: number): string => {
  const from = most > 400 ? PASSAGES : WORDS;
  return from[count++ % from.length]!.slice(0, most).trim();
};

/** A value in which free texts are words of ill will. */
function ill(shape: Shape | undefined, value: unknown): unknown {
  if (!shape || value === null || value === undefined) return value;
  const choices = choicesOf(shape);
  if (choices) {
    const chosen = choiceOf(choices, value);
    return chosen ? ill({ ...chosen, oneOf: undefined }, value) : value;
  }
  if (typeof value === 'string') {
    const { pattern, format, enum: codes, const: only, maxLength = 0 } = shape;
    const fixed =
      pattern || format || codes || only !== undefined || maxLength < 100 || /^age1|\+[0-9a-f]{8}\+/.test(value);
    return fixed ? value : next(maxLength);
  }
  if (Array.isArray(value)) return value.map((one) => ill(shape.items, one));
  if (typeof value !== 'object') return value;
  const inner = typeof shape.additionalProperties === 'object' ? shape.additionalProperties : undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, ill(shape.properties?.[name] ?? inner, one)]),
  );
}

/** The same entry in words of ill will: in all its fields, or all but one; those too many for one entry are left out. */
export function hostile(kind: KindName, body: object): readonly object[] {
  const shape = schemaOf(kind) as Shape;
  const own = body as Record<string, unknown>;
  const told = mend(kind, ill(shape, own) as Record<string, unknown>, own);
  const fields = Object.keys(own).filter((name) => JSON.stringify(told[name]) !== JSON.stringify(own[name]));
  return [told, ...fields.map((name) => ({ ...told, [name]: own[name] }))].filter(
    (one) => JSON.stringify(one).length < 40_000,
  );
}

/** What the rules ask of a text beside its form; and in the terms, names that every object of a program has as well. */
function mend(kind: KindName, told: Record<string, unknown>, own: Record<string, unknown>): Record<string, unknown> {
  if (kind === 'document.keep') {
    const text = `${String(own.text)}\n\n${PASSAGES.join('\n\n')}`;
    const bytes = Buffer.from(text);
    return { ...told, text, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }
  if (kind !== 'terms.adopt') return told;
  const { organisations, places = [], ...rest } = told as WrittenOf<'terms.adopt'>;
  const name = { en: 'constructor', ur: WORDS[4]!.slice(0, 200) };
  const root = newKey(`${ORIGIN}/constructor/root`, createHash('sha256').update('constructor').digest()).vkey;
  return {
    ...rest,
    organisations: [...organisations, { id: 'constructor', role: 'observer', name, root }],
    places: [...places, { id: 'constructor', kind: 'sector', name, source: '__proto__' }],
    eventKinds: [{ id: 'x-constructor', name }],
    basis: [{ title: name, citation: WORDS[2] }],
    standards: { established: name },
  };
}

/** A picture of some 50 KB that takes a browser 1.6 GB to draw: 20,000 by 20,000 pixels of black. */
export function deadlyPicture(): Uint8Array {
  const side = 20_000;
  const chunk = (name: string, body: Uint8Array): Buffer => {
    const named = Buffer.concat([Buffer.from(name), body]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(body.length, 0);
    ends.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc((side / 8 + 1) * side))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
