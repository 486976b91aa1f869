import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read } from '../index.ts';
import type { Contradiction } from '../shape.ts';

/** Documents of one day on one happening at an invented place. */
const told = (...texts: string[]) =>
  read(texts.map((text, i) => ({ file: `${i + 1}.txt`, text: `Published: 4 May 2025\n\n${text}\n` })));
const of = (r: ReturnType<typeof told>, code: Contradiction['topic']['code']): Contradiction[] =>
  r.contradictions.filter((c) => c.topic.code === code);
const words = (c: Contradiction | undefined): string => (c?.values ?? []).map((v) => v.text).join(' | ');

describe('the killed and the hurt', () => {
  const wire =
    'Mortar shells hit a bus stop in Tarvel on Sunday, killing at least nine people and wounding 21, the town council said.';
  const radio =
    'Fourteen civilians were killed and 33 injured when shells fell on a bus stop in Tarvel on Sunday, doctors at the Tarvel hospital said.';

  test('numbers of the dead of one happening are set against each other, and those of the hurt by themselves', () => {
    const [dead, hurt] = of(told(wire, radio), 'how-many');
    assert.match(words(dead), /nine people.*Fourteen civilians|Fourteen civilians.*nine people/);
    assert.match(words(hurt), /21/);
    assert.match(words(hurt), /33/);
  });

  test('whose words each number is: who is told to say it, or the paper itself', () => {
    const paper = 'Twelve people were killed when mortar shells hit a bus stop in Tarvel on Sunday.';
    const [dead] = of(told(wire, radio, paper), 'how-many');
    const whose = Object.fromEntries(dead!.values.map(({ file, speaker }) => [file, speaker]));
    assert.deepEqual(Object.keys(whose).sort(), ['1.txt', '2.txt', '3.txt']);
    assert.match(whose['1.txt']!, /council/);
    assert.match(whose['2.txt']!, /doctors/);
    assert.equal(whose['3.txt'], 'outlet');
    // What is quoted is of who is quoted, though another speaks in the same sentence.
    const both = `“Nine people were killed when mortar shells hit the bus stop in Tarvel on Sunday,” the mayor of Tarvel said, but the army of Orland said that nobody had fired.`;
    const [nine] = of(told(both, radio), 'how-many');
    assert.match(nine!.values.find((v) => v.file === '1.txt')!.speaker, /mayor/);
  });

  test('what the war took, and what another attack took, is not set against it', () => {
    const war = `${wire} More than 4,700 people have been killed since the war began.`;
    const other = `${radio} In a separate attack in Orsk, 40 people were killed last month.`;
    for (const c of of(told(war, other), 'how-many')) assert.doesNotMatch(words(c), /4,700|40 people/);
  });

  test('soldiers who fell are no part of the civilians who did', () => {
    const army = 'Three soldiers were killed on Sunday in an exchange of fire near Tarvel, the army of Orland said.';
    for (const c of of(told(wire, army), 'how-many')) assert.doesNotMatch(words(c), /Three soldiers/);
  });

  test('“at least nine” and “ten” can both be right', () => {
    assert.deepEqual(of(told(wire, wire.replace('at least nine', 'ten')), 'how-many'), []);
  });
});

describe('what one thing is called by each', () => {
  const own = 'Rebels attacked a police post at Tarvel on Sunday and killed two guards, the government of Orland said.';
  const theirs =
    'Terrorists carried out a massacre at the police post of Tarvel on Sunday, martyring two guards, the Orland Gazette reports.';
  const other =
    'The Orland regime said freedom fighters had struck a police post at Tarvel on Sunday. Two guards were neutralised, the movement said.';

  test('the same people', () => {
    const c = of(told(own, theirs), 'people-called')[0];
    assert.equal(c?.assessment, 'characterisation-differs');
    assert.match(words(c), /Rebels/);
    assert.match(words(c), /Terrorists/);
  });
  test('a government and a regime; a massacre and an attack; martyrs and the neutralised', () => {
    const again = 'The regime in Orland mourned its guards at Tarvel on Sunday, the movement said.';
    const r = told(own, theirs, other, again);
    assert.match(words(of(r, 'side-called')[0]), /regime/);
    assert.match(words(of(r, 'act-called')[0]), /massacre/);
    assert.match(words(of(r, 'dead-called')[0]), /martyring.*neutralised|neutralised.*martyring/);
  });
  test('the regime of one country is not the government of another; what one paper alone says is its habit', () => {
    const regime = 'The Orland regime closed the road to Tarvel on Sunday, drivers said.';
    const also = 'Rain fell on the road to Tarvel, which the Orland regime had closed on Sunday.';
    const neighbour = 'The road to Tarvel was closed on Sunday, said the Sarmian government. Sarmia is near.';
    assert.deepEqual(of(told(regime, also, neighbour), 'side-called'), []);
    const orland = neighbour.replace('the Sarmian government. Sarmia', 'the Orland government. Sarmia');
    assert.equal(of(told(regime, also, orland), 'side-called').length, 1);
    assert.deepEqual(of(told(regime, orland), 'side-called'), []);
  });
  test('the regime of silence is no government, and a terrorist attack is nobody', () => {
    const r = told(
      'The regime of silence was kept at Tarvel on Sunday, the government of Orland said. Rebels were seen near the town.',
      'A terrorist attack was feared at Tarvel on Sunday, the authorities of Orland said. Rebels were seen near the town.',
    );
    assert.deepEqual([...of(r, 'side-called'), ...of(r, 'people-called')], []);
  });
  test('with what it was done, where it can only be one of them', () => {
    const tank = 'Tank shells hit the school of Tarvel on Sunday and killed two teachers, the council of Tarvel said.';
    const mortar = 'A mortar shell struck the school of Tarvel on Sunday, killing two teachers, police in Orland said.';
    assert.match(words(of(told(tank, mortar), 'means')[0]), /Tank shells.*mortar|mortar.*Tank shells/);
    assert.deepEqual(of(told(tank, tank.replace('killed', 'hurt')), 'means'), []);
  });
});

describe('who did it', () => {
  const accused =
    'Orland’s army accused Sarmia of shelling a market in Tarvel on Sunday. Two people were killed, Orland’s army said.';
  const denied =
    'Sarmia denied any involvement in the shelling of the market in Tarvel on Sunday. “We fired nothing,” Sarmia’s army said, and asked Orland’s government for proof.';
  test('whoever is blamed by one and denies it to another', () => {
    const c = of(told(accused, denied), 'who')[0];
    assert.match(words(c), /accused Sarmia/);
    assert.match(words(c), /denied any involvement/);
  });
  test('nobody who is accused of delaying talks is given an attack', () => {
    const talks = 'Orland accused Sarmia of delaying the talks in Tarvel, and Sarmia denied it on Sunday.';
    assert.deepEqual(of(told(talks, talks.replace('delaying', 'leaving')), 'who'), []);
  });
});

test('the hour of one attack, by the first that each gives it', () => {
  const three =
    'Shells struck the market of Tarvel at 3 p.m. on Sunday, the council of Tarvel said. Rain fell at 5 p.m. Orland’s army was in Tarvel.';
  const four =
    'The market of Tarvel was shelled at 4.20 p.m. on Sunday, traders of the town said. Orland’s army was in Tarvel.';
  const r = told(three, four);
  assert.match(words(of(r, 'hour')[0]), /3 p\.m\./);
  assert.doesNotMatch(words(of(r, 'hour')[0]), /Rain/);
  assert.deepEqual(of(told(three, four.replace('4.20', '3.05')), 'hour'), []);
});

test('how long it lasted, where two tell of one call; not how long ago it was', () => {
  const short =
    'The president of Orland and the leader of the Front spoke by telephone for forty minutes on Sunday from Tarvel, Orland’s army said.';
  const long =
    'The telephone call from Tarvel on Sunday lasted two hours, the Front said. Orland’s army was in Tarvel.';
  assert.match(words(of(told(short, long), 'how-many')[0]), /forty minutes.*two hours|two hours.*forty minutes/);
  const ago =
    'The telephone call from Tarvel ended two hours ago, the Front said on Sunday. Orland’s army was in Tarvel.';
  assert.deepEqual(of(told(short, ago), 'how-many'), []);
});

describe('states that cannot both hold', () => {
  const WHERE = 'Envoys of Orland and Sarmia met in Tarvel in the week before.';
  for (const [one, other] of [
    [
      'The delegation of Orland carried full powers to sign',
      'The delegation of Orland had no mandate to sign anything',
    ],
    [
      'Our delegation in Tarvel stayed until the hosts closed the talks',
      'Their delegation left the talks in Tarvel before noon',
    ],
    ['The convoy to Tarvel was escorted by soldiers', 'The convoy to Tarvel drove without an escort'],
    [
      'The village of Tarvel was captured by the rebels',
      'The attack on the village of Tarvel was repelled and the village is under our control',
    ],
    ['The market of Tarvel was crowded on that day', 'The market of Tarvel was deserted on that day'],
    ['The army still feels bound by the accord of Tarvel', 'The army has torn up the accord of Tarvel'],
    ['A commission on Tarvel has been formed', 'The commission on Tarvel has not been formed'],
    ['The market of Tarvel was struck by shells', 'The market of Tarvel was not struck'],
    ['The nine prisoners have been released at Tarvel', 'The nine prisoners are still held in Tarvel'],
    ['The bodies came to Tarvel with a full list', 'The bodies came to Tarvel without any list'],
    [
      'The hospital of Tarvel was totally destroyed by the raid',
      'The hospital of Tarvel stands, undamaged by the raid',
    ],
    ['The movement accepted the plan for Tarvel', 'The movement rejected the plan for Tarvel'],
  ] as const)
    test(`${one} / ${other}`, () => {
      const r = told(`${one}, the minister said on Sunday. ${WHERE}`, `${other}, the army said on Sunday. ${WHERE}`);
      assert.ok(of(r, 'whether').length > 0);
      assert.deepEqual(
        of(
          told(`${one}, the minister said on Sunday. ${WHERE}`, `${one}, the army said on Sunday. ${WHERE}`),
          'whether',
        ),
        [],
      );
    });
});

test('a ceasefire that one calls dead and another not dead is told as such', () => {
  const r = told(
    'The ceasefire between Orland and Sarmia has collapsed, the governor of Tarvel said on Sunday.',
    'The ceasefire between Orland and Sarmia was “not dead”, the mediator said in Tarvel on Sunday.',
  );
  assert.equal(of(r, 'ceasefire-state').length, 1);
});

describe('who retells whom', () => {
  const spoken = 'the clinic at Tarvel had run out of fuel, clean water and blood, and would close within two days';
  test('nearly the same words make one origin though no side is known', () => {
    const r = told(
      `Doctors in Tarvel said on Sunday that ${spoken}.`,
      `Medical workers said on Sunday that ${spoken}, and asked for help.`,
    );
    assert.ok(r.origins.some((o) => o.documents.length === 2));
  });
  test('an office is known by whatever it is called, where the same is told by it and by few others', () => {
    const r = read([
      {
        file: 'one',
        text: 'A call about the truce of the valley\n\n3 May 2026\n\nThe presidency of Orland said on Sunday that the harvest truce would be prolonged by 40 days in six districts if the engineers were released.\n\nFarmers in Tarvel said that it rained.',
      },
      {
        file: 'two',
        text: 'Truce in the valley goes on\n\n3 May 2026\n\nThe president of Orland agreed to extend the harvest truce by 40 days in six districts, provided that the engineers go free, the palace said.\n\nA bridge was opened in Sarmia.',
      },
      {
        file: 'three',
        text: 'Rebels answer\n\n3 May 2026\n\nThe Sarmia Liberation Front said on Sunday that it had given no promise about the engineers, and that the army of Orland must leave the valley first.',
      },
    ]);
    const shared = r.origins.filter((o) => o.documents.length > 1);
    assert.deepEqual(
      shared.map((o) => [...o.documents].sort()),
      [['one', 'two']],
    );
    assert.ok(shared[0]!.evidence.some((e) => new Set(e.spans.map((s) => s.file)).size === 2));
  });
  test('two sides that tell of one happening are two origins', () => {
    const r = told(
      'The army of Orland said on Sunday that 12 fighters were killed when a drone struck a compound near the market of Tarvel.',
      'The Sarmia Liberation Front said on Sunday that 31 traders were killed when a drone struck the market of Tarvel.',
    );
    assert.ok(r.origins.every((o) => o.documents.length === 1));
  });
  test('two bodies that end in one word are not one person', () => {
    const r = told(
      'The Tarvel Rights Observatory said on Sunday that four men were taken from their homes at dawn.',
      'The Orland Press Observatory said on Sunday that a newspaper had lost its licence for printing a map.',
    );
    assert.ok(r.origins.every((o) => o.documents.length === 1));
  });
});

describe('which armed groups a statement names', () => {
  const said = (names: string): string =>
    `The government of Orland said on Sunday that talks in Tarvel had failed because shelter was given to ${names}, and that its patience with militants was at an end. Envoys of Orland and Sarmia had met in Tarvel.`;
  const two = said('the ULA and the Sarda Liberation Front');
  test('where two documents list them otherwise', () => {
    const c = of(told(two, said('the ULA, the Sarda Liberation Front and the Northern Dawn Brigades')), 'groups-named');
    assert.match(words(c[0]), /Northern Dawn Brigades/);
    assert.deepEqual(of(told(two, two), 'groups-named'), []);
  });
  test('one name in passing is no list, and one group by two names is one', () => {
    assert.deepEqual(of(told(two, said('the Northern Dawn Brigades')), 'groups-named'), []);
    const one = said('the Sarda Liberation Front (SLF), or SLF');
    assert.deepEqual(of(told(one, said('the ULA, or ULA')), 'groups-named'), []);
  });
  test('offices, outlets and alliances are no groups', () => {
    const offices =
      'The National Disaster Agency (NDA), the Roads Office (ROF) and the Water Directorate (WDO) had warned.';
    const seen = (names: string): string => `${offices} ${said(names)}`;
    assert.deepEqual(of(told(seen('the NDA and ROF'), seen('the NDA, WDO, NATO and AFP')), 'groups-named'), []);
  });
});

test('who asked for the talks, where each side says that it was the other', () => {
  const both = 'The government of Sarmia and the government of Orland sent twelve men each to the inn on the lake.';
  const ours = `Sarmia asked for the talks in Tarvel, the ministry of Orland said on Sunday. ${both}`;
  const theirs = `The talks in Tarvel were held at the request of Orland, Sarmia said on Sunday. ${both}`;
  assert.match(words(of(told(ours, theirs), 'who')[0]), /Sarmia asked.*request of Orland/);
  assert.deepEqual(of(told(ours, ours.replace('asked for', 'requested')), 'who'), []);
});

test('in which part of the country it happened', () => {
  const at = (where: string): string => `Commandos raided a farm in ${where} on Sunday, officials of Tarvel said.`;
  const one = at('central Orland');
  assert.match(words(of(told(one, at('Orland’s southern Tarvel province')), 'where')[0]), /central.*southern/);
  assert.deepEqual(of(told(one, one.replace('officials', 'doctors')), 'where'), []);
});

test('what a whole war took is asked of each account by itself', () => {
  const shelling = 'Mortar shells hit a bus stop in Tarvel on Sunday, killing nine people, the council said.';
  const war = (n: string): string =>
    `${shelling} More than ${n} people have been killed since the war in Orland began.`;
  const found = of(told(war('90,000'), war('140,000')), 'how-many').map((c) => words(c));
  assert.ok(found.some((w) => /90,000.*140,000/.test(w) && !/nine/.test(w)));
  assert.deepEqual(of(told(war('90,000'), war('92,000')), 'how-many'), []);
});

test('promises that one says were kept and another broken; what else is violated is no promise', () => {
  const kept = '“We kept every word that we gave in Tarvel,” the ministry of Orland said on Sunday.';
  const broken = 'Orland violated what it had promised in Tarvel, the ministry of Sarmia said on Sunday.';
  assert.match(words(of(told(kept, broken), 'promises-kept')[0]), /kept every word.*violated|violated.*kept every/);
  assert.deepEqual(of(told(kept, broken.replace('what it had promised in', 'the airspace of')), 'promises-kept'), []);
});

describe('states that cannot both be', () => {
  const whether = (...texts: string[]): string => words(of(told(...texts), 'whether')[0]);
  test('a captive rescued, and the captive killed', () => {
    const saved = 'The hostage was rescued near Tarvel on Sunday, the ministry of Orland said.';
    assert.match(whether(saved, 'The hostage was killed near Tarvel on Sunday, his sister said.'), /rescued.*killed/);
  });
});

test('a day of the week parts accounts that do not say of which day they are', () => {
  const on = (day: string): string => `Commandos of Orland raided a farm at Tarvel late on ${day}, officials said.\n`;
  const days = (...texts: string[]) =>
    read(texts.map((text, i) => ({ file: `${i + 1}.txt`, text }))).contradictions.filter((c) => c.topic.code === 'day');
  const later = `${on('Saturday')}\nThe farm lies two kilometres from the road, which the council built in March 2019.\n`;
  assert.equal(days(on('Friday'), later).length, 1);
  assert.deepEqual(days(on('Saturday'), later), []);
});
