/**
 * What is asked of every account of a matter: how near an agreement was, why it came to nothing, who won, whether it was one
 * at all. A question has answers by the words they are given in; accounts that answer otherwise are set side by side.
 */
import type { Assessment, Contradiction, ContradictionType, TopicCode } from './shape.ts';
import { type Ask, at, find, make, oneScene, type Sentence, type Value, valueAround } from './slots.ts';
import { contentWords } from './text.ts';

interface Question {
  readonly code: TopicCode;
  readonly type: ContradictionType;
  readonly assessment: Assessment;
  /** What the sentence, or the one before it, must speak of. */
  readonly of?: RegExp;
  /** An answer that no other is set against unless it is given: what all accounts have is none. */
  readonly needs?: string;
  readonly answers: readonly (readonly [answer: string, said: RegExp])[];
}

const DEAL = '(?:agreements?|deals?|accords?|cease-?fires?|truces?|pacts?)';
const QUESTIONS: readonly Question[] = [
  {
    code: 'deal-called',
    type: 'characterisation',
    assessment: 'characterisation-differs',
    needs: 'doubted',
    answers: [
      [
        'doubted',
        new RegExp(
          `\\b(?:purported|supposed|so-called|alleged|claimed|apparent|claims? of an?|what it calls an?) (?:[\\p{L}-]+ ){0,2}${DEAL}\\b|\\b${DEAL}[^.;“”]{0,30}\\b(?:false dawns?|not (?:been )?confirmed|unconfirmed)`,
          'giu',
        ),
      ],
      [
        'plain',
        new RegExp(
          `\\b(?:(?:reached|agreed|signed|concluded|declared|announced|struck|accepted|hailed|welcomed)(?: to)? (?:an? |the |this )?(?:[\\p{L}-]+ ){0,2}${DEAL}|${DEAL}[^.;“”]{0,30} (?:has|had|have|was|were) (?:been )?(?:reached|agreed|signed|concluded|declared|announced))\\b`,
          'giu',
        ),
      ],
    ],
  },
  {
    code: 'deal-near',
    type: 'status',
    assessment: 'contradiction',
    of: /\b(?:talks|negotiat\w+|summit|meeting|round|peace)\b/i,
    answers: [
      [
        'reached',
        new RegExp(
          `\\b(?:${DEAL}[^.;“”]{0,24} (?:finali[sz]ed|concluded|been reached|ready to be signed|agreed)|(?:finali[sz]ed|concluded|ready to sign) (?:an? |the )?(?:[\\p{L}-]+ ){0,2}${DEAL}|${DEAL} in principle)\\b`,
          'giu',
        ),
      ],
      [
        'near',
        new RegExp(
          `\\b(?:close to (?:an? |the )?(?:[\\p{L}-]+ ){0,2}${DEAL}|${DEAL} (?:was |is |seemed |appeared )?(?:within reach|close|near)|draft (?:[\\p{L}-]+ )?${DEAL}|modest ${DEAL})\\b`,
          'giu',
        ),
      ],
      [
        'none',
        new RegExp(
          `\\b(?:(?:without|no|failed to (?:reach|produce|strike)|unable to reach) (?:an? |any |the )?(?:[\\p{L}-]+ )?${DEAL}|far apart|refused to sign|(?:fell|talks came) apart|wide gaps?)\\b`,
          'giu',
        ),
      ],
    ],
  },
  {
    code: 'deal-terms',
    type: 'status',
    assessment: 'contradiction',
    needs: 'no more',
    of: new RegExp(`\\b${DEAL}\\b|\\b(?:talks|terms|understanding|extension)\\b`, 'iu'),
    answers: [
      [
        'no more',
        /\b(?:deals? (?:only|solely) with|(?:is|are|was|were) (?:only|merely) (?:an?|about)|with only an? \p{L}+ (?:promise|pledge|reference)|only (?:a|an) (?:\p{L}+ )?(?:promise|pledge|halt|pause|cessation)|nothing (?:more|else|beyond|about|on)|no (?:such )?(?:\p{L}+ )?(?:promises?|commitments?|pledges?|guarantees?|undertakings?|concessions?)|(?:gave|given|made|makes|making) no (?:\p{L}+ )?(?:promises?|commitments?|concessions?)|has no conditions?|without (?:any )?(?:pre-?)?conditions|unconditional(?:ly)?)\b/giu,
      ],
      [
        'more',
        /\b(?:promis(?:e|ed|es) to|pledg(?:ed|es) to|undert(?:ook|akes|aken) to|commit(?:s|ted) (?:itself |themselves )?to|agreed to|includes?|calls? for|provides? for|in (?:exchange|return) for|on condition that|provided that) (?:the |an? )?(?:\p{L}+ ){0,2}(?:eas(?:e|ing)|lift(?:ing)?|releas(?:e|ing)|withdraw\p{L}*|open(?:ing)?|reopen(?:ing)?|stop(?:ping)?|allow(?:ing)?|free(?:ing)?|loosen(?:ing)?|return(?:ing)?|halt(?:ing)?|dismantl\p{L}+|hand(?:ing)? over|exchange|swap|remov\p{L}+)\b/giu,
      ],
    ],
  },
  {
    code: 'which-one',
    type: 'sequence',
    assessment: 'contradiction',
    answers: ['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'].map(
      (n) =>
        [
          n,
          new RegExp(
            `\\b${n} (?:[\\p{L}-]+ ){0,2}(?:attack|strike|raid|shelling|school|hospital|convoy|exchange|incident|bombing|clash|truce|cease-?fire|ship|boat|aircraft|plane|massacre|release|evacuation)\\b`,
            'giu',
          ),
        ] as const,
    ),
  },
  {
    code: 'who-won',
    type: 'characterisation',
    assessment: 'characterisation-differs',
    answers: [
      [
        'won',
        /\b(?:(?:claim\w*|declar\w*|celebrat\w*|hail\w*|unmitigated|great|historic|clear|total) (?:[\p{L}-]+ )?(?:victory|triumph|win)|(?:accomplished|achieved|met|succeeded in) (?:all )?(?:its|their|his|our) (?:[\p{L}-]+ )?(?:objectives?|goals?|aims?)|(?:is|are|emerged|came out) (?:the )?(?:stronger|winners?|victorious)|won the (?:war|battle|fight))\b/giu,
      ],
      [
        'lost',
        /\b(?:raised the white flag|surrendered|(?:was|were|been) defeated|(?:humiliating|crushing|heavy) defeat|(?:inflicted|suffered|dealt) (?:a )?(?:severe|heavy|serious) (?:damage|blow|losses|defeat)|failed to (?:achieve|accomplish|meet) (?:its|their|any)|lost the (?:war|battle))\b/giu,
      ],
      [
        'neither',
        /\b(?:not (?:so much )?(?:of )?a (?:military )?(?:victory|triumph|success)|no (?:clear )?(?:winners?|victory|victor)|(?:abandoned|stopped|ended) too (?:quickly|soon|early)|both sides (?:have )?claim\w*|far from certain)\b/giu,
      ],
    ],
  },
];

/** Why it was put off, broken off or refused: each account gives its own reason. */
const STOPPED =
  /\b(?:cancel\w*|call(?:ed|ing|s)? (?:it |the \p{L}+ |talks |them )?off|scrapp?\w*|broke(?:n)? (?:off|down)|collaps\w+|postpon\w+|delay\w*|held up|put off|walk(?:ed|ing)? (?:away|out)|cut short|suspend\w*|fail(?:ed|ure)|turn(?:ed)? back|withdr[ae]w\w*|clos(?:ed|ure)|refus\w+|left the (?:talks|table|room)|stopp(?:ed|age)|halt\w*|end(?:ed|ing)? (?:abruptly|early|without))\b/iu;
const REASON =
  /\b(?:because(?: of)?|due to|owing to|in protest (?:at|against|over)|on the grounds? (?:of|that)|over (?!(?:an? )?(?:\p{L}+ )?(?:the )?(?:coming|next|past|last|weekend|week|years?|months?|weeks|days|hours|phone|night)\b)(?=(?:an?|the|what|who|how|disagree\p{L}*|differ\p{L}*|alleged|demands?|claims?)\b)|citing|(?:the |real |main )?reasons? (?:for|was|is|why)|blamed? (?:it |this )?on|as no (?:longer )?|since it was)\b[^.;“”]{8,140}/giu;

/** Of each account two of an answer say enough. */
const MOST = 2;

function reasons(a: Ask): Contradiction[] {
  const values = a.sentences.flatMap((s) =>
    STOPPED.test(s.text)
      ? [...find(s, REASON)].slice(0, 1).map((m) => ({
          ...at(a, s, m.index, m[0].length, m[0], ''),
          doc: s.doc,
          voice: voiceOf(a, s, m.index),
          matter: new Set(contentWords(s.text)),
          words: new Set(contentWords(m[0])),
        }))
      : [],
  );
  const scene = oneScene(a);
  const kept = values.filter((x) =>
    values.some((y) => {
      if (x.voice === y.voice || (x.doc !== y.doc && !scene(x.doc, y.doc))) return false;
      const same = [...x.words].filter((w) => y.words.has(w)).length;
      const of = [...x.matter].filter((w) => y.matter.has(w)).length;
      return of > same && of >= 2 && same < 0.5 * Math.min(x.words.size, y.words.size);
    }),
  );
  return kept.length > 1 ? [make('characterisation', { code: 'why' }, 'contradiction', kept)] : [];
}

/** What accounts of one matter answer otherwise. */
export function answered(a: Ask): Contradiction[] {
  const scene = oneScene(a);
  const asked = QUESTIONS.flatMap((q): Contradiction[] => {
    const values = given(a, q);
    const both = (doc: number, cls: string): boolean => values.some((v) => v.doc === doc && v.cls === cls);
    const apart = (x: Answer, y: Answer): boolean =>
      x.cls !== y.cls &&
      x.voice !== y.voice &&
      (!q.needs || x.cls === q.needs || y.cls === q.needs) &&
      (x.doc === y.doc || scene(x.doc, y.doc)) &&
      // One that tells of the second and the third tells of two.
      !(q.code === 'which-one' && (both(x.doc, y.cls) || both(y.doc, x.cls)));
    const parted = values.filter((x) => values.some((y) => apart(x, y)));
    return parted.length > 1 ? [make(q.type, { code: q.code }, q.assessment, parted)] : [];
  });
  return [...asked, ...reasons(a)];
}

interface Answer extends Value {
  readonly doc: number;
  /** Whose word it is. */
  readonly voice: string;
}
function given(a: Ask, q: Question): Answer[] {
  const counts = new Map<string, number>();
  return a.sentences.flatMap((s) => {
    if (q.of && !q.of.test(`${s.before} ${s.text}`)) return [];
    const taken: { from: number; to: number }[] = [];
    return q.answers.flatMap(([cls, said]) =>
      [...find(s, said)].flatMap((m) => {
        const [from, to] = [m.index, m.index + m[0].length];
        if (taken.some((t) => t.from < to && from < t.to)) return [];
        taken.push({ from, to });
        const key = `${s.doc} ${cls}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        if (counts.get(key)! > MOST) return [];
        return [{ ...valueAround(a, s, from, to - from, cls), doc: s.doc, voice: voiceOf(a, s, from) }];
      }),
    );
  });
}
/** Whose word it is in which document: a speaker's, or the document's own. */
function voiceOf(a: Ask, s: Sentence, from: number): string {
  const at = s.start + from;
  const c = a.docs[s.doc]!.reading.claims.find((x) => x.start <= at && at < x.end && x.side !== 'outlet');
  return `${s.doc} ${c?.speaker ?? ''}`;
}
