/** Who speaks, and which words are quoted, in the ways newsrooms write. Invented people and places. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../index.ts';

const HEAD = 'A headline for the day\n\nThe two sides met in Ammet on Monday and spoke at length of many things.\n\n';
/** Speaker, speech and words of each quotation. */
const quoted = (text: string) =>
  readDocument('a.txt', HEAD + text)
    .claims.filter((c) => c.quote !== null)
    .map((c) => `${c.speaker} ${c.speech}: ${c.quote}`);

test('questions that head the parts of an explainer make no interview of it', () => {
  const text = `What happened in Torv?

Three shells fell on the market, the council said. "We counted nine dead," said Ana Ruiz, the mayor.

Who fired them?

Nobody has said so. The hill is held by the Northern Front, which denied it.

Will the truce hold?

It has held for a month. Mediators think that it may.`;
  assert.deepEqual(quoted(text), ['Ana Ruiz direct: We counted nine dead']);
});

test('a question and who answers it in the first person are an interview', () => {
  const text = `“It is a long line,” says Ana Ruiz, the head of the observers.

How many observers have you on the line?

We have forty, and they have not slept since the guns began. They are tired.

Is that enough for the whole line?

I asked for two hundred in the spring. Nobody has answered that letter, and it is now September.

Will it hold for the winter?

My people think so. Nobody wants to dig trenches in frozen ground, and neither army has the coats.`;
  assert.ok(quoted(text).some((q) => q.endsWith('direct: I asked for two hundred in the spring')));
});

test('what is left open in one paragraph does not swallow those that follow without a mark', () => {
  const text = `Pilots fly at night for fear of what Colonel Berg called “hostile fire.

The valley is narrow, and there are few of them.

“We fly when we can,” said Colonel Berg.`;
  assert.deepEqual(quoted(text), ['Colonel Berg mixed: hostile fire', 'Colonel Berg direct: We fly when we can']);
});

test('he is whom the sentence before was about, though he has not spoken yet', () => {
  const text = `“We will stay,” said Omar Dessalin, a trader.

Mr. Lund did not mince words on Tuesday in Kessen. He called on both armies to “honour what they signed.”`;
  assert.equal(quoted(text)[1], 'Mr. Lund mixed: honour what they signed');
});

test('a person without a name who was brought in speaks as he', () => {
  const text = `She lived long ago, but a Kessen doctor we met spoke of her as of a neighbour.

"We love her," he said.`;
  assert.deepEqual(quoted(text), ['Kessen doctor direct: We love her']);
});

test('words after a colon are of whom the sentence is about', () => {
  const text = `“It is over,” said Omar Dessalin. Minister Ilva Berg went even further on the radio: “I think it has only begun.”`;
  assert.equal(quoted(text)[1], 'Minister Ilva Berg direct: I think it has only begun');
});

test('a month that is a name speaks, and so does who stands after an aside, before a stray comma or without a verb', () => {
  assert.deepEqual(quoted('“They must leave,” Ms. May said.'), ['Ms. May direct: They must leave']);
  assert.deepEqual(quoted('Hewin, on his show on Thursday, asked Torvald, “Who is it that you mean by them?”'), [
    'Hewin direct: Who is it that you mean by them?',
  ]);
  assert.deepEqual(quoted('On one hand, former envoy Jarl Iversen, said the force should be “far larger” by May.'), [
    'former envoy Jarl Iversen mixed: far larger',
  ]);
  assert.deepEqual(
    quoted('"We look only at the bridge," Roald Hesk, a professor of politics at Narra University. "It is a mistake."'),
    ['Roald Hesk direct: We look only at the bridge', 'Roald Hesk direct: It is a mistake'],
  );
});

test('saying, adding and calling belong to whoever the clause is about', () => {
  assert.deepEqual(quoted('But the president responded saying, "There is no magic in a word."'), [
    'the president direct: There is no magic in a word',
  ]);
  assert.deepEqual(quoted('Mr. Torvald has for some time promised a larger camp, saying he would “load it up.”'), [
    'Mr. Torvald mixed: load it up',
  ]);
  assert.deepEqual(
    quoted('"We cannot solve it," President Amo Lund said. "We can help," adding that it was "a long-term project."'),
    [
      'President Amo Lund direct: We cannot solve it',
      'President Amo Lund direct: We can help',
      'President Amo Lund mixed: a long-term project',
    ],
  );
});

test('a paper that notes and a newspaper that reports today are heard', () => {
  assert.deepEqual(quoted('“Many support the Front out of fear,” the Hesk report notes.'), [
    'Hesk report direct: Many support the Front out of fear',
  ]);
  assert.deepEqual(quoted('And The Narra Times reports today: "Analysts were still counting the craters."'), [
    'Narra Times direct: Analysts were still counting the craters',
  ]);
});

test('two paragraphs that have run together are told apart after a closing mark', () => {
  const text = `"The future is too good to waste on lies," said Sergeant Bo Lund. "I am ashamed."Ana Ruiz also attacked the army, saying it beat people "for being honest."`;
  assert.equal(quoted(text).at(-1), 'Ana Ruiz mixed: for being honest');
});

test('a text in capitals is read as others write, and its words are given as they came', () => {
  const text = `KESSEN, 31 JAN (HESK PRESS) -- THE GUERRILLAS TODAY REAFFIRMED THEIR WILLINGNESS TO MEET WITH THE GOVERNMENT OF ORLAN AND THE UNITED NATIONS.

THE NARRA LIBERATION FRONT (NLF) SAID THAT IT WOULD STOP. "WE BELIEVE THE AID IS DIRECTED AGAINST A SOLUTION," THE FRONT STATED.

PRESIDENT AMADOU DESSALIN DENIED THAT HIS TROOPS HAD CROSSED THE RIVER.`;
  const { claims } = readDocument('a.txt', text);
  assert.deepEqual(
    claims.filter((c) => c.speaker !== 'outlet').map((c) => [c.speaker, c.verb, c.quote]),
    [
      ['guerrillas', 'reaffirmed', null],
      ['Narra Liberation Front', 'said', null],
      ['Narra Liberation Front', 'stated', 'WE BELIEVE THE AID IS DIRECTED AGAINST A SOLUTION'],
      ['President Amadou Dessalin', 'denied', null],
    ],
  );
});

test('what a post shown in an article says is the word of who posted it', () => {
  const text = `“We are close,” said Omar Dessalin.

Met today with the elders of Kessen. Nobody owns the peace. pic.twitter.com/2R2WYM6Yps — Envoy Ilva Berg (@ilvaberg) January 28, 2019

The talks go on in Ammet on Tuesday, with the mediators of the lake countries in the room.`;
  const claims = readDocument('a.txt', HEAD + text).claims.filter((c) => c.speaker.includes('Berg'));
  assert.deepEqual(
    claims.map((c) => [c.speech, c.attribution, (HEAD + text).slice(c.start, c.end)]),
    [
      ['indirect', 'carried', 'Met today with the elders of Kessen.'],
      ['indirect', 'carried', 'Nobody owns the peace.'],
    ],
  );
});

test('the name of a programme is no quotation', () => {
  const text = `“They cannot win,” Senator Ilva Berg told Orlan's “Meet the Nation.” On Hesk TV's "Face of the Week," Berg said nothing of it.`;
  assert.deepEqual(quoted(text), ['Senator Ilva Berg direct: They cannot win']);
});

test('words that are the subject of the sentence are quoted in part', () => {
  assert.deepEqual(quoted('“The last straw that broke us,” Amadou Ba said, was the shelling of the mill.'), [
    'Amadou Ba mixed: The last straw that broke us',
  ]);
});

test('a single mark stays open where the next paragraph goes on with one', () => {
  const text = `'They had to fight a little while,' Bo Lund said. 'You let them fight and then you pull them apart.

'They fought for a few days and it was pretty vicious.'`;
  assert.deepEqual(quoted(text).slice(1), [
    'Bo Lund direct: You let them fight and then you pull them apart',
    'Bo Lund direct: They fought for a few days and it was pretty vicious',
  ]);
});

test('of two whose names stand in brackets, the one who asks is the outlet', () => {
  const text = `[LUND] The Front has called the arrests a cover. What is your opinion in this regard?

[BERG] That they were arrested is a first step, but it is not enough unless more follows.

[LUND] What paths can be taken now to bring the talks to life?

[BERG] The talks are becoming more necessary every day, for both armies are tired.`;
  assert.deepEqual(quoted(text), [
    'BERG direct: That they were arrested is a first step, but it is not enough unless more follows',
    'BERG direct: The talks are becoming more necessary every day, for both armies are tired',
  ]);
});

test('he is who a clause before or after names', () => {
  const text = `“It is over,” said Sen. John Hesk, a former officer.

However, when the local governor Serhiy Taruta arrived on the scene, he insisted that “nobody fled.”

Years after he had asked for “a wall of men”, President Amo Lund remained unwilling to say where.`;
  assert.deepEqual(quoted(text), [
    'Sen. John Hesk direct: It is over',
    'local governor Serhiy Taruta mixed: nobody fled',
    'President Amo Lund mixed: a wall of men',
  ]);
});

test('words quoted after that are a part of the sentence; so are those beside a verb of another form', () => {
  assert.deepEqual(quoted('Envoy Ilva Berg stated that “We have no other way out but to stop.”'), [
    'Envoy Ilva Berg mixed: We have no other way out but to stop',
  ]);
  assert.deepEqual(quoted('An Orlan official would only say that the fighters were “getting arms.”'), [
    'Orlan official mixed: getting arms',
  ]);
  assert.deepEqual(quoted('Minister Omar Bey put out a note on Friday calling it “an apparent gas attack.”'), [
    'Minister Omar Bey mixed: an apparent gas attack',
  ]);
  assert.deepEqual(quoted('The girls sit on the ground. "Praise be to the lord of the world," they chant.'), [
    'girls direct: Praise be to the lord of the world',
  ]);
});

test('a family speaks, and so do the WHO, a paper and an Orlanian who fights abroad', () => {
  assert.deepEqual(
    quoted('In a statement today, her family told the radio that she was “helping those in need” there.'),
    ['family mixed: helping those in need'],
  );
  assert.deepEqual(quoted('"Newspapers told of a fever," WHO said in a statement. "We looked into it."'), [
    'WHO direct: Newspapers told of a fever',
    'WHO direct: We looked into it',
  ]);
  assert.deepEqual(
    quoted('Rosa Berg spoke. An American who fights there told the radio she left. “She never came,” he said.'),
    ['American direct: She never came'],
  );
  assert.deepEqual(quoted('“It is not clear who that is,” Hesk News quoted Nnamdi Oba, senior analyst of a charity.'), [
    'Nnamdi Oba direct: It is not clear who that is',
  ]);
});

test('a paper speaks for the body that stands before it or behind it, and his for him', () => {
  assert.deepEqual(
    quoted('They hope to “keep resisting,” according to a statement by the Torv General Staff, released on Sunday.'),
    ['Torv General Staff mixed: keep resisting'],
  );
  assert.deepEqual(
    quoted('“It is over,” said Ana Ruiz. "We know of reports," a foreign ministry statement said.')[1],
    'foreign ministry direct: We know of reports',
  );
});

test('a friend of Ms Ruiz is not she', () => {
  const text = `Mr Lund spoke of rumours.

Oliver Brim, who is a friend of Ms Ruiz, wrote on Monday: “She is safe with us.”

He added: “They made it up.”`;
  assert.deepEqual(quoted(text), ['Oliver Brim direct: She is safe with us', 'Oliver Brim direct: They made it up']);
});

test('answers, boasts in a text and what someone is heard to shout are attributed', () => {
  assert.deepEqual(quoted('Asked what would follow, Mr. Hesk answered: “What it suffered in all its wars. Failure.”'), [
    'Mr. Hesk direct: What it suffered in all its wars. Failure',
  ]);
  assert.deepEqual(quoted('Sergeant Bo Lund led them. He later boasted in a text, “got him with my knife.”'), [
    'Sergeant Bo Lund mixed: got him with my knife',
  ]);
  assert.deepEqual(quoted('In the clip, one fighter is heard shouting, "This is the end of the road!"'), [
    'fighter direct: This is the end of the road!',
  ]);
  assert.deepEqual(quoted('Minister Ana Ruiz spoke. She did confirm, however, that "there were active plots" there.'), [
    'Minister Ana Ruiz mixed: there were active plots',
  ]);
});

test('whose president somebody is is told by the text, or not at all', () => {
  const text = `KESSEN, Orlan, 3 May (Hesk) – Orlan's army and Varda's army traded fire on Monday.

“They began it,” said Orlan's defence minister. “They did,” said Varda's army.

President Amo Lund spoke late at night. “It must end,” President Amo Lund said.

“It will,” said President Ilva Berg. Vardan President Ilva Berg went home. “We do not know,” the bishops said.`;
  const { claims } = readDocument('a.txt', `${HEAD}${text}`);
  const side = (name: string) => claims.find((c) => c.speaker.includes(name))?.side;
  assert.deepEqual([side('Lund'), side('Berg'), side('bishops')], ['unknown', 'varda', 'unknown']);
});

test('a surname that is a role, and the state after it, are told from who speaks', () => {
  const text = `That was echoed by Rep. Peter King, R-New York.

"I say we should do it," he said.`;
  assert.deepEqual(quoted(text), ['Rep. Peter King direct: I say we should do it']);
});

test('a name with a small article that is told nowhere in full, and a family whose statement stands below, speak', () => {
  assert.deepEqual(quoted('"We are working on it," al-Hesk said. "We are regrouping."'), [
    'al-Hesk direct: We are working on it',
    'al-Hesk direct: We are regrouping',
  ]);
  const text = `President Amo Lund called it a crime.

His family issued a statement through a charity, which has worked to free him.

“We know that many of you wait for answers. Please be patient.”`;
  assert.deepEqual(quoted(text), ['family direct: We know that many of you wait for answers. Please be patient']);
});
