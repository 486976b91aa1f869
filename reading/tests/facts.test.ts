/** What a document counts, when and where: figures, dates, places; and what of the page is the article. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDocument } from '../index.ts';

/** A sentence among others of an English article of 10 July 2025. */
const article = (sentence: string): string =>
  `The bridge at Orsk stays shut\n\nPublished: 10 July 2025\n\n${sentence}\n\nThe council of the town has said that it will not open the road before the observers are there, and that they are on the way.`;
const read = (sentence: string) => readDocument('a', article(sentence));
const figures = (sentence: string): unknown[] => read(sentence).figures.map((f) => [f.value, f.unit]);
const dates = (sentence: string): unknown[] =>
  read(sentence)
    .dates.slice(1)
    .map((d) => [d.text, d.iso]);
const places = (sentence: string): string[] => read(sentence).places.map((p) => p.text);

describe('a figure is what a number counts', () => {
  test('a noun phrase may hold a shortened name, a name in brackets, a measure, two names and what became of those counted', () => {
    assert.deepEqual(
      figures(
        'The depot lost two 500-kilo pumps, and 40 O.L.F. and Varran drivers left with 3 River Guard (RG) boats.',
      ),
      [
        [2, '500-kilo pumps lost'],
        [40, 'O.L.F. and Varran drivers'],
        [3, 'River Guard boats'],
      ],
    );
    assert.deepEqual(figures('The town holds thousands of captured Varran drivers and hundreds more river guards.'), [
      [null, 'captured Varran drivers'],
      [null, 'river guards'],
    ]);
  });
  test('a bare number counts what its sentence or the one before has named', () => {
    const dug = 'The crews dug out seven miners below the mill. Three were alive, and the radio gave a figure of five.';
    assert.deepEqual(figures(dug), [
      [7, 'miners'],
      [3, 'miners'],
      [5, 'miners'],
    ]);
    assert.deepEqual(figures('The guards counted the flares from the roof. Fourteen, then a pause, then two more.'), [
      [14, 'flares'],
      [2, 'flares'],
    ]);
    assert.deepEqual(figures('The mill lost 16 out of its 36 brick kilns and now runs fewer than a half-dozen.'), [
      [16, 'brick kilns lost'],
      [36, 'brick kilns'],
      [6, 'brick kilns'],
    ]);
    assert.deepEqual(figures('The league wants to cut its barges to 4,000; it said it could reduce to 3,500.'), [
      [4000, 'barges'],
      [3500, 'barges'],
    ]);
  });
  test('a number that something is set against counts the same, be it a measure; those told of later are no more than those told of before', () => {
    assert.deepEqual(figures('The ration is fifteen litres of oil a week, down from twenty.'), [
      [15, 'litres oil'],
      [20, 'litres oil'],
    ]);
    assert.deepEqual(
      figures('The guards fired forty flares at two barges. Twelve fell short, the miller said on the quay.'),
      [
        [40, 'flares'],
        [2, 'barges'],
        [12, 'flares'],
      ],
    );
    assert.deepEqual(
      figures('There are 23 wells in the valley, of which 15 work. A sack keeps a family of six warm.'),
      [
        [23, 'wells'],
        [15, 'wells'],
        [6, 'family members'],
      ],
    );
  });
  test('a list of labels, a vote, a share by itself and an age after a pronoun', () => {
    assert.deepEqual(figures('Admitted: 37 (men 19, women 18). The vote was fifty-one for and nine against.'), [
      [37, 'people admitted'],
      [19, 'men'],
      [18, 'women'],
      [51, 'votes'],
      [9, 'votes'],
    ]);
    assert.deepEqual(
      figures('Loads fell by three quarters. I was seven when the mill shut, and he will be eight next month.'),
      [
        [0.75, 'share'],
        [7, 'years of age'],
        [8, 'years of age'],
      ],
    );
    assert.deepEqual(figures('The league put its losses at €400m-€500m and the rest at 30k crowns.'), [
      [500000000, 'euros'],
      [30000, 'crowns'],
    ]);
  });
  test('numbers written twice, by threes, with a fraction or a plus; strength and population', () => {
    assert.deepEqual(
      figures('The league keeps seventy-two (72) barges, 1 200 staff and 3½ tonnes of oil, and 35+ guards.'),
      [
        [72, 'barges'],
        [1200, 'staff'],
        [3.5, 'tonnes oil'],
        [35, 'guards'],
      ],
    );
    const half = 'They cleared 41,200 m² of the field, and half the 9,800 sheep came with his two sons.';
    assert.deepEqual(figures(half), [
      [41200, 'square metres'],
      [0.5, 'share of sheep'],
      [9800, 'sheep'],
      [2, 'sons'],
    ]);
    assert.deepEqual(
      figures('The queue was four hundred strong; in the village, population 340, a score of women waited.'),
      [
        [400, 'people'],
        [340, 'people'],
        [20, 'women'],
      ],
    );
    assert.deepEqual(
      figures('The guards made 14 “provocative” raids at ten past eleven, under a law of “one mill, one town”.'),
      [[14, 'provocative raids']],
    );
  });
  test('votes for and against, the short labels of armies, the age of the youngest, what remains', () => {
    assert.deepEqual(figures('The motion was carried with 12 in favour and three against.'), [
      [12, 'votes'],
      [3, 'votes'],
    ]);
    assert.deepEqual(figures('Losses of the league: KIA 2, WIA 5. The youngest was four, the oldest ninety.'), [
      [2, 'people killed'],
      [5, 'people wounded'],
      [4, 'years of age'],
      [90, 'years of age'],
    ]);
    assert.deepEqual(figures('Seven to eight thousand people saw nine posts; the other three were under water.'), [
      [8000, 'people'],
      [9, 'posts'],
      [3, 'posts'],
    ]);
  });
  test('hundreds of millions, those of yours, one of a list; streets by number and days before a sentence count nothing', () => {
    assert.deepEqual(
      figures('The league asked for nine hundred million crowns; three of your barges and ~15 KIA, it said.'),
      [
        [900000000, 'crowns'],
        [3, 'barges'],
        [15, 'people killed'],
      ],
    );
    assert.deepEqual(figures('No oil comes to streets 1 to 9 from 2 January. 180 passengers at most may cross.'), [
      [180, 'passengers'],
    ]);
    assert.deepEqual(figures('There are 300 names on one side and 212 on the other, and no children under six.'), [
      [300, 'names'],
      [212, 'names'],
      [6, 'years of age'],
    ]);
  });
  test('items of a list and hours at the head of a line are no figures', () => {
    assert.deepEqual(figures('2. Two barges were sunk at the weir by the mill. 3. Boats must keep clear.'), [
      [2, 'barges sunk'],
    ]);
    assert.deepEqual(figures('1130 Barges moored below the weir were searched by the guards of the mill.'), []);
  });
  test('a number that names, an hour in words and a pair of sides are no figures', () => {
    const sentence =
      'The envoys left Interstate 35 at about nine; “Lorre Star 2” plays on, they said, and it ended two–two.';
    assert.deepEqual(figures(sentence), []);
  });
  test('two adjectives and a direction in a name stand before what is counted', () => {
    assert.deepEqual(
      figures('The fog held up 30 domestic and foreign barges, 19 idle South Lorran police and 11 more reached Velin.'),
      [
        [30, 'domestic and foreign barges'],
        [19, 'idle South Lorran police'],
        [11, 'idle South Lorran police'],
      ],
    );
  });
  test('what the counted did to others is not what became of them', () => {
    assert.deepEqual(figures('The guards shot down 44 Varran kites in a wave of raids that have killed one woman.'), [
      [44, 'Varran kites shot down'],
      [1, 'woman killed'],
    ]);
  });
  test('shares, rough numbers and ages told in other ways', () => {
    assert.deepEqual(
      figures(
        'More than a third of the barges and half their crews are back; 300-odd mines and a dozen or so wrecks are not.',
      ),
      [
        [0.333, 'share of barges'],
        [0.5, 'share of crews'],
        [300, 'mines'],
        [12, 'wrecks'],
      ],
    );
    assert.deepEqual(figures('Boys as young as ten and men between the ages of 18 and 60 left the town of 7,000.'), [
      [10, 'years of age'],
      [18, 'years of age'],
      [60, 'years of age'],
      [7000, 'people'],
    ]);
    assert.deepEqual(figures('More than a quarter of a million people live no more than 50 miles off.'), [
      [250_000, 'people'],
      [50, 'miles'],
    ]);
  });
  test('the age of one who is named, and of nothing that lasts', () => {
    assert.deepEqual(
      figures('Among them was 16-year-old Ilka Ostrovan; two of Varra’s envoys told of a two-year-old pact.'),
      [
        [16, 'years of age'],
        [2, 'envoys'],
        [2, 'year pact'],
      ],
    );
  });
  test('May is a month in a text in capitals too', () => {
    const told = article(
      'The guards said on 17 May that the mill may burn again. The town on the lake has been quiet since the meeting, they said.',
    );
    const { dates } = readDocument('a', told.toUpperCase());
    assert.deepEqual(
      dates.filter((d) => /MAY/.test(d.text)).map((d) => d.iso),
      ['2025-05-17'],
    );
  });
  test('who went and who was freed is somebody; a numbered train is not counted', () => {
    assert.deepEqual(figures('From our valley 14 went; in the first exchange 12 were freed, in the second 15.'), [
      [14, 'people'],
      [12, 'people freed'],
      [15, 'people'],
    ]);
    assert.deepEqual(
      figures('The Lorre 188 locomotive stopped; 393 guards were hurt in 60 clashes and that 14 boys were killed.'),
      [
        [393, 'guards hurt'],
        [60, 'clashes'],
        [14, 'boys killed'],
      ],
    );
  });
  test('what is not so, clocks of four figures, pictures in a row and articles in words count nothing', () => {
    assert.deepEqual(
      figures('The raid lasted from 0600 to 1400; Image 2 of 3 shows it; the Article Five promises say so.'),
      [],
    );
    assert.deepEqual(
      figures(
        'At least 70 IS fighters and 9 more have not been killed; in March 60 Lorran envoys left; 30-plus stayed.',
      ),
      [
        [70, 'IS fighters'],
        [9, 'IS fighters'],
        [60, 'Lorran envoys'],
        [30, 'Lorran envoys'],
      ],
    );
  });
  test('a table within a sentence tells before the number what it counts', () => {
    assert.deepEqual(
      figures('Since noon: killed 14, wounded 37, missing 3. Shells fired: 212. Barges – 9, of these 4 with holes.'),
      [
        [14, 'people killed'],
        [37, 'people wounded'],
        [3, 'people missing'],
        [212, 'shells fired'],
        [9, 'barges'],
        [4, 'barges'],
      ],
    );
  });
  test('the rows of a table are read by the heads of its columns, labels of lines by themselves; what a page counts of itself is not', () => {
    const lead = 'The league told of the month in a paper that it sent to the council of the town.\n\n';
    assert.deepEqual(figures(`${lead}Month | incidents | killed\nMay | 88 | 4\nJune | 61 | 2`), [
      [88, 'incidents'],
      [4, 'people killed'],
      [61, 'incidents'],
      [2, 'people killed'],
    ]);
    assert.deepEqual(figures(`${lead}Wounded: 32\nBarges sunk: 7`), [
      [32, 'people wounded'],
      [7, 'barges sunk'],
    ]);
    assert.deepEqual(figures(`${lead}Comments: 32\nShares: 7`), []);
  });
  test('one more than was counted, and the day of a truce', () => {
    assert.deepEqual(figures('On Day 12 the guards counted seven barges, then an eighth; a pair of tugs went down.'), [
      [12, 'ordinal of day'],
      [7, 'barges'],
      [8, 'ordinal of barges'],
      [2, 'tugs'],
    ]);
  });
  test('a fall from one number to another, a week or two, and a father of four', () => {
    assert.deepEqual(
      figures('Bread fell from 15 to 4 dinars in a week or two, said Ilka Ostrovan, a mother of three who bakes it.'),
      [
        [15, 'dinars'],
        [4, 'dinars'],
        [2, 'weeks'],
        [3, 'children'],
      ],
    );
  });
  test('who is hurt where only things were named before is people', () => {
    assert.deepEqual(figures('Six explosions shook the port, leaving at least seven dead and 23 hurt.'), [
      [6, 'explosions'],
      [7, 'people killed'],
      [23, 'people hurt'],
    ]);
  });
  test('half a million is no million, and what is counted may stand after or long before the number', () => {
    assert.deepEqual(figures('Half a million farmers left the plain for the hills, the council said.'), [
      [500_000, 'farmers'],
    ]);
    assert.deepEqual(figures('The number of Varrans in reach of the guns leapt to 3.5 million, the council said.'), [
      [3_500_000, 'Varrans'],
    ]);
    assert.deepEqual(figures('The casualties have topped 2,000 since the 9/11 of the valley, the council said.'), [
      [2000, 'casualties'],
    ]);
  });
  test('years ago are a count where nobody can tell when that was', () => {
    assert.deepEqual(figures('The mill of the town on the lake was shut three years ago.'), []);
    const undated = article('The mill of the town on the lake was shut three years ago.').replace(
      'Published: 10 July 2025\n\n',
      '',
    );
    assert.deepEqual(
      readDocument('a', undated).figures.map((f) => [f.value, f.unit]),
      [[3, 'years']],
    );
  });
  test('an m before people is a million, and a number in brackets after a name an age', () => {
    assert.deepEqual(figures('Perhaps 2m people fled; Ilka Ostrovan (18) laid 40m of cable to the twenty one boats.'), [
      [2_000_000, 'people fled'],
      [18, 'years of age'],
      [40, 'metres'],
      [21, 'boats'],
    ]);
  });
  test('a child is some months old, a truce is not', () => {
    assert.deepEqual(figures('A six-month-old girl was found beside a 13-year-old who hid in the mill.'), [
      [6, 'months of age'],
      [13, 'years of age'],
    ]);
  });
  test('what became of those counted stands in their own clause', () => {
    assert.deepEqual(
      figures('Mortar fire killed seven villagers and wounded 12 others near the mill, the mayor said.'),
      [
        [7, 'villagers killed'],
        [12, 'others wounded'],
      ],
    );
    assert.deepEqual(
      figures('The patrol saw one woman at the gate, and a guard told it that four men had been killed.'),
      [
        [1, 'woman'],
        [4, 'men killed'],
      ],
    );
    assert.deepEqual(
      figures('All nine cooks slept in the cellar but the roof above was destroyed, he told the radio.'),
      [[9, 'cooks']],
    );
    assert.deepEqual(
      figures('At least nine farmers, four of them women, were injured when the wall of the mill came down.'),
      [
        [9, 'farmers injured'],
        [4, 'women'],
      ],
    );
  });
  test('what was named before is counted on', () => {
    assert.deepEqual(figures('The blast killed 14 conscripts and injured 45, the hospital said.'), [
      [14, 'conscripts killed'],
      [45, 'conscripts injured'],
    ]);
    assert.deepEqual(figures('Incidents on the ridge fell from 34 in March to five in April, the mission said.'), [
      [34, 'incidents'],
      [5, 'incidents'],
    ]);
    assert.deepEqual(
      figures('Of the returnees 12 are soldiers; 39 of the prisoners were officers, the list shows.').at(-1),
      [39, 'officers prisoners'],
    );
    assert.deepEqual(figures('The army put the number of its wounded at eleven.'), [[11, 'people wounded']]);
  });
  test('measures written to their number, ranges, ages and shares', () => {
    assert.deepEqual(figures('The village lies 88km south of the line and some 40-50 kilometres from the sea.'), [
      [88, 'km'],
      [50, 'kilometres'],
    ]);
    assert.deepEqual(figures('A 45-year-old baker and a man of 61 were held for a decade under a 10-day-old law.'), [
      [45, 'years of age'],
      [61, 'years of age'],
      [10, 'years'],
      [10, 'day law'],
    ]);
    assert.deepEqual(figures('The 30 lorries and 8 ambulances would reach the 17 local shops.'), [
      [30, 'lorries'],
      [8, 'ambulances'],
      [17, 'local shops'],
    ]);
  });
  test('a measure of one, and decades', () => {
    assert.deepEqual(figures('After nearly a month of calm in two decades of feud, mines went off in the harbour.'), [
      [1, 'months'],
      [20, 'years'],
    ]);
  });
  test('how far a count has got', () => {
    assert.deepEqual(figures('It was the ninth such violation on the 100th day of the truce, the monitors noted.'), [
      [9, 'ordinal of violation'],
      [100, 'ordinal of day'],
    ]);
  });
  test('hours, names, weapons and what only points are none', () => {
    assert.deepEqual(
      figures('The truce began at 6am (3pm in Lorre); at 11.20 the post heard fire, and again around 18.00.'),
      [],
    );
    assert.deepEqual(figures('Battalion 14 left Quay 4 with a 2A65 howitzer, and the March 4 Front said so.'), []);
    assert.deepEqual(
      figures('The two countries trust neither of the two sides, and one of the monitors said as much.'),
      [],
    );
  });
  test('amounts that are vague have no value', () => {
    assert.deepEqual(
      figures('The fighting forced hundreds of thousands to flee and left several hundred mines behind.'),
      [
        [null, 'people'],
        [null, 'mines'],
      ],
    );
  });
});

describe('a date is read from the day of publication', () => {
  test('a month without a year is the last that came, unless it lies ahead', () => {
    assert.deepEqual(dates('The sides broke the November truce, and the army was supposed to leave by January.'), [
      ['November', '2024-11'],
      ['January', '2025-01'],
    ]);
    assert.deepEqual(dates('The army will leave by January, and the talks of last October go on.'), [
      ['January', '2026-01'],
      ['last October', '2024-10'],
    ]);
  });
  test('days counted from the day told before', () => {
    assert.deepEqual(dates('The mill was hit on 3 May and three days later the bridge fell.'), [
      ['3 May', '2025-05-03'],
      ['three days later', '2025-05-06'],
    ]);
  });
  test('weekends, weeks, seasons, pairs of days and of months', () => {
    assert.deepEqual(dates('Over the weekend it was calm, as on Friday last week.'), [
      ['the weekend', '2025-07-05/2025-07-06'],
      ['Friday last week', '2025-07-04'],
    ]);
    assert.deepEqual(dates('They fought in the winter of 2006, and last November and December.'), [
      ['the winter of 2006', '2006-12/2007-02'],
      ['last November and December', '2024-11/2024-12'],
    ]);
    assert.deepEqual(dates('Pictures of April 23 and 25 show it, and the team met from 3 to 5 June 2025.'), [
      ['April 23', '2025-04-23'],
      ['25', '2025-04-25'],
      ['3 to 5 June 2025', '2025-06-03/2025-06-05'],
    ]);
  });
  test('a day long past, told with its year, does not tell the day of publication', () => {
    const told = (sentence: string): string | null | undefined =>
      readDocument('a', article(sentence).replace('Published: 10 July 2025\n\n', '')).dates.find(
        (d) => d.text === 'Monday',
      )?.iso;
    const lead = `The council met on Monday. ${'It heard the miller and the smith, and then the miller again. '.repeat(12)}`;
    assert.equal(told(`${lead}On Oct. 7, 2013, the mill burnt down.`), null);
    assert.equal(told(`${lead}— Mill of Orsk (@orskmill) October 7, 2013`), '2013-10-07');
    assert.equal(told(`${lead}In May 2013 the mill burnt down, and in 2015 the bridge.`), null);
    assert.equal(told(`${lead}In May 2013 the mill burnt down; since May 8 the bridge is shut.`), null);
    assert.equal(told(`${lead}In May 2013 the mill burnt down; since then, on June 12, the bridge.`), '2013-06-17');
  });
  test('the paper may be of the day after the last day that it names', () => {
    const text = article('On Thursday, 6 March 2014, the council met; on Friday the army reported fire.');
    const { dates } = readDocument('a', text.replace('Published: 10 July 2025\n\n', ''));
    assert.equal(dates.find((d) => d.text === 'Friday')?.iso, '2014-03-07');
  });
  test('a wire in capitals, broken by width, is read as any other', () => {
    const wire = [
      'TST9-0001 (NORTHWIRE)',
      '',
      '   ORSK, 31 JAN 90 (NORTHWIRE) -- [TEXT] THE COUNCIL OF THE TOWN OF ORSK',
      'TODAY SAID THAT IT WILL MEET WITH THE GUERRILLAS OF THE VARRAN AT THE',
      'LAKE, AND THAT THE TRUCE OF NOVEMBER HAS HELD.  IT SAID THAT NONE OF THE',
      '16 BOATS WAS LOST IN THE 1980S.',
      '',
      '   "WE WILL WAIT FOR THEM AT THE MILL AND AT THE BRIDGE," CHAIRMAN OTTO',
      'PELLORAN SAID ON THE RADIO OF THE TOWN. HE HAD BEEN AT THE MILL ON 21',
      'MARCH AND AT THE BRIDGE ON THE DAY AFTER.',
      '',
      '   THE GUERRILLAS HAVE NOT ANSWERED, AND THEIR BOATS ARE STILL ON THE',
      'LAKE.',
    ].join('\n');
    const { dates, figures, claims, furniture, published } = readDocument('a', wire);
    assert.equal(published, '1990-01-31');
    assert.deepEqual(
      dates.map((d) => d.iso),
      ['1990-01-31', '1990-01-31', '1989-11', '1980/1989', '1989-03-21', '1989-03-22'],
    );
    assert.deepEqual(
      figures.map((f) => f.unit),
      ['boats'],
    );
    assert.deepEqual(
      furniture.map(([s, e]) => wire.slice(s, e)),
      ['TST9-0001 (NORTHWIRE)'],
    );
    assert.ok(claims.some((c) => c.speech === 'direct' && /PELLORAN/i.test(c.speaker)));
  });
  test('a day that opens a clause lies where its verb says', () => {
    assert.deepEqual(dates('On Tuesday, the envoys will see the mill. On Monday, they saw the bridge.'), [
      ['Tuesday', '2025-07-15'],
      ['Monday', '2025-07-07'],
    ]);
    assert.deepEqual(dates('A meeting had been planned for Monday, and they were told to come on Tuesday.'), [
      ['Monday', '2025-07-07'],
      ['Tuesday', '2025-07-08'],
    ]);
  });
  test('days of feasts, of old centuries and before a colon', () => {
    assert.deepEqual(dates('Since New Year’s Day and the bridge of Nov. 16, 1776, and on 2 June: nothing.'), [
      ['New Year’s Day', '2025-01-01'],
      ['Nov. 16, 1776', '1776-11-16'],
      ['2 June', '2025-06-02'],
    ]);
  });
  test('a deadline does not tell the day of publication', () => {
    const text = article(
      'On 7 October 2024 the council gave the army an Oct. 30 deadline, and on Monday it met.',
    ).replace('Published: 10 July 2025\n\n', '');
    assert.equal(readDocument('a', text).dates.find((d) => d.text === 'Monday')?.iso, '2024-10-07');
  });
  test('weeks of a month, halves of a year, nights, fortnights and days ahead', () => {
    assert.deepEqual(
      dates('It was calm in the first week of June and the last week of May, as in the first half of 2024.'),
      [
        ['the first week of June', '2025-06-01/2025-06-07'],
        ['the last week of May', '2025-05-25/2025-05-31'],
        ['the first half of 2024', '2024-01/2024-06'],
      ],
    );
    assert.deepEqual(
      dates('Three nights ago, a fortnight ago; in three days’ time, the day after tomorrow, on Saturday next.'),
      [
        ['Three nights ago', '2025-07-07'],
        ['a fortnight ago', '2025-06-26'],
        ['three days’ time', '2025-07-13'],
        ['the day after tomorrow', '2025-07-12'],
        ['Saturday next', '2025-07-12'],
      ],
    );
    assert.deepEqual(
      dates('The mill burned on 3 May; the next morning it was rebuilt, they said at the end of last week.'),
      [
        ['3 May', '2025-05-03'],
        ['the next morning', '2025-05-04'],
        ['the end of last week', '2025-07-06'],
      ],
    );
  });
  test('days, weeks and seasons counted back and ahead', () => {
    assert.deepEqual(
      dates(
        'They met a week last Tuesday, the week before last, three Sundays ago, two summers ago and forty-eight hours ago.',
      ),
      [
        ['a week last Tuesday', '2025-07-01'],
        ['the week before last', '2025-06-23/2025-06-29'],
        ['three Sundays ago', '2025-06-22'],
        ['two summers ago', '2023-06/2023-08'],
        ['forty-eight hours ago', '2025-07-08'],
      ],
    );
    assert.deepEqual(
      dates('They will meet a week on Monday, ten days from now, on Saturday fortnight or tomorrow week.'),
      [
        ['a week on Monday', '2025-07-21'],
        ['ten days from now', '2025-07-20'],
        ['Saturday fortnight', '2025-07-26'],
        ['tomorrow week', '2025-07-18'],
      ],
    );
    assert.deepEqual(
      dates('The mill burned a year ago today; the guards came on 3 June, and the following Monday they left.'),
      [
        ['a year ago today', '2024-07-10'],
        ['3 June', '2025-06-03'],
        ['the following Monday', '2025-06-09'],
      ],
    );
  });
  test('parts of a month, named days, quarters and years cut short', () => {
    assert.deepEqual(
      dates(
        'It rained on the last day of June, in the second half of May, on the first of this month, on May Day and Palm Sunday.',
      ),
      [
        ['the last day of June', '2025-06-30'],
        ['the second half of May', '2025-05-16/2025-05-31'],
        ['the first of this month', '2025-07-01'],
        ['May Day', '2025-05-01'],
        ['Palm Sunday', '2025-04-13'],
      ],
    );
    assert.deepEqual(
      dates('The war of 1950-53 and that in the winter of 2023-24, in mid-2012, in ’98 and in Q3 2024.'),
      [
        ['1950-53', '1950/1953'],
        ['the winter of 2023-24', '2023-12/2024-02'],
        ['2012', '2012'],
        ['’98', '1998'],
        ['Q3 2024', '2024-07/2024-09'],
      ],
    );
  });
  test('a solemn day, days in a row, days in figures and what lies after the next', () => {
    assert.deepEqual(
      dates(
        'Done at Orl on the third day of June; the mill was shut on 5, 12 and 19 June and from the 3rd to the 9th of May.',
      ),
      [
        ['third day of June', '2025-06-03'],
        ['5', '2025-06-05'],
        ['12', '2025-06-12'],
        ['19 June', '2025-06-19'],
        ['3rd to the 9th of May', '2025-05-03/2025-05-09'],
      ],
    );
    assert.deepEqual(dates('It was shut on 27/6/25 and on 04/07/25, on the morning of the 8th and half a year ago.'), [
      ['27/6/25', '2025-06-27'],
      ['04/07/25', '2025-07-04'],
      ['the 8th', '2025-07-08'],
      ['half a year ago', '2025-01'],
    ]);
    assert.deepEqual(
      dates('They will meet the week after next; it has been calm since Sunday week, and on Ash Wednesday.'),
      [
        ['the week after next', '2025-07-21/2025-07-27'],
        ['Sunday week', '2025-06-29'],
        ['Ash Wednesday', '2025-03-05'],
      ],
    );
  });
  test('what opens, sails or has slipped lies ahead; the full stop of a month parts two items', () => {
    assert.deepEqual(
      dates(
        'The ferry sails again this Saturday, and the talks have slipped to Wednesday. 6. Exams are in June. 7. Wood.',
      ),
      [
        ['this Saturday', '2025-07-12'],
        ['Wednesday', '2025-07-16'],
        ['June', '2025-06'],
      ],
    );
  });
  test('the days of a diary follow on one another', () => {
    const diary = article(
      'Sunday, 22 June 2025. Three shells fell on the mill before we had eaten, and then no more.\nMonday. The guards asked about the mill.\nTuesday. Nobody came to the mill, and nobody asked.',
    );
    assert.deepEqual(
      readDocument('a', diary)
        .dates.slice(1)
        .map((d) => d.iso),
      ['2025-06-22', '2025-06-23', '2025-06-24'],
    );
  });
  test('Easter, and a season before any word', () => {
    assert.deepEqual(
      dates('At Easter and on Good Friday they rowed; the truce holds until New Year, unlike the autumn truce.'),
      [
        ['Easter', '2025-04-20'],
        ['Good Friday', '2025-04-18'],
        ['New Year', '2026-01-01'],
      ],
    );
    assert.deepEqual(
      dates('Bread that cost four dinars in the spring costs nine, as ever since the autumn ceasefire.'),
      [
        ['the spring', '2025-03/2025-05'],
        ['the autumn', '2024-09/2024-11'],
      ],
    );
  });
  test('two days ahead, a day of last year, the fall; every Tuesday is no day', () => {
    assert.deepEqual(
      dates('The road stays shut until Wednesday or Thursday, as on 7 October last year and this past weekend.'),
      [
        ['Wednesday', '2025-07-16'],
        ['Thursday', '2025-07-10'],
        ['7 October last year', '2024-10-07'],
        ['this past weekend', '2025-07-05/2025-07-06'],
      ],
    );
    assert.deepEqual(
      dates('They meet every Tuesday, and Ilka is said to be one of the heroes of the October 7 raid.'),
      [['October 7', '2024-10-07']],
    );
    assert.deepEqual(dates('The talks of last fall began after the fall of Velin.'), [
      ['last fall', '2024-09/2024-11'],
    ]);
  });
  test('a weekday and its day are one date', () => {
    assert.deepEqual(dates('The talks end on Sunday, 20 July, at the lake.'), [['Sunday, 20 July', '2025-07-20']]);
  });
  test('names that hold a day are none', () => {
    assert.deepEqual(
      dates('The March 4 Front wrote it in the Lake Today and in the Sunday Post.').filter((d) => (d as string[])[1]),
      [],
    );
  });
});

describe('the day of publication', () => {
  const body =
    'The council of the town has said that it will not open the road before the observers are there.\n\nIt said that they are on the way, and that the bridge would be the first to open when they have come.';
  const published = (text: string): string | null => readDocument('a', text).published;
  test('stands below the headline; above it is the day of the visit', () => {
    assert.equal(
      published(
        `menu\nFriday May 9, 2025\n\nCouncil keeps the road of the town shut\n\nBy the Night Desk\nJanuary 12, 2021\n\n${body}`,
      ),
      '2021-01-12',
    );
  });
  test('may stand within the first line, or open the text; not that of another paper or of a picture', () => {
    assert.equal(published(`Briefing by the town, Monday, 8 February 2027, excerpts\n\n${body}`), '2027-02-08');
    assert.equal(published(`Tuesday 8 September 2026. This is the news of the lake. ${body}`), '2026-09-08');
    assert.equal(published(`Annex 2 to the understanding of 8 March 2025: the road and the mill\n\n${body}`), null);
    assert.equal(
      published(
        `Guards of the lake stand on the bridge of the town during a march on Oct. 7, 2014. (Photo: Ana Ruiz)\n\n${body}`,
      ),
      null,
    );
  });
  test('is not that of a post which the article shows', () => {
    assert.equal(
      published(
        `Council keeps the road of the town shut\n\n${body}\n\n— Lake Council (@lakecouncil) October 2, 2023\n\n${body}`,
      ),
      null,
    );
  });
  test('may begin a dateline, or be of the year of the page', () => {
    assert.equal(published(`Council keeps the road shut\n\n7 May 2026 (Lake Press) — ${body}`), '2026-05-07');
    assert.equal(
      published(
        `Council keeps the road shut\n\nOrsk, Aug 30 (Lake Press).- The council said this Saturday that ${body}\n\n© Lake Press 2025`,
      ),
      '2025-08-30',
    );
  });
});

describe('a place is named by what stands around it', () => {
  test('landmarks with their noun, ways to and from', () => {
    assert.deepEqual(places('Shells fell on the Vit river while families fled to Jandor by the road from Selm.'), [
      'Vit river',
      'Jandor',
      'Selm',
    ]);
  });
  test('the town of a dateline, in small letters too', () => {
    assert.deepEqual(places('KALMIND: Shells hit the shops of the Kalmind bazaar on Monday, officials said.'), [
      'KALMIND',
      'Kalmind',
    ]);
  });
  test('parts of a land; what is of what', () => {
    assert.deepEqual(
      places("He crossed into eastern Georgia, and the post in rebel-held Tovar's Selm district was shut."),
      ['eastern Georgia', 'Selm'],
    );
  });
  test('words of the language are none', () => {
    assert.deepEqual(places('In Relief of the town, the Food Agency spoke at Camp and of the North.'), []);
  });
});

describe('what of a page is the article', () => {
  const body =
    'LORRE (Northwire) - The council of the town has said that it will not open the road before the observers are there.\n\nUnder the terms of the truce, it said, the observers have to be there first, and the bridge is the first to open.\n\nCreated in 1978, the force on the lake has 10,500 men, and it has asked for boats and for donations of fuel.';
  const left = (text: string): string => {
    const d = readDocument('a', text);
    let out = '';
    let at = 0;
    for (const [s, e] of d.furniture) {
      out += text.slice(at, s);
      at = e;
    }
    return (out + text.slice(at)).replace(/\s+/g, ' ').trim();
  };
  const whole = `Council keeps the road of the town shut ${body.replace(/\s+/g, ' ')}`;
  const page = (above: string, below = ''): string =>
    `${above}Council keeps the road of the town shut\n\n${body}${below}`;
  test('the terms of a truce are no terms of use, and a force created in 1978 no date line', () => {
    assert.equal(left(page('')), whole);
  });
  test('breadcrumbs, captions with their credit, notes on who wrote', () => {
    assert.equal(left(page('Home / Lake / Council keeps the road of the town shut\n\n')), whole);
    assert.equal(left(page('', '\n\nA boat lies at the pier of Lorre on Monday. Ana Ruiz/The Lake Post')), whole);
    assert.equal(left(page('', '\n\nA boat lies at the pier of Lorre. LAKEPIX/Ana Ruiz/Reuters')), whole);
    assert.equal(
      left(page('', '\n\nAna Ruiz is the online editor of the Lake Post. She has an eye on the whole region.')),
      whole,
    );
    assert.equal(left(page('', '\n\nFor more from the lake, download the Lake Post app.')), whole);
  });
  test('the headings of sections', () => {
    const [lead, ...rest] = body.split('\n\n');
    assert.equal(left(page('').replace(body, [lead, 'A bridge too late', ...rest].join('\n\n'))), whole);
  });
  const MORE = [1, 2, 3, 4, 5, 6]
    .map((n) => `The boats of pier ${n} have been mended, and the force has thanked its men.`)
    .join('\n\n');
  test('headings that ask or stand between dashes, and captions that nobody signs', () => {
    const [lead, second, ...rest] = body.split('\n\n');
    const within = (...lines: string[]): string => {
      const text = page('').replace(body, [lead, lines[0], second, lines[1] ?? '', ...rest, MORE].join('\n\n'));
      return left(text).replace(MORE.replace(/\s+/g, ' '), '').trim();
    };
    assert.equal(within('What is in the accord?', 'Why is the bridge the first?'), whole);
    assert.equal(within('– Boats for the force –', '-- The Bridge:'), whole);
    assert.equal(within('Smoke rises over the bridge of Lorre on Friday, hours after the truce was agreed'), whole);
    assert.equal(within('A boatman carries a wounded dog across the lake in August.'), whole);
    assert.equal(within('JUST WATCHED A lake at war Replay More Videos ... MUST WATCH A lake at war 02:03'), whole);
    // One question among many paragraphs is asked by the article itself; so is the talk of a day to come.
    assert.notEqual(within('Who will mend the bridge?'), whole);
    assert.notEqual(within('The boats will carry the wounded across the lake on Friday.'), whole);
  });
  test('points of a list stay and their figures are read; links and signatures of posts within a paragraph go', () => {
    const [lead, ...rest] = body.split('\n\n');
    const text = page('').replace(
      body,
      [
        `${lead} (RELATED: The Lake At War)`,
        'The council counts:',
        '40 boats on the lake',
        '3 bridges across it',
        ...rest,
      ].join('\n\n'),
    );
    assert.equal(left(text).includes('RELATED'), false);
    assert.ok(left(text).includes('40 boats on the lake 3 bridges across it'));
    assert.ok(readDocument('a', text).figures.some((f) => f.value === 40 && f.unit === 'boats'));
  });
  test('what a page tells in short above the text is none of it, nor is a name above its paper', () => {
    const short = 'Story highlights The lake is shut\n\nThe council of the town meets on Monday\n\n';
    assert.equal(left(`${short}${body}`), body.replace(/\s+/g, ' '));
    const signed = readDocument('a', `Ilka Ostrovan\n\nAFP\n\n${body}`);
    assert.equal(signed.title, null);
    assert.equal(
      readDocument('a', `Lake Closed Again, Bridge Between Towns Falls\n\n${body}`).title,
      'Lake Closed Again, Bridge Between Towns Falls',
    );
  });
  test('several long lines without a full stop that stand apart are captions', () => {
    const [lead, ...rest] = body.split('\n\n');
    const captions = [
      'Mended: The boats of the force have been laid up on the pier of the town since the winter storms of the year before',
      'The bridge of the town, which the council wants to see mended first, had stood for a hundred years and more',
      'Observers of the force on the lake were brought to the mill by the guards in the first week of the accord',
    ];
    const told = MORE.split('\n\n');
    const all = [
      lead,
      captions[0],
      told[0],
      told[1],
      captions[1],
      told[2],
      told[3],
      captions[2],
      told[4],
      told[5],
      ...rest,
    ];
    const text = left(page('').replace(body, all.join('\n\n')));
    for (const one of captions) assert.equal(text.includes(one), false, one);
    assert.ok(told.every((one) => text.includes(one)));
  });
  test('a long sentence without its full stop is a paragraph', () => {
    const item =
      'The council said that it has counted the boats of the force on the lake and those of the guards on the river';
    const text = page('').replace('\n\nCreated', `\n\nIt also told:\n\n${item}\n\nCreated`);
    assert.ok(readDocument('a', text).claims.some((c) => c.start >= text.indexOf(item) && c.speech === 'indirect'));
  });
  test('a caption run together with the headline is none of it', () => {
    const text = `A boat lies at the pier of the town on the lake. | AP Photo Council keeps the road of the town shut\n\n${body}`;
    assert.equal(readDocument('a', text).title, 'Council keeps the road of the town shut');
    assert.equal(left(text), whole);
  });
  test('a last sentence that its agency signs, or that is cut off, stays', () => {
    const last = 'The feud over the lake has cost more than 12,000 lives in the 26 years since it began. Northwire';
    assert.equal(left(page('', `\n\n${last}`)), `${whole} ${last}`);
    const cut = 'The council added that the boats of the force, which it has had since spring, are to be pai';
    assert.equal(left(page('', `\n\n${cut}`)), `${whole} ${cut}`);
  });
  test('a headline shares its words with the text, menus and mottos do not', () => {
    const text = page('Lake Post Online\nNews & Views\nSports & Leisure\nNews & Views\nWeather on the coast\n\n');
    assert.equal(readDocument('a', text).title, 'Council keeps the road of the town shut');
  });
  test('a question may be the headline', () => {
    const text = `LAKE POST | NEWS\n\nWhat is in the accord on the lake, and why does the council not trust it at all?\n\n${body}`;
    assert.equal(
      readDocument('a', text).title,
      'What is in the accord on the lake, and why does the council not trust it at all?',
    );
  });
});
