import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sha256, toHex, utf8 } from '@sulh/record';
import { seenBy } from '../../mechanism/index.ts';
import { type Field, field, termsBody } from '../../mechanism/tests/field.ts';
import { attribution, draft, occurrence, openCase, position, replies, team } from '../../mechanism/tests/steps.ts';
import { lexiconOf } from '../../server/readingdesk.ts';
import { type AgainstRecord, againstRecord } from '../against.ts';
import { readDocument } from '../index.ts';

/** Invented names for the parties, so that sentences read as a newsroom writes them. */
const NAMES: Record<string, string> = { north: 'Norvia', south: 'Sudoria', mediator: 'Medland' };
const own = { kind: 'own-act' } as const;

function founded(): Field {
  const { organisations, places } = termsBody();
  return field({
    organisations: organisations.map((one) => ({ ...one, name: { en: NAMES[one.id] ?? one.name.en! } })),
    places: [
      { ...places![0]!, name: { en: 'Halvek Gate', tr: 'Halvek Kapısı' }, sideNames: { south: { en: 'Ostrom' } } },
      { ...places![1]!, name: { en: 'Kestrel Hill' } },
      places![2]!,
    ],
  });
}

/** Keeps an article in the record and sets it against it. */
function told(
  made: Field,
  lines: string[],
  published = '3 January 2026',
  reader = made.state as Parameters<typeof againstRecord>[0],
): AgainstRecord[] {
  const text = `Statement on the line\n\n${published}\n\n${lines.join('\n\n')}`;
  const bytes = utf8(text);
  const id = made.does('watch/monitor', 'document.keep', {
    file: 'a.txt',
    sha256: toHex(sha256(bytes)),
    size: bytes.length,
    media: 'text/plain',
    language: 'en',
    text,
  });
  const found = againstRecord(reader, id, readDocument(id, text, { lexicon: lexiconOf(reader) }), text);
  for (const one of found) assert.ok(text.startsWith(one.claim.text.slice(0, 20), one.claim.start));
  return found;
}

describe('a claim against a ceasefire on record', () => {
  const declared = () => {
    const made = founded();
    made.does(['north/lead', 'south/lead'], 'ceasefire.declare', {
      title: { en: 'Ceasefire' },
      type: 'ceasefire',
      from: '2026-01-02T00:00:00Z',
      basis: own,
    });
    return made;
  };
  test('that it is over, where both parties have it in force, is set against both with whose word each is', () => {
    const [one, ...more] = told(declared(), ['Norvia’s foreign ministry said the ceasefire has collapsed.']);
    assert.deepEqual(more, []);
    assert.equal(one!.type, 'ceasefire');
    assert.equal(one!.assessment, 'contradiction');
    assert.deepEqual([one!.claim.side, one!.claim.says, one!.day], ['north', 'ended', '2026-01-03']);
    assert.deepEqual(
      one!.record.map(({ whose, says }) => [whose, says]),
      ['north', 'south'].map((organisation) => [[{ kind: 'organisation', organisation }], 'in-force']),
    );
  });
  test('that it holds agrees, and what is said under a condition or of a day before it says nothing', () => {
    const made = declared();
    assert.deepEqual(told(made, ['Norvia’s foreign ministry said the ceasefire remains in force.']), []);
    assert.deepEqual(told(made, ['Norvia’s army warned that if shelling goes on the ceasefire is over.']), []);
    assert.deepEqual(told(made, ['Norvia said the ceasefire has collapsed.'], '1 January 2026'), []);
  });
  test('where one party suspended it, the word of the other differs from the suspension alone', () => {
    const made = declared();
    const ceasefire = made.state.all('ceasefire')[0]!.id;
    made.does('south/lead', 'ceasefire.suspend', { ceasefire, because: 'Fire.' }, { at: '2026-01-02T08:00:00Z' });
    const [one] = told(made, ['Norvia’s foreign ministry said the truce is still in force.']);
    assert.equal(one!.assessment, 'characterisation-differs');
    assert.deepEqual(
      one!.record.map(({ whose, says }) => [whose, says]),
      [[[{ kind: 'organisation', organisation: 'south' }], 'suspended']],
    );
  });
});

describe('a claim against a crossing on record', () => {
  const said = (more = {}) => ({
    crossing: 'gate',
    direction: 'both',
    categories: ['cargo', 'pedestrians'],
    window: { from: '2026-01-02T00:00:00Z' },
    status: 'closed',
    ...more,
  });
  test('that it is open, where a party declared it closed, names that party; the other, who said nothing, is not named', () => {
    const made = founded();
    made.does('south/lead', 'crossing.declare', said());
    const [one, ...more] = told(made, ['Norvia’s customs office said the Halvek Gate was open to trade.']);
    assert.deepEqual(more, []);
    assert.equal(one!.assessment, 'contradiction');
    assert.deepEqual(
      one!.record.map(({ whose, says }) => [whose, says]),
      [[[{ kind: 'organisation', organisation: 'south' }], 'closed']],
    );
  });
  test('a crossing is known by the name that one side gives it', () => {
    const made = founded();
    made.does('north/lead', 'crossing.declare', said());
    assert.equal(told(made, ['Sudoria’s interior ministry said the Ostrom crossing had been reopened.']).length, 1);
  });
  test('other traffic, the same word, and a day on which it turned contradict nothing', () => {
    const made = founded();
    made.does('south/lead', 'crossing.declare', said({ categories: ['cargo'] }));
    assert.deepEqual(told(made, ['Norvia said the Halvek Gate was open for pedestrians.']), []);
    assert.deepEqual(told(made, ['Norvia said the Halvek Gate was closed to trade.']), []);
    made.does('south/lead', 'crossing.declare', said({ status: 'open', window: { from: '2026-01-03T06:00:00Z' } }));
    assert.deepEqual(told(made, ['Norvia said the Halvek Gate was open to trade.']), []);
  });
  test('what the viewer may not see is not set against anything', () => {
    const made = founded();
    made.does('south/lead', 'crossing.declare', said(), { audience: ['mediator', 'south'] });
    const line = ['Norvia’s customs office said the Halvek Gate was open to trade.'];
    const as = (organisation: string) =>
      seenBy(made.state, { member: `${organisation}/lead`, organisation, seats: ['lead'] });
    assert.deepEqual(told(made, line, '3 January 2026', as('north')), []);
    assert.deepEqual(told(made, line, '3 January 2026', seenBy(made.state, undefined)), []);
    assert.equal(told(made, line, '3 January 2026', as('mediator')).length, 1);
  });
});

test('a side that denies what it is on record as having pledged is set against its pledge', () => {
  const made = founded();
  const pledge = { to: ['north'], words: 'South will withdraw heavy artillery from the river sector.', language: 'en' };
  made.does('south/lead', 'talks.pledge', { ...pledge, by: 'south', basis: own });
  const [one, ...more] = told(made, [
    'Sudoria’s defence ministry said it had never promised to withdraw heavy artillery from the river.',
    'Norvia said Sudoria had never promised to withdraw heavy artillery.',
    'Sudoria said it had never promised to release prisoners.',
  ]);
  assert.deepEqual(more, []);
  assert.equal(one!.type, 'pledge');
  assert.deepEqual([one!.claim.side, one!.claim.says], ['south', 'denied']);
  assert.deepEqual(
    [one!.record[0]!.says, one!.record[0]!.whose],
    ['given', [{ kind: 'organisation', organisation: 'south' }]],
  );
});

describe('a claim against a finding', () => {
  const adopted = (positions: Record<string, 'concur' | 'dissent'> = {}) => {
    const made = founded();
    const id = openCase(made);
    team(made, id);
    const on = draft(made, id, [occurrence(), attribution('south')]);
    replies(made, id, on);
    for (const by of ['north', 'south', 'mediator'])
      assert.match(position(made, `${by}/monitor`, id, on, positions[by] ?? 'concur'), /-/);
    made.does('mediator/chair', 'case.adopt', { case: id, draft: on });
    return made;
  };
  test('the denial of what was found by all, and the blame of another, are set against the finding and who concurs', () => {
    const made = adopted();
    const found = told(made, [
      'Sudoria’s army denied on January 2 that it had shelled Kestrel Hill, calling the report baseless.',
      'Sudoria accused Norvia of shelling Kestrel Hill.',
    ]);
    assert.deepEqual(
      found.map((one) => [one.claim.says, one.record[0]!.says]),
      [
        ['did not happen', 'occurrence: established'],
        ['not south', 'attribution:party:south: reasonable-grounds'],
        ['north', 'attribution:party:south: reasonable-grounds'],
      ],
    );
    assert.deepEqual(
      found[1]!.record[0]!.whose.map((side) => side.kind === 'organisation' && side.organisation).sort(),
      ['mediator', 'north', 'south'],
    );
  });
  test('what a party dissents from is not established, and nothing is set against it', () => {
    const made = adopted({ south: 'dissent' });
    assert.deepEqual(
      told(made, ['Sudoria’s army denied that it had shelled Kestrel Hill, calling the report baseless.']),
      [],
    );
  });
  test('another place or another week is another incident', () => {
    const made = adopted();
    assert.deepEqual(told(made, ['Sudoria’s army denied that it had shelled the market.']), []);
    assert.deepEqual(told(made, ['Sudoria’s army denied that it had shelled Kestrel Hill.'], '20 January 2026'), []);
  });
});
