import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDocument } from '../index.ts';

const PARAGRAPHS = [
  'LIPNIK — Two shepherds were hurt on Friday when shots were fired across the ford at Ostrom, the district’s hospital said.',
  'The brigade that holds the far bank denied that its men had fired, and asked the observers to come and to look at the posts.',
  'An observer who asked not to be named said that twelve shots were counted before dawn, and that nobody knew who fired the first.',
  'The truce between Sudoria and the brigade has held since May, and talks on the road to Ostrom are to go on next week in Lipnik.',
];
/** What of lines set between the paragraphs of an article is furniture. */
function furnitureOf(...lines: string[]): string[] {
  const text = ['Two hurt at Ostrom ford', ...PARAGRAPHS.slice(0, 2), ...lines, ...PARAGRAPHS.slice(2)].join('\n\n');
  const { furniture } = readDocument('a', text);
  for (const p of PARAGRAPHS) assert.ok(!furniture.some(([s, e]) => text.slice(s, e).includes(p)), p);
  return lines.filter((l) => furniture.some(([s, e]) => text.slice(s, e).includes(l)));
}

describe('between the paragraphs of an article', () => {
  for (const [what, ...lines] of [
    [
      'a caption whose bracket names the photographer',
      'Nurses were helping a man at the gate of the clinic in Lipnik. He had been hurt at the ford. (Photo by Ana Ruiz, Lake Star)',
    ],
    [
      'a caption that its credit opens',
      'Ana Ruiz/Reuters/File Nurses help a man at the gate of the clinic, May 2, 2025.',
    ],
    [
      'a gallery of pictures',
      `Photos: The ford ${'A man was waiting for the boat that had gone down the river with his goats. Hide Caption 1 of 4 '.repeat(4).trim()}`,
    ],
    [
      'a headline in capitals',
      'SUDORIA SAYS IT WILL OPEN THE ROAD TO OSTROM BEFORE THE 3RD OF JUNE, AND THAT NO BRIGADE WILL BE LET IN',
    ],
    [
      'a link that is stuck to its label',
      'Talks in Lipnik:Envoys walked out because the road to Ostrom had been closed for the third week in a row',
    ],
    ['a video’s opening', 'CLOSE The brigade’s spokesman speaks to reporters at the ford. VPC'],
    ['a label over a part', 'The facts:'],
    [
      'a link that ends in what to do',
      'Ten things to know about the ford and about those who have crossed it this year Read more',
    ],
    [
      'a link behind an arrow',
      '► May 3: Sudoria sends thirty observers to the road that runs along the river to Ostrom',
    ],
  ])
    test(`${what} is furniture`, () => assert.deepEqual(furnitureOf(...lines), lines));

  test('numbers above paragraphs count the parts of the article', () => {
    const heads = ['1) Who holds the ford', '2) Why did the talks fail?', '3) The road is long'];
    assert.deepEqual(
      furnitureOf(...heads.flatMap((h, i) => [h, PARAGRAPHS[i]!])).filter((l) => /^\d/.test(l)),
      heads,
    );
  });
  test('a line between two captions that shows something is one too', () => {
    const lines = [
      'Villagers watch a boat at the ford on Friday.',
      'A shoe in the mud near the place where the boat came in.',
      'Nurses help a man at the gate on Saturday.',
    ];
    assert.deepEqual(furnitureOf(...lines), lines);
  });
  test('posts that are shown, and lines without a full stop that tell who said what, are the article’s', () => {
    const post = 'The brigade that holds the far bank denied that its men had fired. Remember that';
    assert.deepEqual(furnitureOf(`${post} — Ana Ruiz (@anaruiz) May 3, 2025`), []);
    assert.deepEqual(
      furnitureOf(
        'The mayor of Lipnik said the ford was closed to boats until the observers had come and gone',
        PARAGRAPHS[0]!,
        'The hospital said one of the two shepherds was twelve years old and had been taken to Ostrom',
        PARAGRAPHS[1]!,
        'The observers said they had asked both sides for their logs of the night and had no answer',
        PARAGRAPHS[0]!,
      ),
      [],
    );
  });
});

test('who wrote an article is told at its end, and who is told of in it is not the page’s', () => {
  const end = (line: string): string[] => {
    const text = [...PARAGRAPHS, line].join('\n\n');
    return readDocument('a', text).furniture.map(([s, e]) => text.slice(s, e));
  };
  const bio = 'Ana Ruiz, a former judge, is professor of law at the University of Lipnik and has lived in Ostrom.';
  assert.deepEqual(end(bio), [bio]);
  assert.deepEqual(
    end('Sudoria is a member of the council that is to send observers to the ford in the week after the talks.'),
    [],
  );
});

test('what the page says below the last sentence, on its line, is furniture', () => {
  for (const own of [
    'Additional reporting by Ana Ruiz in Lipnik',
    'Follow the Lake Star on Telegram. Send your story ideas to desk@lakestar.example',
    'Lake Star’s Ana Ruiz and Omar Haddad contributed to this report.',
  ]) {
    const text = `${PARAGRAPHS.join(' ')} ${own}`;
    assert.deepEqual(
      readDocument('a', text).furniture.map(([s, e]) => text.slice(s, e)),
      [own],
    );
  }
});
