import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { effort } from '../../tests/until.ts';
import { AgreementBody, LINT_CHECKS, type LintReport, lintAgreement, lintText } from '../index.ts';
import { TEXTS } from './texts.ts';

const of = (report: LintReport, id: string) =>
  Object.fromEntries(report.obligations.find((one) => one.id === id)!.findings.map((one) => [one.check, one.result]));

const obligation = (more: object) => ({
  id: 'o1',
  article: 'a1',
  obligors: ['north'],
  beneficiaries: ['south'],
  nature: 'act',
  words: { en: 'North hands over the list by 5 January.' },
  ...more,
});
const lint = (...obligations: object[]) =>
  lintAgreement(
    AgreementBody.parse({
      title: { en: 'T' },
      known: 'text',
      articles: [
        { id: 'a1', text: { en: 'x' } },
        { id: 'a2', text: { en: 'preamble' } },
      ],
      obligations,
    }),
    ['north', 'south'],
  );

const whole = {
  measure: { kind: 'deliver', what: 'list', by: '2026-01-05T00:00:00Z' },
  verification: { by: ['joint-team'] },
  consequence: [{ en: 'Referral.' }],
};

describe('The lint of a structured agreement', () => {
  it('passes an obligation that is mirrored, measured, verified, dated, enforced and clear', () => {
    const report = lint(
      obligation({ ...whole, mirror: 'o2' }),
      obligation({ ...whole, id: 'o2', obligors: ['south'], beneficiaries: ['north'], mirror: 'o1' }),
    );
    assert.deepEqual(of(report, 'o1'), Object.fromEntries(LINT_CHECKS.map((check) => [check, 'ok'])));
    assert.deepEqual(report.withoutObligation, ['a2']);
  });

  it('names everything that is missing', () => {
    const report = lint(obligation({}));
    assert.deepEqual(of(report, 'o1'), {
      reciprocal: 'missing',
      measurable: 'missing',
      verifiable: 'missing',
      'time-bound': 'missing',
      enforceable: 'missing',
      unambiguous: 'ok',
    });
    assert.equal(report.counts.measurable.missing, 1);
  });

  it('doubts a mirror that asks less, and an obligor that verifies itself', () => {
    const report = lint(
      obligation({ ...whole, mirror: 'o2', verification: { by: ['obligor'] } }),
      obligation({ id: 'o2', obligors: ['south'], beneficiaries: ['north'], mirror: 'o1' }),
    );
    assert.equal(of(report, 'o1').reciprocal, 'doubtful');
    assert.equal(of(report, 'o1').verifiable, 'doubtful');
  });

  it('gives the words at fault with their place in the text', () => {
    const en = 'North shall take all necessary measures as soon as possible, where appropriate.';
    const [one] = lint(obligation({ ...whole, words: { en } })).obligations;
    const faults = one!.findings.flatMap((it) => it.spans.map((span) => [it.check, span.text]));
    assert.deepEqual(faults, [
      ['measurable', 'all necessary measures'],
      ['measurable', 'appropriate'],
      ['time-bound', 'as soon as possible'],
      ['unambiguous', 'where appropriate'],
    ]);
    for (const { spans } of one!.findings)
      for (const span of spans) assert.equal(en.slice(span.start, span.end), span.text);
  });

  it('says the same of both sides when their names change places', () => {
    const swap = (text: string) =>
      text.replace(/north|south/giu, (name) =>
        name.toLowerCase() === 'north' ? name.replace(/north/iu, 'South') : name.replace(/south/iu, 'North'),
      );
    const results = (report: LintReport) =>
      report.obligations.map((one) => one.findings.map((it) => [it.check, it.result, it.code]));
    const text = 'Article 1\nNorth shall withdraw within 7 days. South shall endeavour to act appropriately.';
    assert.deepEqual(results(lintText(text)), results(lintText(swap(text))));
  });
});

const TEXT = `Agreement on a cessation of hostilities

Article 1 Cessation of hostilities
The Parties shall cease all hostile acts within 72 hours of signature, monitored by the joint commission. Any violation shall be referred to the guarantors.
Article 2 Humanitarian access
The Government shall endeavour to ensure access as soon as possible and where feasible.
Article 3. Each Party shall:
(a) hand over, within 7 days, a list of 20 persons it holds;
(b) refrain from provocations.
Article 4
This text is done in two copies.
5. Withdrawal of heavy weapons to 50 kilometres.
`;

describe('The lint of real texts', () => {
  it('says of them what docs/lint.md tells', () => {
    const page = readFileSync(new URL('../../docs/lint.md', import.meta.url), 'utf8');
    for (const { title, source, text } of TEXTS) {
      const { obligations, counts } = lintText(text);
      const cells = LINT_CHECKS.map((it) => `${counts[it].ok} / ${counts[it].doubtful} / ${counts[it].missing}`);
      const row = `| [${title}](${source}) | ${[obligations.length, ...cells].join(' | ')} |`;
      assert.ok(page.includes(row), row);
    }
  });

  it('does not take a cease-fire for a ceasing, nor a shortened month for the end of a sentence', () => {
    const minsk = lintText(TEXTS.find((one) => one.title.startsWith('Minsk'))!.text);
    assert.deepEqual(new Set(minsk.obligations.flatMap((one) => one.obligors)), new Set(['not named']));
    assert.ok(minsk.obligations.some((one) => one.text.endsWith('Sept. 19, 2014.')));
  });
});

describe('The lint of a plain text', () => {
  const report = lintText(TEXT);

  it('finds the sentences that bind, the points of a list and the points that name nobody', () => {
    assert.deepEqual(
      report.obligations.map((one) => [one.article, one.obligors[0]]),
      [
        ['Article 1', 'all parties'],
        ['Article 1', 'not named'],
        ['Article 2', 'The Government'],
        ['Article 3 > (a)', 'all parties'],
        ['Article 3 > (b)', 'all parties'],
        ['Article 4 > 5', 'not named'],
      ],
    );
    assert.deepEqual(report.withoutObligation, ['Article 4']);
  });

  it('gives each sentence with its place in the whole', () => {
    for (const one of report.obligations) assert.equal(TEXT.slice(one.start, one.start! + one.text.length), one.text);
  });

  it('judges the words', () => {
    assert.deepEqual(of(report, 'Article 2#1'), {
      reciprocal: 'missing',
      measurable: 'missing',
      verifiable: 'missing',
      'time-bound': 'doubtful',
      enforceable: 'doubtful',
      unambiguous: 'doubtful',
    });
    assert.equal(of(report, 'Article 1#1')['time-bound'], 'ok');
    assert.equal(of(report, 'Article 1#1').verifiable, 'ok');
    assert.equal(of(report, 'Article 3 > (b)#1').unambiguous, 'doubtful');
  });

  it('knows who is bound: never a text, two where two are, a side that stands behind “by”', () => {
    const bound = (text: string) => lintText(text).obligations.map((one) => one.obligors[0]);
    assert.deepEqual(bound('The cease-fire shall guarantee the passage of aid.'), ['not named']);
    assert.deepEqual(bound('Both Arland and the Republic of Borland recall resolution 7 and commit to ending fire.'), [
      'all parties',
    ]);
    assert.deepEqual(bound('Arland will hold its fire, and the Borland army will not cross the river.'), [
      'Arland and the Borland army',
    ]);
    assert.deepEqual(bound('All mines shall be cleared by the government of Arland within 30 days.'), [
      'the government',
    ]);
    assert.deepEqual(bound('All mines shall be cleared by 30 June.'), ['not named']);
    assert.deepEqual(bound('1- Arland shall leave the hill.\n2- Borland shall leave the mill.'), ['Arland', 'Borland']);
  });

  it('takes a list that a cessation opens for what it forbids', () => {
    const list = lintText('1. This truce entails the cessation of:\na. all fire;\nb. the laying of mines;\n');
    assert.deepEqual(
      list.obligations.map((one) => [one.article, of(list, one.id)['time-bound']]),
      [
        ['1 > a', 'ok'],
        ['1 > b', 'ok'],
      ],
    );
  });

  it('finds a time in a renewable period and at a signing, and no verifier in the name of a resolution', () => {
    const checks = (text: string) => of(lintText(text), '0#1');
    assert.equal(checks('The Parties shall hold fire for a renewable period of six (6) months.')['time-bound'], 'ok');
    assert.equal(checks('Movements shall end at the time of the signing of this text.')['time-bound'], 'ok');
    const named = 'Arland shall leave the hill, in accordance with United Nations Security Council resolution 7.';
    assert.equal(checks(named).verifiable, 'missing');
    assert.equal(checks('Arland shall leave the hill under the eyes of the United Nations.').verifiable, 'ok');
    assert.equal(checks('Arland acknowledges the need, and shall leave the hill.').verifiable, 'missing');
  });

  it('survives any text, and never loses its place', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('Article 1\n', ' shall ', ':\n', '(a) ', '.\n', 'The Parties', '\u200f، '),
          ),
          {
            maxLength: 60,
          },
        ),
        (parts) => {
          const text = parts.join('');
          for (const one of lintText(text).obligations) {
            if (text.slice(one.start, one.start! + one.text.length) !== one.text) return false;
            for (const { spans } of one.findings) {
              for (const span of spans) if (one.text.slice(span.start, span.end) !== span.text) return false;
            }
          }
          return true;
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes no longer than its size allows, whatever the text', () => {
    for (const text of [
      'a '.repeat(200_000),
      ','.repeat(100_000),
      'shall, '.repeat(50_000),
      '(a) '.repeat(50_000),
      '\n'.repeat(200_000),
    ]) {
      const took = effort(() => lintText(text));
      assert.ok(took < 5_000, `${text.slice(0, 6)}: ${took} ms`);
    }
  });
});
