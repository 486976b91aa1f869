/**
 * Attributed assertions. In each sentence: the quoted spans, the acts of speech (a reporting verb with the one who
 * speaks), which act each quotation belongs to, and what kind of assertion it is. What cannot be attributed is either
 * carried from the context, and marked so, or left to the outlet's own voice.
 */
import { type Act, actOf, actsIn, assign, metIn, subjectIn, tellerIn, topicOf } from './acts.ts';
import { kindOf } from './kinds.ts';
import type { Names } from './lexicon.ts';
import type { Claim, Speech } from './shape.ts';
import { type Cast, namesIn, type Speaker } from './speakers.ts';
import { type Line, outsideMarks, type Quoted, spacedWords } from './text.ts';
import type { VerbClass } from './verbs.ts';
import { postIn, turnsIn, wordsOfTurn } from './voice.ts';

export interface ClaimInput {
  readonly text: string;
  readonly view: string;
  readonly paragraphs: readonly {
    readonly line: Line;
    readonly quotes: readonly Quoted[];
    readonly sentences: readonly Line[];
  }[];
  readonly names: Names;
  readonly cast: Cast;
  readonly title: string | null;
  readonly idPrefix: string;
}

/** A mixed claim is judged by the sentence around its quotation. */
function around(view: string, scope: readonly [number, number], quote: Quoted | null): string {
  const from = Math.min(scope[0], quote?.start ?? scope[0]);
  const to = Math.max(scope[1], quote?.end ?? 0);
  return to - from < 3000 ? view.slice(from, to) : view.slice(quote?.start ?? from, (quote?.start ?? from) + 1500);
}

/** All claims of one document. */
export function findClaims(asGiven: ClaimInput): Claim[] {
  const input = withoutTitles(asGiven);
  const { text, view, cast } = input;
  const claims: Claim[] = [];
  let lastActs: { act: Act; sentence: Line } | null = null;
  const carry: { before: { act: Act; open: boolean } | null } = { before: null };
  let n = 0;
  const add = (
    sentence: Line,
    speaker: Speaker | null,
    verb: string | null,
    cls: VerbClass | null,
    quote: Quoted | null,
    speech: Speech,
    attribution: Claim['attribution'],
    scope: readonly [number, number],
    reportedBy: string | null,
  ): void => {
    const words = quote ? view.slice(quote.start, quote.end) : view.slice(scope[0], scope[1]);
    const side = speaker?.side ?? 'outlet';
    n++;
    claims.push({
      id: `${input.idPrefix}-c${String(n).padStart(2, '0')}`,
      speaker: speaker?.name ?? 'outlet',
      side,
      verb,
      speech,
      quote: quote ? text.slice(quote.start, quote.end) : null,
      quoteStart: quote ? quote.start : null,
      quoteEnd: quote ? quote.end : null,
      kind: kindOf(
        speech === 'mixed' ? around(view, scope, quote) : words,
        view.slice(scope[0], Math.min(scope[1], scope[0] + 2000)),
        verb,
        cls,
        side === 'outlet',
        side,
        cast,
      ),
      about: aboutOf(view, scope, speaker, input),
      attribution,
      reportedBy,
      anonymous: speaker?.anonymous ?? false,
      spokesperson:
        speaker?.kind === 'person' && ['spokesman', 'spokeswoman', 'spokesperson'].some((w) => speaker.words.has(w)),
      start: sentence.start,
      end: sentence.end,
    });
  };

  /** Quotations that no one has been named for yet: who the sentence before was about, or spoke before, failing others. */
  interface Waiting {
    readonly sentence: Line;
    readonly quote: Quoted;
    readonly about: Speaker | null;
    readonly act: Act | null;
  }
  let waiting: Waiting[] = [];
  const carried = ({ sentence, quote }: Waiting, speaker: Speaker | null, act: Act | null): void =>
    add(
      sentence,
      speaker ?? act?.speaker ?? null,
      act?.verb ?? null,
      act?.cls ?? null,
      quote,
      speechOf(view, sentence, quote, null),
      'carried',
      [sentence.start, sentence.end],
      null,
    );
  const giveUp = (w: Waiting): void => (w.about ? carried(w, w.about, null) : carried(w, null, w.act));
  const turns = turnsIn(view, input.paragraphs);
  const { voice } = cast;
  if (voice) cast.spoke(voice);
  for (const p of input.paragraphs) {
    const post = postIn(view, p.line);
    if (post) {
      const by = cast.speaks(post.by);
      for (const s of p.sentences)
        if (s.start < post.end && /\p{L}{2}/u.test(view.slice(s.start, Math.min(s.end, post.end))))
          add(
            { start: s.start, end: Math.min(s.end, post.end) },
            by,
            null,
            'say',
            null,
            'indirect',
            'carried',
            [s.start, Math.min(s.end, post.end)],
            null,
          );
      continue;
    }
    const turn = turns.get(p.line.start);
    if (turn && !turn.asks) {
      // In an interview or a transcript, what follows the label is that speaker's own words.
      const answers = turn.label === null || /^A(?:NSWER)?$/.test(turn.label);
      if (answers) cast.answers ??= cast.last((s) => s.kind === 'person' && !s.plural) ?? inTitle(input);
      const speaker = answers ? cast.answers : cast.resolve(turn.label!, null);
      for (const q of wordsOfTurn(view, turn, p.line, p.quotes))
        add(
          { start: q.start, end: q.close },
          speaker,
          null,
          'say',
          q,
          'direct',
          answers ? 'carried' : 'explicit',
          [q.start, q.end],
          null,
        );
      if (speaker) cast.spoke(speaker);
      continue;
    }
    if (turn?.label === null) continue;
    const state: { here: { act: Act; sentence: Line; indirect: boolean } | null } = { here: null };
    // What is left open in one paragraph and goes on in the next is whoever's the next names.
    const goesOn = (p.quotes[0]?.open ?? p.line.end) - p.line.start < 3;
    const pending = goesOn ? waiting : [];
    if (!goesOn) for (const w of waiting) giveUp(w);
    waiting = [];
    /** Who the sentence before was about. */
    let about: Speaker | null = null;
    let firstQuote = 0;
    for (const sentence of p.sentences) {
      while (firstQuote < p.quotes.length && p.quotes[firstQuote]!.close <= sentence.start) firstQuote++;
      const quotes: Quoted[] = [];
      for (let i = firstQuote; i < p.quotes.length && p.quotes[i]!.open < sentence.end; i++)
        if (p.quotes[i]!.end > p.quotes[i]!.start) quotes.push(p.quotes[i]!);
      cast.at = sentence.start;
      cast.freshParagraph = sentence === p.sentences[0];
      if (cast.freshParagraph) {
        cast.topic = null;
      }
      const own: Act[] =
        sentence.end - sentence.start > 6000 ? [] : actsIn(view, sentence, quotes, cast, lastActs?.act ?? null);
      const loose = assign(view, sentence, quotes, own);

      for (const q of loose) {
        const context =
          state.here?.act ?? (q.continues || opensParagraph(view, p.line, q) ? carry.before?.act : null) ?? null;
        const standsAlone =
          q.open - sentence.start < 3 ||
          (q.end - q.start > 40 && own.length === 0) ||
          /[:,—–-]\s*$/.test(view.slice(Math.max(sentence.start, q.open - 20), q.open));
        const first = q.open - sentence.start < 3;
        // "Ruiz went even further: “...”", "tore into him as “...”": whoever the sentence is about.
        const led = first
          ? null
          : /(?:(:)|\bas(?: an?| the)?)\s*$/.exec(view.slice(Math.max(sentence.start, q.open - 20), q.open));
        const teller = led && own.length === 0 ? tellerIn(view, sentence, quotes, cast) : null;
        if (teller) {
          add(
            sentence,
            teller,
            null,
            null,
            q,
            speechOf(view, sentence, q, null),
            led![1] ? 'explicit' : 'carried',
            [sentence.start, sentence.end],
            null,
          );
          cast.spoke(teller);
          if (led![1]) state.here = { act: actOf(teller, sentence.end), sentence, indirect: false };
        } else if (own.length === 0 && standsAlone && (context || first)) {
          const w: Waiting = { sentence, quote: q, about: context ? null : about, act: context };
          if (first && (!context || (q.unclosed && !state.here))) pending.push(w);
          else carried(w, null, context);
        } else if (own.length === 0) {
          // Scare quotes and titles in the outlet's own sentence.
          const hedge = hedgeIn(
            view.slice(Math.max(sentence.start, q.open - 1500), Math.min(sentence.end, q.close + 500)),
          );
          // Words in marks in what someone does who has spoken here: most likely theirs.
          const doer = /^[\p{Lu}\d]/u.test(view.slice(q.start, q.start + 1))
            ? null
            : subjectIn(view, sentence, quotes, cast);
          if (doer && cast.recent.includes(doer))
            add(
              sentence,
              doer,
              null,
              null,
              q,
              speechOf(view, sentence, q, null),
              'carried',
              [sentence.start, sentence.end],
              null,
            );
          else if (wordCount(view, q) >= 3 || hedge)
            add(
              sentence,
              voice,
              hedge,
              null,
              q,
              speechOf(view, sentence, q, null),
              voice ? 'carried' : 'explicit',
              [sentence.start, sentence.end],
              null,
            );
        }
      }
      for (const [i, act] of own.entries()) {
        cast.spoke(act.speaker);
        if (act.via) cast.spoke(act.via);
        const next = own[i + 1];
        const scopeEnd = next && !next.postposed ? Math.max(act.verbEnd, next.from) : sentence.end;
        const scope: readonly [number, number] = act.postposed
          ? [sentence.start, act.from > sentence.start + 2 ? act.from : sentence.end]
          : [act.verbEnd, scopeEnd];
        if (act.quotes.length === 0) {
          if (act.follows && act.cls === 'call') continue;
          if (
            !/^(?:say|report|commit)$/.test(act.cls) &&
            next?.follows &&
            next.cls === 'call' &&
            next.quotes.length > 0 &&
            own.length === 2
          ) {
            // "dismissed the charge, calling it ..." is one act: the first verb says which.
            next.cls = act.cls;
            continue;
          }
          if (next && scope[1] - scope[0] < 2) continue;
          // "From Krest, Ana Ruiz reports:" announces what comes next.
          if (/^(?: (?:in|on|at|to|after) [^,;:]{2,40})?\s*:$/.test(view.slice(scope[0], scope[1]))) continue;
          // said “...,” he added: one of the two has the words.
          const between: readonly [number, number] = [act.verbEnd, Math.max(act.verbEnd, next?.from ?? scope[1])];
          if (
            next &&
            quotes.some((q) => q.open >= between[0] && q.close <= between[1]) &&
            !WORDS.test(outsideMarks(view, between, quotes))
          )
            continue;
          add(sentence, act.speaker, act.verb, act.cls, null, 'indirect', 'explicit', scope, act.via?.name ?? null);
        }
        // "says her people heard fire but saw no uniforms: “...”" tells something before the words.
        const told = act.quotes[0] && !act.postposed ? view.slice(act.verbEnd, act.quotes[0].open) : '';
        if (/:\s*$/.test(told) && told.split(' ').length > 5 && FINITE.test(told))
          add(
            sentence,
            act.speaker,
            act.verb,
            act.cls,
            null,
            'indirect',
            'explicit',
            [act.verbEnd, act.quotes[0]!.open],
            act.via?.name ?? null,
          );
        for (const q of act.quotes)
          add(
            sentence,
            act.speaker,
            act.verb,
            act.cls,
            q,
            speechOf(view, sentence, q, act),
            'explicit',
            scope,
            act.via?.name ?? null,
          );
        if (
          /\b(?:statement|communiqu[eé]|readout)\b/i.test(
            view.slice(sentence.start, Math.min(sentence.end, sentence.start + 400)),
          ) &&
          (act.speaker.kind === 'body' || act.speaker.kind === 'state')
        )
          cast.issuer = act.speaker;
      }
      if (own.length > 0) {
        const main: Act = own.find((a) => a.quotes.length > 0) ?? own[0]!;
        for (const w of pending.splice(0)) carried(w, null, main);
        state.here = {
          act: main,
          sentence,
          indirect: main.quotes.length === 0 || speechOf(view, sentence, main.quotes[0]!, main) === 'mixed',
        };
        lastActs = { act: main, sentence };
        cast.topic = null;
      } else if (quotes.length > 0) {
        const subject = quotes[0]!.open - sentence.start > 10 ? subjectIn(view, sentence, quotes, cast) : null;
        if (subject?.kind === 'person' && !subject.plural) about = subject;
      } else {
        const subject = subjectIn(view, sentence, quotes, cast);
        cast.topic = topicOf(view, sentence, cast) ?? (subject && subject.kind !== 'person' ? subject : null);
        const met = metIn(view, sentence, cast);
        about = met ?? (subject?.kind === 'person' && !subject.plural ? subject : null);
        if (met) state.here = { act: actOf(met, sentence.end), sentence, indirect: false };
        if (about) cast.spoke(about);
        // "Paul Ekwam spoke to our reporter:", and his words in the next paragraph.
        const announced =
          view[sentence.end - 1] === ':' ? (subject ?? subjectIn(view, sentence, quotes, cast, true)) : null;
        if (announced && announced.kind !== 'paper') {
          state.here = { act: actOf(announced, sentence.end), sentence, indirect: false };
          cast.spoke(announced);
          continue;
        }
        const s = view.slice(sentence.start, sentence.end);
        const whole: readonly [number, number] = [sentence.start, sentence.end];
        if (state.here?.indirect && CARRIES.test(s) && state.here.act.speaker.kind !== 'state') {
          add(
            sentence,
            state.here.act.speaker,
            state.here.act.verb,
            state.here.act.cls,
            null,
            'indirect',
            'carried',
            whole,
            null,
          );
        } else if (tells(s)) {
          add(sentence, voice, hedgeIn(s), null, null, 'indirect', voice ? 'carried' : 'explicit', whole, null);
        }
      }
    }
    for (const w of pending)
      if (w.quote.unclosed && waiting.length < 8)
        waiting.push(w.about || w.act ? w : { ...w, act: carry.before?.act ?? null });
      else giveUp(w.about || w.act ? w : { ...w, act: carry.before?.act ?? null });
    const lastQuote = p.quotes.at(-1);
    const act: Act | null =
      state.here?.act ?? (p.quotes.some((q) => q.open - p.line.start < 3) ? (carry.before?.act ?? null) : null);
    carry.before = act ? { act, open: lastQuote?.unclosed ?? false } : null;
  }
  for (const w of waiting) giveUp(w);
  return claims.sort((a, b) => a.start - b.start || (a.quoteStart ?? a.start) - (b.quoteStart ?? b.start));
}

/** A sentence that tells something: no question, no label, no greeting. */
const tells = (s: string): boolean =>
  s.length > 24 &&
  !/[?:]["”’']?$|^(?:[\p{Lu} ]+: )?(?:Good (?:morning|evening|afternoon)|Welcome|Hello)\b/u.test(s) &&
  FINITE.test(s);

/** "Gen. Wiremu Castellane on the mission": who is interviewed, where the text above the first answer names nobody. */
function inTitle({ title, cast }: ClaimInput): Speaker | null {
  const name = /(?:\p{Lu}[\p{L}.’'-]+ )+\p{Lu}[\p{L}’'-]+(?= (?:on|about|tells|says|speaks)\b)/u.exec(title ?? '')?.[0];
  return name ? cast.resolve(name, null) : null;
}

/** The marks around titles and names are none: Ana Ruiz, the author of “The Long Road,” speaks like any author. */
function withoutTitles(input: ClaimInput): ClaimInput {
  const titles = new Set(input.paragraphs.flatMap((p) => p.quotes.filter((q) => isTitle(input.view, q))));
  if (titles.size === 0) return input;
  const view: string[] = [];
  let at = 0;
  for (const { open, start, end, close } of titles) {
    for (const [from, to] of [
      [open, start],
      [end, close],
    ] as const) {
      view.push(input.view.slice(at, from), input.view.slice(from, to).replace(/[^\s,.:;!?]/g, '\u2060'));
      at = to;
    }
  }
  view.push(input.view.slice(at));
  return {
    ...input,
    view: view.join(''),
    paragraphs: input.paragraphs.map((p) => ({ ...p, quotes: p.quotes.filter((q) => !titles.has(q)) })),
  };
}

/** “Face the Nation”, “Lowland People's Republic”: marks around a name that stands as a noun in the sentence. */
function isTitle(view: string, q: Quoted): boolean {
  if (q.end - q.start > 120 || q.unclosed) return false;
  const words = view.slice(q.start, q.end);
  if (/\p{Ll}/u.test(words) && TITLED.test(words) && !SHOUTS.test(view.slice(Math.max(0, q.open - 40), q.open)))
    return (
      /\p{L}\s$/u.test(view.slice(Math.max(0, q.open - 3), q.open)) ||
      !SAID_BESIDE.test(view.slice(q.end, q.close + 60))
    );
  return (
    q.end - q.start < 50 &&
    !q.unclosed &&
    /(?:\b(?:on|in|of|to|for|by|from|with|told|group|the|his|her|its|titled|entitled|self-proclaimed|self-declared|self-styled|so-called|newspaper|film|book|song|show|programme|program|report,?|article,?|headline|daily|magazine)|['’]s?)\s$/.test(
      view.slice(Math.max(0, q.open - 16), q.open),
    ) &&
    /^(?:\p{Lu}[\p{L}\d’'-]*|of|the|and|for|in)(?: (?:\p{Lu}[\p{L}\d’'-]*|of|the|and|for|in))+$/u.test(
      view.slice(q.start, q.end).replace(/[,.]$/, ''),
    ) &&
    /^(?:,? ?\p{Ll}|, ?\p{Lu}|[.,]?$|\. )/u.test(view.slice(q.end, q.close + 3).replace(/["”’\u2060]/g, ''))
  );
}

/** Three words or more, all but the small ones with a capital: a book, a broadcast, a headline, a slogan on a sign. */
const TITLE_WORD =
  "(?:[\\p{Lu}\\d&([][\\p{L}\\d.’')\\]-]*|of|the|and|for|in|on|an?|to|with|at|by|from|as|or|is|it|de|la|del|di|[–—-])";
const TITLED = new RegExp(`^(?=(?:.*?\\p{Lu}\\p{Ll}){2})${TITLE_WORD}(?:[:,!?]? ${TITLE_WORD}){2,}[!?…]?$`, 'u');
const SHOUTS =
  /\b(?:said|says|saying|shout|yell|chant|cry|cri|scream|tweet|repl|answer|wrote|writes|writing|add)\p{L}*\W*$/u;
const SAID_BESIDE =
  /^[^\p{L}]*(?:[\p{L}.’'-]+ ){0,4}(?:said|says|added|asked|told|wrote|shouted|tweeted|chanted|cried)\b/u;
const WORDS = /\p{L}{2}/u;
const CARRIES =
  /^(?:Instead|However|Moreover|Furthermore|In addition|Additionally|Similarly|At the same time|Rather|Nevertheless|Nonetheless)\b/;
const HEDGE =
  /\b(reportedly|allegedly|apparently|purportedly|supposedly|is expected to|are expected to|believed to|understood to)\b/i;
const hedgeIn = (s: string): string | null => HEDGE.exec(s)?.[1] ?? null;
const wordCount = (view: string, q: Quoted): number => spacedWords(view.slice(q.start, Math.min(q.end, q.start + 400)));
const opensParagraph = (view: string, line: Line, q: Quoted): boolean => q.open <= line.start + 1 && view.length > 0;

/** Direct: a whole clause stands in the marks. Mixed: a part of the outlet's sentence does. */
function speechOf(view: string, sentence: Line, q: Quoted, act: Act | null): Speech {
  const s = view.slice(q.start, Math.min(q.end, q.start + 600));
  const before = view.slice(Math.max(sentence.start, q.open - 60), q.open).trimEnd();
  const starts = before.length === 0;
  const words = spacedWords(s);
  // “20 trucks” is no clause.
  const upper = /^[\p{Lu}\p{Lo}\d[(…“‘"'¿¡]/u.test(s) && (!/^\d/.test(s) || words > 3);
  if (q.repaired || q.continues || /[.!?] \p{Lu}/u.test(s)) return 'direct';
  // “...” after "that" is part of the outlet's own sentence.
  if (/\bthat$/.test(before)) return 'mixed';
  const lead = /[,:;—–.]$/.test(before) || (act !== null && act.verbEnd >= q.open - 2);
  // “The last straw,” he said, was the shelling of the mill.
  if (
    starts &&
    act?.postposed &&
    GOES_ON.test(view.slice(Math.max(act.to, act.verbEnd), Math.max(act.to, act.verbEnd) + 12))
  )
    return 'mixed';
  if (starts && (act === null || act.postposed || act.from >= q.close - 1 || words >= 4))
    return upper || words >= 4 ? 'direct' : 'mixed';
  if (upper && lead && words >= 2 && (/[,:;—–.]$/.test(before) || words > 4 || FINITE.test(s))) return 'direct';
  // Taken up again after the attribution: “A,” he said, “and B.”
  if (act?.postposed && q.open > act.verbEnd && /,\s*$/.test(before) && act.quotes[0] !== q) return 'direct';
  if (upper && words >= 6 && FINITE.test(s)) return 'direct';
  // says “we fired at nobody”: a subject and its verb.
  if (
    act !== null &&
    act.verbEnd >= q.open - 2 &&
    words >= 4 &&
    /^(?:i|we|they|you|he|she|there|the|our|nobody)\b/i.test(s) &&
    FINITE.test(s)
  )
    return 'direct';
  if (lead && /[,:]$/.test(before) && words >= 5 && FINITE.test(s) && !SUBORDINATE.test(s) && !PREDICATE.test(s))
    return 'direct';
  return 'mixed';
}
const GOES_ON = /^,? (?:is|are|was|were|has|have|had|will|would|can|could)\b/;
/** What the sentence’s own subject is said to be or to do. */
const PREDICATE = /^(?:is|are|was|were|has|have|had|will|would|can|could|does|did|should|must|may|might)\b/;
/** Begins no clause that stands for itself. */
const SUBORDINATE =
  /^(?:where|which|who|whose|that|because|in|on|to|of|with|so that|if|when|while|provided|including|until|unless|by|for|from|as)\b/;
const FINITE =
  /\b(?:is|are|was|were|am|has|have|had|will|would|can|could|must|should|may|do|does|did|shall|\p{L}+ed|\p{L}+n['’]t)\b/u;

/** Whom a claim is about: the first name in its words that is not the speaker's own side, as written. */
function aboutOf(
  view: string,
  scope: readonly [number, number],
  speaker: Speaker | null,
  input: ClaimInput,
): string | null {
  const hits = namesIn(view, scope[0], Math.min(scope[1], scope[0] + 1200), input.names).filter(
    (h) => h.named.kind !== 'place',
  );
  if (!speaker) {
    const names = [...new Set(hits.map((h) => h.text))].slice(0, 3);
    return names.length ? names.join('; ') : null;
  }
  const other = hits.find((h) => input.cast.partOf(h.named.id, h.named) !== speaker.side) ?? hits[0];
  return other?.text ?? null;
}
