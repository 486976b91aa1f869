/** Hours of the day, as spans of minutes from midnight. */

import { NUMERALS } from './numerals.ts';

/** From and to, in minutes after midnight; past 1440 it is the next morning. */
export interface Hour {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

const NUMBERS = Object.keys(NUMERALS).slice(0, 12);
const PARTS: readonly (readonly [RegExp, number, number])[] = [
  [/^(?:early|small) hours|^before dawn/i, 0, 360],
  [/^midnight/i, 0, 0],
  [/^(?:noon|midday)/i, 720, 720],
  [/^(?:dawn|daybreak|sunrise|first light)/i, 240, 450],
  [/^(?:dusk|nightfall|sunset)/i, 1020, 1230],
  [/^(?:early )?morning/i, 240, 720],
  [/^afternoon/i, 720, 1080],
  [/^evening/i, 1020, 1440],
  [/^(?:overnight|night)/i, 1200, 1800],
];
const CLOCK = new RegExp(
  `\\b(?:at|by|from|until|till|of|around|about|is|before|after) (?:(half past|quarter past|quarter to|(?:five|ten|twenty) (?:past|to)) )?(\\d{1,2}|${NUMBERS.join('|')})(?:[.:h](\\d\\d))?(?:(?: ?([ap])\\.?m\\b\\.?)|(?: o[’']clock)?(?: in the (morning|afternoon|evening)| at (night))|(?: o[’']clock)|(?= ?(?:hours|hrs|local|GMT|UTC)))?`,
  'gi',
);
const DAYTIME =
  /\b(?:early hours|small hours|before dawn|midnight|noon|midday|dawn|daybreak|sunrise|first light|dusk|nightfall|sunset|(?:early )?morning|afternoon|evening|overnight|night)\b/gi;

/** The hours that a sentence names: of the clock, or parts of the day. What is exact comes first. */
export function hoursIn(text: string): Hour[] {
  const out: Hour[] = [];
  for (const m of text.matchAll(CLOCK)) {
    const [, step, hour = '', minutes, half, part, night] = m;
    const told = step ?? minutes ?? half ?? part ?? night;
    if (
      told === undefined &&
      !/^ ?(?:hours|hrs|local|GMT|UTC)|^$/.test(
        /o[’']clock$/.test(m[0])
          ? ''
          : text
              .slice(m.index + m[0].length, m.index + m[0].length + 6)
              .replace(/^( ?(?:hours|hrs|local|GMT|UTC)).*/, '$1') || 'x',
      )
    )
      continue;
    let h = /\d/.test(hour) ? Number(hour) : NUMERALS[hour.toLowerCase()]!;
    if (h > 24 || Number(minutes ?? 0) > 59) continue;
    const late = /p/i.test(half ?? '') || /afternoon|evening/i.test(part ?? '') || (night !== undefined && h >= 6);
    if (late && h < 12) h += 12;
    if (!late && (half ?? part ?? night) !== undefined && h === 12) h = 0;
    const by = /half/i.test(step ?? '')
      ? 30
      : /quarter/i.test(step ?? '')
        ? 15
        : /five/i.test(step ?? '')
          ? 5
          : /ten/i.test(step ?? '')
            ? 10
            : step
              ? 20
              : 0;
    const at = h * 60 + Number(minutes ?? 0) + (/ to$/i.test(step ?? '') ? -by : by);
    out.push({ from: at, to: at, start: m.index, end: m.index + m[0].length });
  }
  for (const m of text.matchAll(DAYTIME)) {
    if (out.some((x) => m.index < x.end && x.start < m.index + m[0].length)) continue;
    const [, from, to] = PARTS.find(([pattern]) => pattern.test(m[0]))!;
    out.push({ from, to, start: m.index, end: m.index + m[0].length });
  }
  return out;
}
