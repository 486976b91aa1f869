// What holds of every sequence of acts, tried on random ones.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Received } from '@sulh/record';
import fc from 'fast-check';
import {
  agreementAt,
  ceasefireAt,
  compliance,
  GATES,
  gateSet,
  Mechanism,
  maySee,
  type Row,
  seenBy,
  termsInForce,
  versionAt,
} from '../index.ts';
import { type Field, ORIGIN } from './field.ts';
import { atWork, MOVES, play, type Step, scripts } from './script.ts';

describe('Any sequence of acts', () => {
  it('can be replayed from any prefix to the same state', () => {
    fc.assert(
      fc.property(scripts(60), fc.double({ min: 0, max: 1, noNaN: true }), (script, share) => {
        const { made } = play(script);
        const cut = Math.floor(share * made.received.length);
        const prefix = Mechanism.replay(ORIGIN, made.received.slice(0, cut));
        // Kept as JSON and taken up again, as a restart or a browser does.
        const kept = JSON.parse(JSON.stringify(prefix.state.snapshot()));
        const later = Mechanism.restore(ORIGIN, { index: prefix.state.index, now: prefix.state.now, tables: kept });
        for (const received of made.received.slice(cut)) assert.equal(later.admit(received), undefined);
        assert.equal(JSON.stringify(later.state.snapshot()), JSON.stringify(made.state.snapshot()));
      }),
      { numRuns: 40 },
    );
  });

  it('never makes evolve throw on what decide let in, whatever the body', () => {
    fc.assert(
      fc.property(scripts(60), fc.anything(), (script, junk) => {
        const { made } = play(script);
        const last = made.received.at(-1)!;
        const problem = made.mechanism.admit({ ...last, entry: { ...last.entry, body: junk } } as Received);
        assert.ok(problem === undefined || /^[a-z-]+$/u.test(problem.code));
      }),
      { numRuns: 60 },
    );
  });

  it('leaves every row the entries that made it, and no row to an audience of other than its entries', () => {
    fc.assert(
      fc.property(scripts(80), (script) => {
        const { made } = play(script);
        const audiences = new Map(made.received.map(({ entry }) => [entry.id, entry.audience]));
        for (const [table, rows] of Object.entries(made.state.snapshot())) {
          for (const row of rows) {
            assert.ok(row.entries.length > 0);
            assert.equal(new Set(row.entries).size, row.entries.length);
            for (const id of row.entries) {
              if (['organisation', 'member', 'key', 'participation'].includes(table)) continue;
              assert.deepEqual(audiences.get(id), row.audience, `${table} ${id}`);
            }
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('One party alone', () => {
  const FIXED = ['mediator', 'facilitator', 'watch'];
  const alone = (party: string, script: readonly Step[], after: (field: Field) => void) =>
    play(script, undefined, { may: (authors) => authors.every((one) => one.startsWith(`${party}/`)), after });

  it('changes neither terms nor others’ members, ends nothing, passes no gate, signs nothing for another', () => {
    const start = atWork();
    const version = start.state.all('agreement')[0]!.versions[0]!.entry;
    fc.assert(
      fc.property(fc.constantFrom('north', 'south'), scripts(120), (party, script) => {
        const { made } = alone(party, script, () => {});
        const { state, now } = made;
        assert.equal(state.all('terms').length, 1);
        assert.equal(termsInForce(state)!.id, start.state.all('terms')[0]!.id);
        for (const other of [...FIXED, party === 'north' ? 'south' : 'north']) {
          assert.deepEqual(
            state.all('member').filter((one) => one.organisation === other),
            start.state.all('member').filter((one) => one.organisation === other),
          );
        }
        for (const agreement of state.all('agreement')) {
          const first = agreement.versions[0]!.entry === version;
          assert.equal(versionAt(agreement, now)?.entry, first ? version : undefined);
          const { state: standing } = agreementAt(agreement, now);
          assert.ok(first ? ['in-force', 'contested'].includes(standing) : standing === 'proposed', standing);
        }
        const until = state.all('ceasefire')[0]!.until!;
        for (const ceasefire of state.all('ceasefire')) {
          for (const it of [ceasefireAt(ceasefire, now).whole, ...ceasefireAt(ceasefire, now).sectors]) {
            if (now < until) assert.ok(['in-force', 'contested', 'proposed'].includes(it.state), it.state);
          }
        }
        for (const docket of state.all('docket')) {
          assert.deepEqual(
            GATES.filter((gate) => gateSet(docket, gate)),
            [],
          );
          assert.notEqual(docket.status, 'handed-over');
        }
        for (const one of state.all('case')) assert.deepEqual(one.findings, []);
        for (const agreement of state.all('agreement')) {
          for (const row of compliance(state, agreement.id, now)!.rows) {
            for (const cell of row.cells) {
              assert.notEqual(cell.state, 'breached');
              if (row.obligation.id === 'lists') assert.notEqual(cell.state, 'kept');
            }
          }
        }
        assert.deepEqual(
          state.all('round').flatMap((one) => one.outcomes.filter((it) => it.outcome === 'text-agreed')),
          [],
        );
      }),
      { numRuns: 60 },
    );
  });

  it('cannot freeze the record: others go on as before', () => {
    fc.assert(
      fc.property(scripts(80), (script) => {
        const { made } = alone('south', script, () => {});
        const report = made.say('north/monitor', 'report.file', {
          event: 'shelling',
          when: { from: made.now, to: made.now, certainty: 'exact' },
          place: { ref: 'hill', known: 'seen' },
          account: 'Shelling.',
          language: 'en',
          source: { type: 'party', directness: 'saw' },
        });
        assert.equal(report.length, 36);
        assert.equal(
          made.say('north/liaison', 'hotline.call', { subject: 'fire-now', words: 'Fire.', language: 'en' }).length,
          36,
        );
        // Time passes every clock that South could hold, and the case goes on without it.
        const id = made.state.all('case')[0]!.id;
        made.wait(2_000);
        const draft = made.state.get('case', id)!.drafts.at(-1)!.entry;
        made.say('north/lead', 'case.reply', { case: id, draft, comment: false });
        const adopted = made.say('mediator/chair', 'case.adopt', { case: id, draft });
        assert.equal(adopted.length, 36, `${adopted} ${JSON.stringify(made.refusal?.details)}`);
        for (const finding of made.state.get('case', id)!.findings) {
          assert.ok(!['reasonable-grounds', 'established', 'disproved'].includes(finding.standard), finding.standard);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('What a side may not see', () => {
  // Passing on makes known to a third what was hidden from it: that is its purpose.
  const moves = Object.keys(MOVES).filter((name) => name !== 'passOn');
  const visible = (field: Field, organisation: string): Record<string, Row[]> => {
    const viewer = { member: `${organisation}/lead`, organisation, seats: [] };
    const rows = Object.entries(field.state.snapshot()).map(
      ([table, all]) => [table, all.filter((row) => maySee(row.audience, viewer))] as const,
    );
    return Object.fromEntries(rows.filter(([, seen]) => seen.length > 0));
  };

  it('changes nothing of what it sees, and no answer that it gets: as if it had never happened', () => {
    let hidden = 0;
    fc.assert(
      fc.property(fc.constantFrom('north', 'south', 'facilitator', 'watch'), scripts(100, moves), (side, script) => {
        const { made, attempts } = play(script);
        const without = atWork();
        const answers: [string, string][] = [];
        const full = atWork();
        for (const { authors, kind, body, audience, sealed, at, admitted } of attempts) {
          const of = { audience, at, ...(sealed ? { sealed } : {}) };
          const own = authors.some((one) => one.startsWith(`${side}/`));
          const answer = full.say(authors, kind as never, body, of);
          const unseen = admitted && Array.isArray(audience) && !audience.includes(side);
          if (unseen) {
            hidden++;
            without.skip(true);
            continue;
          }
          const alike = without.say(authors, kind as never, body, of);
          if (own) {
            answers.push([
              `${answer} ${JSON.stringify(full.refusal?.details)}`,
              `${alike} ${JSON.stringify(without.refusal?.details)}`,
            ]);
          }
          if (kind === 'member.rotate' && admitted) {
            for (const one of [full, without]) one.version.set(authors[0]!, (one.version.get(authors[0]!) ?? 1) + 1);
          }
        }
        assert.deepEqual(full.state.snapshot(), made.state.snapshot());
        for (const [one, other] of answers) assert.equal(one, other);
        assert.deepEqual(visible(full, side), visible(without, side));
        const viewer = { member: `${side}/lead`, organisation: side, seats: [] };
        for (const agreement of seenBy(without.state, viewer).all('agreement')) {
          assert.deepEqual(
            compliance(seenBy(full.state, viewer), agreement.id, full.now),
            compliance(seenBy(without.state, viewer), agreement.id, full.now),
          );
        }
      }),
      { numRuns: 60 },
    );
    assert.ok(hidden > 50, `only ${hidden} hidden acts`);
  });
});
