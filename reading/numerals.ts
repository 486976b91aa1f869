/** Numbers in words, of which all others are made. */
const ONES =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';
export const NUMERALS: Readonly<Record<string, number>> = Object.fromEntries([
  ...ONES.split(' ').map((word, i) => [word, i + 1]),
  ...TENS.split(' ').map((word, i) => [word, 10 * (i + 2)]),
]);
