/**
 * Scores the reading room: against the articles in `tests/articles` (written for this) and against the gold of
 * `../shared/gold` if it is there. `node reading/tests/eval-gold.ts [--faults] [--kept-back]`, or of annotated folders: `... FOLDER...`
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, type GoldCross, type GoldDocument, type Score } from '../eval.ts';
import { read } from '../index.ts';

interface Annotation {
  readonly title: string | null;
  readonly published: string | null;
  readonly boilerplate: readonly string[];
  readonly claims: readonly {
    speaker: string;
    side: string;
    speech: string;
    verb: string | null;
    kind: string;
    quote: string | null;
    text: string;
  }[];
  readonly dates: GoldDocument['dates'];
  readonly figures: GoldDocument['figures'];
  readonly places: readonly string[];
}

/** The articles written for this, with their annotations in the form of the gold. */
export function ownArticles(): { files: { file: string; text: string }[]; gold: GoldDocument[] } {
  const folder = join(import.meta.dirname, 'articles');
  const notes = JSON.parse(readFileSync(join(folder, 'annotations.json'), 'utf8')) as Record<string, Annotation>;
  const files = Object.keys(notes).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  const gold = Object.entries(notes).map(([file, a]) => ({
    file,
    title: a.title,
    published: a.published,
    boilerplate_spans: a.boilerplate,
    claims: a.claims.map((c) => ({ ...c, speaker_side: c.side })),
    dates: a.dates,
    figures: a.figures,
    places: a.places,
  }));
  return { files, gold };
}

interface Brief {
  readonly title: string | null;
  readonly published: string | null;
  readonly boilerplate: readonly string[];
  /** Speaker, speech, words. */
  readonly quotes: readonly [string, string, string][];
  readonly dates: readonly [string, string | null][];
  readonly figures: readonly [string, number | null, string][];
}
/** What is annotated of the second set. */
const SECOND_TASKS =
  /^(?:title and day of publication|furniture.*|quotations|direct quotations|speaker of a quotation|dates.*|figures)$/;
const THIRD_TASKS = new RegExp(`${SECOND_TASKS.source}|^indirect claims$`);

/** Twelve short articles, annotated before they were ever read: quotations, speakers, dates and figures only. */
export function secondArticles(): { files: { file: string; text: string }[]; gold: GoldDocument[] } {
  const folder = join(import.meta.dirname, 'articles/second');
  const notes = JSON.parse(readFileSync(join(folder, 'annotations.json'), 'utf8')) as Record<string, Brief>;
  const files = Object.keys(notes).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  const gold = Object.entries(notes).map(([file, a]) => {
    const { text } = files.find((f) => f.file === file)!;
    return {
      file,
      title: a.title,
      published: a.published,
      boilerplate_spans: a.boilerplate,
      claims: a.quotes.map(([speaker, speech, quote]) => {
        if (!text.includes(quote)) throw new Error(`${file} has no “${quote}”`);
        return { speaker, speech, quote, verb: null, kind: '', text: quote };
      }),
      dates: a.dates.map(([words, iso]) => ({ text: words, iso })),
      figures: a.figures.map(([words, value, unit]) => ({ text: words, value, unit })),
      places: [],
    };
  });
  return { files, gold };
}

/**
 * An article with its annotation in the text: `{d=2026-03-14|March 14}`. `f` furniture, `t` title, `p` day of publication,
 * `d` date, `n` figure (value and what it counts), `q` and `m` words quoted directly or in part (speaker), `i` what is told
 * without marks (speaker/verb). They may lie within one another.
 */
export function unmark(file: string, marked: string): { file: string; text: string; gold: GoldDocument } {
  const open: { tag: string; value: string; at: number }[] = [];
  const found: { tag: string; value: string; words: string; at: number }[] = [];
  let text = '';
  for (const m of marked.matchAll(/\{([ftpdnqmi])(?:=([^|{}]*))?\||\}|[^{}]+|\{/g)) {
    if (m[1]) open.push({ tag: m[1], value: m[2] ?? '', at: text.length });
    else if (m[0] === '}') {
      const { tag, value, at } = open.pop()!;
      found.push({ tag, value, at, words: text.slice(at) });
    } else text += m[0];
  }
  found.sort((a, b) => a.at - b.at);
  const of = (tags: string): typeof found => found.filter((one) => tags.includes(one.tag));
  return {
    file,
    text,
    gold: {
      file,
      title: of('t')[0]?.words ?? null,
      published: of('p')[0]?.value ?? null,
      boilerplate_spans: of('f').map((one) => one.words),
      claims: of('qmi').map(({ tag, value, words }) => {
        const [speaker = '', verb = ''] = value.split('/');
        const speech = tag === 'q' ? 'direct' : tag === 'm' ? 'mixed' : 'indirect';
        return { speaker, verb: verb || null, speech, quote: tag === 'i' ? null : words, kind: '', text: words };
      }),
      dates: of('pd').map(({ value, words }) => ({ text: words, iso: value || null })),
      figures: of('n').map(({ value, words }) => {
        const at = value.indexOf(' ');
        return { text: words, value: Number.parseFloat(value), unit: value.slice(at + 1) };
      }),
      places: [],
    },
  };
}

/** Twelve articles in the manner of as many desks, annotated before they were ever read. */
export function thirdArticles(): { files: { file: string; text: string }[]; gold: GoldDocument[] } {
  const folder = join(import.meta.dirname, 'articles/third');
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => unmark(file, readFileSync(join(folder, file), 'utf8')));
  return { files, gold: files.map((one) => one.gold) };
}

/** A folder of articles with an `annotations.json` in the form of the gold: a file name to its annotation. */
export function annotatedIn(folder: string): { files: { file: string; text: string }[]; gold: GoldDocument[] } {
  const notes = JSON.parse(readFileSync(join(folder, 'annotations.json'), 'utf8')) as Record<string, GoldDocument>;
  const files = Object.keys(notes).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  return { files, gold: Object.entries(notes).map(([file, a]) => ({ ...a, file })) };
}

/** Scores each article for itself: they tell of different conflicts. */
export function scoreAlone({
  files,
  gold,
}: {
  files: { file: string; text: string }[];
  gold: GoldDocument[];
}): Score[] {
  const documents = files.flatMap((f) => read([f]).documents);
  const texts = new Map(files.map((f) => [f.file, f.text]));
  return evaluate(gold, null, { documents, happenings: [], origins: [], contradictions: [], unheard: [] }, texts);
}

/** `open`: its faults may be listed. */
function print(title: string, scores: readonly Score[], open = true): void {
  console.log(`\n${title}\n${'task'.padEnd(32)}  right missed extra  precision recall    F1`);
  for (const s of scores) {
    const n = (x: number): string => x.toFixed(3).padStart(7);
    console.log(
      `${s.task.padEnd(32)} ${String(s.right).padStart(6)} ${String(s.missed).padStart(6)} ${String(s.extra).padStart(5)}   ${n(s.precision)} ${n(s.recall)} ${n(s.f1)}`,
    );
    if (open && process.argv.includes('--faults')) for (const f of s.faults) console.log(`      ${f}`);
  }
}

const folders = process.argv.slice(2).filter((one) => !one.startsWith('--'));
if (process.argv[1] === import.meta.filename && folders.length > 0)
  for (const one of folders) print(one, scoreAlone(annotatedIn(one)));
else if (process.argv[1] === import.meta.filename) {
  print('Articles written for this', scoreAlone(ownArticles()));
  print(
    'Second set',
    scoreAlone(secondArticles()).filter((one) => SECOND_TASKS.test(one.task)),
  );
  print(
    'Third set',
    scoreAlone(thirdArticles()).filter((one) => THIRD_TASKS.test(one.task)),
  );
  // The eighth set is kept back: scored when asked for, and never listed.
  const keptBack = process.argv.includes('--kept-back') ? ['eighth'] : [];
  for (const one of ['fourth', 'fifth', 'sixth', 'seventh', ...keptBack])
    print(one, scoreAlone(annotatedIn(join(import.meta.dirname, 'articles', one))), one !== 'eighth');
  const shared = join(import.meta.dirname, '../../../shared');
  if (existsSync(join(shared, 'gold/gold.json'))) {
    const gold = Object.values(
      JSON.parse(readFileSync(join(shared, 'gold/gold.json'), 'utf8')) as Record<string, GoldDocument>,
    );
    const cross = JSON.parse(readFileSync(join(shared, 'gold/cross.json'), 'utf8')) as GoldCross;
    const files = readdirSync(join(shared, 'seeds'))
      .filter((f) => f.endsWith('.txt'))
      .sort()
      .map((file) => ({ file, text: readFileSync(join(shared, 'seeds', file), 'utf8') }));
    print('Annotated seed documents', evaluate(gold, cross, read(files), new Map(files.map((f) => [f.file, f.text]))));
  }
}
