/** The language of a text, by script and by its commonest small words. */

import { runsOf } from './characters.ts';

const WORDS: Readonly<Record<string, string>> = {
  en: 'the of and to in that is was for on with said has by from it at as be are have were their its',
  fr: 'le la les des et de du un une dans que qui pour sur est au aux avec par pas plus été ont',
  es: 'el la los las de del y en que un una por con para se su al es lo como más fue han',
  de: 'der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch werden',
  it: 'il la di che e un una per del della in con non sono dei le si da alla gli nel più',
  pt: 'o a os as de do da em que um uma para com não por se dos das no na foi mais ao',
  tr: 've bir bu için ile de da olarak olan daha gibi kadar sonra ise çok en ne ama dedi türkiye',
  nl: 'de het een van en in is dat op te voor met zijn niet aan er ook door om bij als naar',
  id: 'yang dan di dari untuk dengan pada ini itu dalam tidak akan oleh ke adalah juga telah mereka',
  sv: 'och att det i en som på är av för med till den har inte om ett men var de',
  pl: 'w i na z do że się nie to jest o po jak za od przez jego był oraz ale',
  ro: 'și de la în a cu pe că nu din este pentru un o mai care au fost prin sau',
  so: 'oo iyo ka ku in waa uu ay la soo si aan kale waxay dalka',
  sw: 'ya wa na kwa ni katika la za kuwa hiyo huo amesema hayo hii wake',
};

const TAGS = Object.keys(WORDS);
/** Small words by {@link codeOf}, with their languages as places in {@link TAGS}. */
const SMALL = new Map<number, { readonly word: string; readonly of: readonly number[] }>();
for (const [i, list] of Object.values(WORDS).entries())
  for (const word of new Set(list.split(' '))) {
    const known = SMALL.get(codeOf(word));
    if (known && known.word !== word) throw new Error(`${known.word} and ${word} have one number`);
    SMALL.set(codeOf(word), { word, of: [...(known?.of ?? []), i] });
  }

/** A number for a word, the same for the same word: quicker to look up than the word. */
function codeOf(word: string): number {
  let code = word.length;
  for (let i = 0; i < word.length && i < 8; i++) code = (code * 31 + word.charCodeAt(i)) | 0;
  return code;
}

const SCRIPTS: readonly (readonly [RegExp, (sample: string) => string])[] = [
  [/[\u0600-\u06ff]/g, arabicScript],
  [/[\u0400-\u04ff]/g, (s) => (/[іїєґ]/i.test(s) ? 'uk' : 'ru')],
  [/[\u0900-\u097f]/g, () => 'hi'],
  [/[\u0980-\u09ff]/g, () => 'bn'],
  [/[\u0590-\u05ff]/g, () => 'he'],
  [/[\u3040-\u30ff]/g, () => 'ja'],
  [/[\u4e00-\u9fff]/g, () => 'zh'],
  [/[\uac00-\ud7af]/g, () => 'ko'],
  [/[\u0370-\u03ff]/g, () => 'el'],
  [/[\u0530-\u058f]/g, () => 'hy'],
  [/[\u10a0-\u10ff]/g, () => 'ka'],
  [/[\u1200-\u137f]/g, () => 'am'],
  [/[\u0e00-\u0e7f]/g, () => 'th'],
];

function arabicScript(s: string): string {
  if (/[ټډړږښڼېۍ]/.test(s)) return 'ps';
  if (/[ٹڈڑںےھ]/.test(s)) return 'ur';
  if (/[پچژگ]/.test(s)) return 'fa';
  return 'ar';
}

/** Any letter of the scripts above. */
const OTHER_SCRIPT = /[\u0370-\u1fff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\ufeff]/;

const BLANK = ' '.repeat(40);

/** BCP 47 primary tag; `und` when there is too little to tell by. */
export function languageOf(text: string): string {
  // Most of a web page's view is blank.
  const blank = text.includes(BLANK) || text.includes('\u2060'.repeat(40));
  const view = text.length > 3_000 && blank ? text.replace(/[\s\u2060]{2,}/g, ' ') : text;
  const sample =
    view.length > 3_000 ? `${view.slice(0, 1_000)} ${view.slice(view.length >> 1, (view.length >> 1) + 1_000)}` : view;
  const words = runsOf(sample.toLowerCase());
  const letters = words.reduce((n, w) => n + w.length, 0);
  if (letters < 20) return 'und';
  if (OTHER_SCRIPT.test(sample))
    for (const [script, name] of SCRIPTS) if ((sample.match(script)?.length ?? 0) > letters * 0.4) return name(sample);
  const counts = new Uint32Array(TAGS.length);
  for (const w of words) {
    const small = SMALL.get(codeOf(w));
    if (small?.word === w) for (const i of small.of) counts[i]!++;
  }
  const most = Math.max(...counts);
  const best = most === 0 ? 'und' : TAGS[counts.indexOf(most)]!;
  return most >= Math.max(2, words.length * 0.08) ? best : 'und';
}
