import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  cellOf,
  disclosures,
  fileReaders,
  filesIn,
  releaseFits,
  seenBy,
  standingCitation,
  termsInForce,
} from '../index.ts';
import { field } from './field.ts';

const offer = { to: ['mediator'], tlp: 'AMBER', subject: 'movement', purpose: 'For the joint team.' };
const TO_MEDIATOR = { audience: ['mediator', 'north'] };
const SEALED = { ...TO_MEDIATOR, sealed: TO_MEDIATOR.audience };

describe('A share', () => {
  it('goes to those named, and to nobody else', () => {
    const made = field();
    const say = (more: object, audience: 'members' | string[]) =>
      made.say(
        'north/lead',
        'share.offer',
        { ...offer, ...more },
        { audience, sealed: typeof audience === 'string' ? ['mediator', 'north'] : audience },
      );
    assert.equal(say({}, 'members'), 'audience-is-recipients');
    assert.equal(say({}, ['mediator', 'north', 'south']), 'audience-is-recipients');
    assert.equal(say({ to: ['north'] }, ['north']), 'to-oneself');
    assert.equal(say({ to: ['west'] }, ['north', 'west']), 'unknown-audience');
    const id = say({}, ['mediator', 'north']);
    const view = (organisation: string) =>
      seenBy(made.state, { member: `${organisation}/lead`, organisation, seats: ['lead'] }).all('share').length;
    assert.deepEqual([view('north'), view('mediator'), view('south'), view('watch')], [1, 1, 0, 0]);
    // To the other side it does not exist.
    assert.equal(made.say('south/lead', 'share.receive', { share: id }), 'not-found');
    assert.equal(
      made.say('south/lead', 'share.receive', { share: '01980000-0000-7000-8000-0000000fffff' }),
      'not-found',
    );
  });

  it('is passed on only to whom, by whom and while its originator consents', () => {
    const made = field();
    const share = made.does('north/lead', 'share.offer', offer, SEALED);
    assert.equal(made.say('north/lead', 'share.receive', { share }, TO_MEDIATOR), 'not-a-recipient');
    made.does('mediator/chair', 'share.receive', { share }, TO_MEDIATOR);
    const ask = made.does(
      'mediator/chair',
      'share.ask',
      { share, to: 'facilitator', purpose: 'To plan a patrol.' },
      TO_MEDIATOR,
    );
    const TO_FACILITATOR = { audience: ['facilitator', 'mediator', 'north'] };
    const pass = (consent: string, to = 'facilitator', audience = TO_FACILITATOR.audience) =>
      made.say('mediator/chair', 'share.pass-on', { share, consent, to }, { audience, sealed: audience });
    assert.equal(pass(ask), 'no-consent');
    assert.equal(
      made.say('mediator/chair', 'share.consent', { share, ask, answer: 'granted' }, TO_MEDIATOR),
      'not-the-originator',
    );
    const expires = new Date(Date.parse(made.now) + 48 * 3_600_000).toISOString();
    const consent = made.does('north/lead', 'share.consent', { share, ask, answer: 'granted', expires }, TO_MEDIATOR);
    assert.equal(
      made.say('north/lead', 'share.consent', { share, ask, answer: 'refused' }, TO_MEDIATOR),
      'answered-before',
    );
    assert.equal(pass(consent, 'watch', ['mediator', 'north', 'watch']), 'no-consent');
    // The originator cannot be left out of what is done with its share.
    assert.equal(pass(consent, 'facilitator', ['facilitator', 'mediator']), 'audience-is-recipients');
    const passed = pass(consent);
    assert.equal(made.state.get('share', passed)!.originator, 'north');
    assert.equal(
      made.say(
        'facilitator/lead',
        'share.pass-on',
        { share: passed, consent, to: 'watch' },
        { audience: ['facilitator', 'north', 'watch'], sealed: ['facilitator', 'north', 'watch'] },
      ),
      'no-consent',
    );
    assert.deepEqual(
      disclosures(made.state, 'north').map(({ by, to }) => [by, to]),
      [
        ['north', 'mediator'],
        ['mediator', 'facilitator'],
      ],
    );
    made.wait(49);
    assert.equal(pass(consent), 'no-consent');
  });

  it('ends when it expires or its originator withdraws it', () => {
    const made = field();
    const expires = '2026-01-02T00:00:00Z';
    const first = made.does('north/lead', 'share.offer', { ...offer, expires }, SEALED);
    const second = made.does('north/lead', 'share.offer', offer, SEALED);
    const receive = (share: string) => made.say('mediator/chair', 'share.receive', { share }, TO_MEDIATOR);
    assert.equal(
      made.say('mediator/chair', 'share.withdraw', { share: second, because: 'x' }, TO_MEDIATOR),
      'not-the-originator',
    );
    made.does('north/lead', 'share.withdraw', { share: second, because: 'An error.' }, TO_MEDIATOR);
    assert.equal(receive(second), 'withdrawn');
    made.wait(24);
    assert.equal(receive(first), 'share-expired');
    assert.equal(made.say('north/lead', 'share.offer', { ...offer, expires }, SEALED), 'in-the-past');
  });
});

describe('A share that is withdrawn', () => {
  it('is withdrawn wherever it was passed on to, and the ledger says so; the reasons stay where they were given', () => {
    const made = field();
    const share = made.does('north/lead', 'share.offer', offer, SEALED);
    const passOn = (from: string, by: string, audience: string[], to: string) => {
      const ask = made.does(by, 'share.ask', { share: from, to, purpose: 'To plan.' }, { audience });
      const consent = made.does('north/lead', 'share.consent', { share: from, ask, answer: 'granted' }, { audience });
      const all = [...new Set([by.split('/')[0]!, 'north', to])].sort();
      return made.does(by, 'share.pass-on', { share: from, consent, to }, { audience: all, sealed: all });
    };
    const copy = passOn(share, 'mediator/chair', TO_MEDIATOR.audience, 'facilitator');
    const further = passOn(copy, 'facilitator/lead', ['facilitator', 'mediator', 'north'], 'watch');
    const other = made.does('north/lead', 'share.offer', offer, SEALED);
    const withdrawal = made.does('north/lead', 'share.withdraw', { share, because: 'At the well.' }, TO_MEDIATOR);
    const at = made.state.now;
    const seen = (organisation: string) =>
      seenBy(made.state, { member: `${organisation}/lead`, organisation, seats: ['lead'] });
    for (const [organisation, id] of [
      ['facilitator', copy],
      ['watch', further],
    ] as const) {
      assert.equal(seen(organisation).get('share', id)?.withdrawn?.entry, withdrawal);
      assert.ok(!JSON.stringify(seen(organisation).all('share')).includes('well'));
    }
    assert.equal(made.state.get('share', other)?.withdrawn, undefined);
    assert.equal(
      made.say(
        'facilitator/lead',
        'share.ask',
        { share: copy, to: 'south', purpose: '-' },
        {
          audience: ['facilitator', 'mediator', 'north'],
        },
      ),
      'withdrawn',
    );
    const ledger = disclosures(made.state, 'north').map((one) => [one.share, one.withdrawn]);
    assert.deepEqual(ledger, [
      [share, at],
      [copy, at],
      [further, at],
      [other, undefined],
    ]);
  });

  it('has its sealed text handed out by the host to its originator alone', () => {
    const made = field();
    const share = made.does('north/lead', 'share.offer', offer, SEALED);
    const read = () => {
      const [cited] = filesIn('sealed', made.state.get('sealed', share)!);
      return fileReaders([standingCitation(made.state, 'sealed', share, cited!)], ['north']).readers;
    };
    assert.deepEqual(read(), ['mediator', 'north']);
    made.does('north/lead', 'share.withdraw', { share, because: 'An error.' }, TO_MEDIATOR);
    assert.deepEqual(read(), ['north']);
  });
});

describe('A release', () => {
  const body = {
    subject: 'movement',
    words: { en: 'Movement was seen.' },
    where: { kind: 'area', name: { en: 'A district' }, level: 'district' },
    from: '2025-12-20',
    to: '2025-12-21',
  };

  it('is no finer in place, no sooner and no smaller than the terms allow', () => {
    const made = field();
    const release = (more: object) =>
      made.say('north/lead', 'share.release', { ...body, ...more }, { audience: 'public' });
    assert.equal(release({}).length, 36);
    assert.equal(release({ where: { kind: 'cell', lat: 34, lon: 71, km: 5 } }), 'release-too-fine');
    assert.equal(release({ where: { kind: 'cell', lat: 34.123, lon: 71.4, km: 10 } }), 'release-off-grid');
    assert.equal(release({ words: { en: 'Men are seen at 34.1234, 71.0942.' } }), 'release-too-fine');
    assert.equal(release({ where: { kind: 'area', name: { en: '34° 7′ N' }, level: 'district' } }), 'release-too-fine');
    assert.equal(release({ where: cellOf({ lat: 34.123, lon: 71.4 }, 10) }).length, 36);
    assert.equal(release({ to: '2026-01-01' }), 'release-too-soon');
    assert.equal(release({ count: { min: 3 } }), 'release-count-too-small');
    assert.equal(release({ count: { min: 0, max: 0 } }).length, 36);
    assert.equal(release({ count: { min: 5 } }).length, 36);
    assert.equal(release({ where: { kind: 'point', lat: 34, lon: 71 } }), 'invalid-body');
  });

  it('puts any point into a cell that passes, and two points of one cell into the same', () => {
    const terms = termsInForce(field().state)!;
    fc.assert(
      fc.property(
        fc.double({ min: -89, max: 89, noNaN: true }),
        fc.double({ min: -179, max: 179, noNaN: true }),
        fc.integer({ min: 10, max: 200 }),
        (lat, lon, km) => {
          const where = cellOf({ lat, lon }, km);
          assert.equal(releaseFits(terms, { where, to: '2025-12-01' }, '2026-01-01T00:00:00Z'), undefined);
          assert.ok(where.lat <= lat && lat < where.lat + km / 111.32 + 1e-9);
          const inside = { lat: where.lat + km / 111.32 / 2, lon: where.lon + km / 111.32 / 2 };
          assert.deepEqual(cellOf(inside, km), where);
        },
      ),
    );
  });
});
