/**
 * Scores the reading against PolNeAR, news articles whose sources, cues and contents others have annotated, where a copy is
 * handed in: `npm run eval polnear -- FOLDER [--faults]`, the folder being one of its `data/dev`, `data/test`.
 * A quotation is what stands in double marks within a content; an indirect claim is a content without marks beside a verb of
 * saying. Pronouns as sources stand for the last source that was named.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sameSpeaker } from '../eval.ts';
import { readDocument } from '../index.ts';

interface Attribution {
  readonly source: string;
  /** The source is named where it stands, so that a name can be asked for. */
  readonly named: boolean;
  readonly cue: string;
  readonly spans: readonly (readonly [number, number])[];
  readonly at: number;
}

const SAYING =
  /\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|according to|add(?:s|ed|ing)?|claim(?:s|ed|ing)?|stat(?:es?|ed|ing)|not(?:es?|ed|ing)|argu(?:es?|ed|ing)|warn(?:s|ed|ing)?|insist(?:s|ed|ing)?|den(?:y|ies|ied|ying)|accus(?:es?|ed|ing)|announc(?:es?|ed|ing)|explain(?:s|ed|ing)?|declar(?:es?|ed|ing)|assert(?:s|ed|ing)?|maintain(?:s|ed|ing)?|acknowledg(?:es?|ed|ing)|admit(?:s|ted|ting)?|conced(?:es?|ed|ing)|suggest(?:s|ed|ing)?|report(?:s|ed|ing)?|confirm(?:s|ed|ing)?|urg(?:es?|ed|ing)|demand(?:s|ed|ing)?|pledg(?:es?|ed|ing)|vow(?:s|ed|ing)?|promis(?:es?|ed|ing)|writ(?:es?|ing)|wrote|repl(?:y|ies|ied|ying)|respond(?:s|ed|ing)?|criticiz(?:es?|ed|ing)|blam(?:es?|ed|ing)|alleg(?:es?|ed|ing)|call(?:s|ed|ing)?|reject(?:s|ed|ing)?|point(?:s|ed|ing) out|tweet(?:s|ed|ing)?|cit(?:es?|ed|ing))\b/i;
const PRONOUN = /^(?:he|she|it|they|who|which|that|him|her|his|their|its|i|we|you|the \p{Ll}+|many of whom)$/iu;

export function readAnnotation(ann: string): Attribution[] {
  const spans = new Map<string, { spans: [number, number][]; text: string }>();
  const out: Attribution[] = [];
  for (const line of ann.split('\n')) {
    const [id = '', middle = '', text = ''] = line.split('\t');
    if (/^T/.test(id)) {
      const at = middle.slice(middle.indexOf(' ') + 1).split(';');
      spans.set(id, { spans: at.map((s) => s.split(' ').map(Number) as [number, number]), text });
    } else if (/^E/.test(id) && /^Attribution:/.test(middle)) {
      const of = (role: string): { spans: [number, number][]; text: string }[] =>
        [...middle.matchAll(new RegExp(`\\b${role}\\d*:(T\\d+)`, 'g'))].flatMap((m) => spans.get(m[1]!) ?? []);
      const content = of('Content').flatMap((one) => one.spans);
      const source = of('Source')
        .map((one) => one.text)
        .join(' and ');
      if (content.length && source)
        out.push({
          source,
          named: /\p{Lu}/u.test(source) && !PRONOUN.test(source),
          cue: of('Cue')
            .map((one) => one.text)
            .join(' '),
          spans: content,
          at: Math.min(...content.map((s) => s[0])),
        });
    }
  }
  out.sort((a, b) => a.at - b.at);
  let named = '';
  return out.map((one) => {
    if (!PRONOUN.test(one.source)) named = one.source;
    return { ...one, source: PRONOUN.test(one.source) ? named : one.source };
  });
}

class Count {
  right = 0;
  missed = 0;
  extra = 0;
  readonly faults: string[] = [];
  line(task: string): string {
    const p = this.right / Math.max(1, this.right + this.extra);
    const r = this.right / Math.max(1, this.right + this.missed);
    const n = (x: number): string => x.toFixed(3).padStart(7);
    return `${task.padEnd(40)} ${String(this.right).padStart(6)} ${String(this.missed).padStart(6)} ${String(this.extra).padStart(5)}   ${n(p)} ${n(r)} ${n((2 * p * r) / Math.max(1e-9, p + r))}`;
  }
}
const shared = (a: readonly [number, number], b: readonly [number, number]): number =>
  Math.max(0, Math.min(a[1], b[1]) - Math.max(a[0], b[0]));

const sameVerb = (verb: string | null, cue: string): boolean => cue.toLowerCase().includes((verb ?? '').toLowerCase());

function score(folder: string): void {
  const quotes = new Count();
  const clauses = new Count();
  const speakers = new Count();
  const named = new Count();
  const indirect = new Count();
  let attributed = 0;
  let lost = 0;
  const notes = readdirSync(join(folder, 'attributions')).sort();
  for (const file of readdirSync(join(folder, 'text')).sort()) {
    const ann = notes.find((n) => n.startsWith(file.replace(/\.txt$/, '')));
    if (!ann) continue;
    // Offsets there are of code points.
    const text = readFileSync(join(folder, 'text', file), 'utf8');
    const gold = readAnnotation(readFileSync(join(folder, 'attributions', ann), 'utf8'));
    const { claims, furniture } = readDocument(file, text);
    for (const s of gold.flatMap((g) => g.spans)) {
      attributed += s[1] - s[0];
      for (const f of furniture) {
        lost += shared(s, f);
        if (shared(s, f) > 0 && process.argv.includes('--faults'))
          console.log(`LOST ${file.slice(0, 30)} ${text.slice(f[0], f[1]).slice(0, 150)}`);
      }
    }
    const note = (c: Count, s: string): void => void c.faults.push(`${file.slice(0, 30)}: ${s.replace(/\s+/g, ' ')}`);

    const found = claims.filter((c) => c.quote !== null && c.speaker !== 'outlet');
    const used = new Set<(typeof found)[number]>();
    for (const m of text.matchAll(/“[^“”]{2,4000}”|"[^"]{2,4000}"|''(?:[^']|'(?!')){2,4000}''/g)) {
      const at: [number, number] = [m.index + 1, m.index + m[0].length - 1];
      const of = gold.find((g) => g.spans.some((s) => shared(s, at) >= (at[1] - at[0]) * 0.5));
      const hit = claims.find(
        (c) =>
          c.quote !== null &&
          shared([c.quoteStart!, c.quoteEnd!], at) >= Math.max(at[1] - at[0], c.quoteEnd! - c.quoteStart!) * 0.5,
      );
      if (!of) {
        if (hit) used.add(hit);
        continue;
      }
      const long = m[0].split(/\s+/).length >= 5;
      if (!hit || hit.speaker === 'outlet') {
        if (hit) used.add(hit);
        quotes.missed++;
        if (long) clauses.missed++;
        note(quotes, `${hit ? 'unattributed' : 'missed'} [${of.source} | ${of.cue}] ${m[0].slice(0, 90)}`);
        continue;
      }
      used.add(hit);
      quotes.right++;
      if (long) clauses.right++;
      const same = sameSpeaker(hit.speaker, of.source);
      const tell = (c: Count): void => {
        if (same) c.right++;
        else {
          c.missed++;
          c.extra++;
        }
      };
      tell(speakers);
      if (!same)
        note(speakers, `${hit.speaker} for ${of.source} | ${of.cue} | ${hit.attribution}: ${m[0].slice(0, 80)}`);
      if (of.named) tell(named);
    }
    for (const f of found)
      if (!used.has(f)) {
        quotes.extra++;
        if (f.quote!.split(/\s+/).length >= 5) clauses.extra++;
        note(quotes, `extra ${f.speaker}: ${f.quote!.slice(0, 80)}`);
      }

    const told = claims.filter((c) => c.speech === 'indirect' && c.speaker !== 'outlet');
    const taken = new Set<(typeof told)[number]>();
    for (const g of gold) {
      const size = g.spans.reduce((n, s) => n + s[1] - s[0], 0);
      if (g.spans.some((s) => /[“”"]|''/.test(text.slice(s[0], s[1])))) continue;
      const near = told.filter(
        (c) => !taken.has(c) && g.spans.reduce((n, s) => n + shared(s, [c.start, c.end]), 0) >= size * 0.5,
      );
      const hit =
        near.find((c) => sameSpeaker(c.speaker, g.source) && sameVerb(c.verb, g.cue)) ??
        near.find((c) => sameSpeaker(c.speaker, g.source) || (!g.named && sameVerb(c.verb, g.cue)));
      if (hit) taken.add(hit);
      if (!SAYING.test(g.cue)) continue;
      if (hit) indirect.right++;
      else {
        indirect.missed++;
        note(
          indirect,
          `missed [${g.source} | ${g.cue}] ${text.slice(g.spans[0]![0], g.spans[0]![0] + 90)}${near.length ? ` HAVE ${near.map((c) => c.speaker).join('; ')}` : ''}`,
        );
      }
    }
    for (const c of told)
      if (!taken.has(c)) {
        indirect.extra++;
        note(
          indirect,
          `extra ${c.speaker} | ${c.verb}: ${text.slice(c.start, c.end).replace(/\s+/g, ' ').slice(0, 160)}`,
        );
      }
  }
  console.log(`PolNeAR ${folder}\n${'task'.padEnd(40)}  right missed extra  precision recall    F1`);
  console.log(`attributed words taken for furniture: ${((100 * lost) / attributed).toFixed(2)} %`);
  for (const [task, c] of [
    ['quotations with someone who speaks', quotes],
    ['the same, of five words or more', clauses],
    ['speaker of a quotation', speakers],
    ['the same, where the source has a name', named],
    ['indirect claims', indirect],
  ] as const) {
    console.log(c.line(task));
    if (process.argv.includes('--faults')) for (const f of c.faults) console.log(`      ${f}`);
  }
}

if (process.argv[1] === import.meta.filename) {
  const folder = process.argv[2];
  if (folder && existsSync(join(folder, 'attributions'))) score(folder);
  else console.log('PolNeAR is not handed in: npm run eval polnear -- FOLDER (its data/dev or data/test)');
}
