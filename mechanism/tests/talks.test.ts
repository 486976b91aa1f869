import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256, toHex, utf8 } from '@sulh/record';
import { pledges } from '../index.ts';
import { type Field, field } from './field.ts';

const TEXT =
  'The talks were held on 7 November. North said South had promised to act. South said it had promised nothing.';

/** A kept document, and a way to cite words of it. */
function document(made: Field) {
  const bytes = utf8(TEXT);
  const id = made.does('watch/monitor', 'document.keep', {
    file: 'article.txt',
    sha256: toHex(sha256(bytes)),
    size: bytes.length,
    media: 'text/plain',
    language: 'en',
    text: TEXT,
  });
  const says = (who: string, words: string) => {
    const start = TEXT.indexOf(words);
    const span = { document: id, start, end: start + words.length, text: words };
    return { kind: 'document', saidBy: { kind: 'organisation', organisation: who }, spans: [span] } as const;
  };
  return { id, says };
}

const own = { kind: 'own-act' } as const;
const round = {
  name: { en: 'Third round' },
  place: { name: { en: 'A hotel' } },
  when: { from: '2026-01-06', to: '2026-01-07' },
  mediators: ['mediator', 'facilitator'],
  delegations: [{ organisation: 'north' }, { organisation: 'south' }],
  agenda: [{ id: 'a1', title: { en: 'Monitoring' } }],
  basis: own,
};

describe('A round of talks', () => {
  it('keeps every account of when it was, each with whose word it is', () => {
    const made = field();
    const { says } = document(made);
    const id = made.does('mediator/chair', 'talks.open', round);
    made.does('north/lead', 'talks.dates', {
      round: id,
      when: { from: '2026-01-07', to: '2026-01-07' },
      basis: says('north', 'held on 7 November'),
    });
    const { when } = made.state.get('round', id)!;
    assert.deepEqual(
      when.map((one) => [one.from, one.whose]),
      [
        ['2026-01-06', [{ kind: 'organisation', organisation: 'mediator' }]],
        ['2026-01-07', [{ kind: 'organisation', organisation: 'north' }]],
      ],
    );
  });

  it('cites only words that the document has', () => {
    const made = field();
    const { id, says } = document(made);
    const basis = { ...says('north', 'promised'), spans: [{ document: id, start: 0, end: 5, text: 'words' }] };
    assert.equal(made.say('mediator/chair', 'talks.open', { ...round, basis }), 'span-differs');
    const elsewhere = {
      ...basis,
      spans: [{ document: '01980000-0000-7000-8000-0000000fffff', start: 0, end: 5, text: 'words' }],
    };
    assert.equal(made.say('mediator/chair', 'talks.open', { ...round, basis: elsewhere }), 'not-found');
  });

  it('lets nobody speak for another by an act of their own', () => {
    const made = field();
    const { says } = document(made);
    const id = made.does('mediator/chair', 'talks.open', round);
    const demand = { round: id, whose: 'south', type: 'demand', words: 'Act.', language: 'en', item: 'a1' };
    assert.equal(made.say('north/lead', 'talks.position', { ...demand, basis: own }), 'not-your-word');
    made.does('south/lead', 'talks.position', { ...demand, basis: own });
    made.does('north/lead', 'talks.position', {
      ...demand,
      basis: says('south', 'South said it had promised nothing'),
    });
    assert.equal(made.say('south/lead', 'talks.position', { ...demand, item: 'a2', basis: own }), 'not-found');
    assert.equal(made.say('south/lead', 'talks.position', { ...demand, whose: 'west', basis: own }), 'not-a-member');
  });

  it('agrees a text only when every party at the table says so in one entry, while accounts of an outcome may differ', () => {
    const made = field();
    const { says } = document(made);
    const id = made.does('mediator/chair', 'talks.open', round);
    const close = { round: id, outcome: 'text-agreed', basis: own };
    assert.equal(made.say('mediator/chair', 'talks.close', close), 'signature-missing');
    assert.equal(made.say('north/lead', 'talks.close', close), 'signature-missing');
    made.does('north/lead', 'talks.close', { round: id, outcome: 'nothing', basis: own });
    made.does('mediator/chair', 'talks.close', {
      round: id,
      outcome: 'understanding',
      basis: says('south', 'South said'),
    });
    made.does(['north/lead', 'south/lead'], 'talks.close', close);
    assert.deepEqual(
      made.state.get('round', id)!.outcomes.map((one) => [one.outcome, one.whose.length]),
      [
        ['nothing', 1],
        ['understanding', 1],
        ['text-agreed', 2],
      ],
    );
    assert.equal(made.say('mediator/chair', 'talks.park', { round: id, item: 'a1', because: 'later' }), 'round-closed');
  });

  it('shows a text with what is agreed and what stands in brackets, and minutes that both initialled', () => {
    const made = field();
    const id = made.does('mediator/chair', 'talks.open', round);
    made.does('mediator/secretary', 'talks.text', {
      round: id,
      item: 'a1',
      parts: [
        { kind: 'agreed', words: 'Each party names a liaison officer' },
        {
          kind: 'bracketed',
          alternatives: [
            { by: ['north'], words: 'within 7 days' },
            { by: ['south'], words: 'within 30 days' },
          ],
        },
      ],
    });
    const minutes = { round: id, words: 'The parties met.', language: 'en' };
    assert.equal(made.say(['north/lead', 'mediator/chair'], 'talks.minutes', minutes), 'signature-missing');
    made.does(['north/lead', 'south/lead'], 'talks.minutes', minutes);
    const row = made.state.get('round', id)!;
    assert.equal(row.texts[0]!.parts.length, 2);
    assert.deepEqual(row.minutes[0]!.initials, ['north/lead', 'south/lead']);
  });
});

describe('A pledge', () => {
  it('has a life in which each step rests on somebody’s word', () => {
    const made = field();
    const { says } = document(made);
    const pledge = made.does('north/lead', 'talks.pledge', {
      by: 'south',
      to: ['north'],
      words: 'South will act.',
      language: 'en',
      basis: says('north', 'North said South had promised to act'),
    });
    const follow = (author: string, step: string, basis: object = own) =>
      made.say(author, 'talks.follow', { pledge, step, basis });
    assert.equal(follow('north/lead', 'withdrawn'), 'not-your-word');
    assert.equal(follow('north/lead', 'denied'), 'not-your-word');
    follow('south/lead', 'denied');
    follow('north/lead', 'not-kept');
    assert.equal(follow('south/lead', 'in-writing'), 'needs-obligation');
    const [{ pledge: row, says: last } = assert.fail()] = pledges(made.state);
    assert.deepEqual(
      row.steps.map((one) => one.step),
      ['given', 'denied', 'not-kept'],
    );
    // North says it was not kept, South says it was never given: both stand.
    assert.deepEqual(
      last.map((one) => one.step),
      ['not-kept', 'denied'],
    );
  });
});
