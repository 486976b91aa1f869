import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Archive, calibration, DEFAULT_WEIGHTS, type FusionReport, fit, fuse } from '@sulh/fusion';
import { Problem } from '@sulh/record';
import { evaluate } from '../eval.ts';

/** A country where the sources always agree on the kind and never on the figures: incidents of one to three reports. */
function world(seed: number): { reports: FusionReport[]; truth: Map<string, string> } {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return ((state >>> 8) % 65_536) / 65_536;
  };
  const reports: FusionReport[] = [];
  const truth = new Map<string, string>();
  for (let incident = 0; incident < 300; incident += 1) {
    const [lat, lon] = [33 + random() * 0.8, 70 + random() * 0.8];
    const day = Math.floor(random() * 60);
    const kind = ['shelling', 'drone', 'mine', 'small-arms-fire', 'incursion'][Math.floor(random() * 5)] as string;
    for (let n = 1 + Math.floor(random() * 3); n > 0; n -= 1) {
      const id = `${Math.floor(random() * 1e6)}-${incident}-${n}`;
      truth.set(id, String(incident));
      reports.push({
        id,
        source: `source ${n}`,
        kind,
        from: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
        lat: lat + (random() - 0.5) * 0.05,
        lon: lon + (random() - 0.5) * 0.05,
        radius_km: 5,
        killed_min: Math.floor(random() * 9),
      });
    }
  }
  return { reports, truth };
}

function judged(w: ReturnType<typeof world>): { a: string; b: string; same: boolean }[] {
  const archive = new Archive();
  archive.addAll(w.reports);
  return archive.comparablePairs().map(([a, b]) => ({ a, b, same: w.truth.get(a) === w.truth.get(b) }));
}

describe('fitting weights to judged pairs', () => {
  it('does better than the defaults on reports that it has not seen, and is calibrated there', () => {
    const [seen, unseen] = [world(11), world(23)];
    const weights = fit(judged(seen), seen.reports);
    const before = evaluate(unseen.reports, unseen.truth, fuse(unseen.reports));
    const after = evaluate(unseen.reports, unseen.truth, fuse(unseen.reports, { weights }));
    assert.ok(after.pairwiseNear.f1 > before.pairwiseNear.f1, `${after.pairwiseNear.f1} > ${before.pairwiseNear.f1}`);
    assert.ok(after.calibrationNear.error <= 0.05, `calibration error ${after.calibrationNear.error}`);
    // In this country figures say nothing.
    assert.ok(Math.abs(weights.terms.killed_differs) < Math.abs(DEFAULT_WEIGHTS.terms.killed_differs));
    assert.ok(weights.terms.kind_differs < DEFAULT_WEIGHTS.terms.kind_differs);
  });

  it('leaves weights of which the pairs say nothing as they were', () => {
    const seen = world(5);
    const weights = fit(judged(seen), seen.reports);
    assert.equal(weights.terms.wounded_gap, DEFAULT_WEIGHTS.terms.wounded_gap);
    assert.equal(weights.terms.origin_same, DEFAULT_WEIGHTS.terms.origin_same);
  });

  it('lets no pairs make what is unknown, or what differs, speak for a match; and fits nothing but what it is asked to', () => {
    const seen = world(17);
    // Here numbers differ where the incident is one, and no place is known.
    const reports = seen.reports.map(({ lat: _, lon: __, ...r }) => ({
      ...r,
      killed_min: Number(r.source.slice(-1)) + 5 * (Number(seen.truth.get(r.id)) % 2),
    }));
    const pairs = judged({ ...seen, reports });
    const { terms } = fit(pairs, reports);
    assert.ok(terms.place_unknown <= -3, `${terms.place_unknown}`);
    assert.ok(terms.killed_differs <= 0 && terms.killed_gap <= 0);
    const one = fit(pairs, reports, { only: ['time_gap'] });
    assert.notEqual(one.terms.time_gap, DEFAULT_WEIGHTS.terms.time_gap);
    assert.deepEqual({ ...one.terms, time_gap: 0 }, { ...DEFAULT_WEIGHTS.terms, time_gap: 0 });
  });

  it('refuses too few pairs, and reports that are not there', () => {
    const { reports } = world(5);
    const is = (code: string) => (e: unknown) => e instanceof Problem && e.code === code;
    assert.throws(() => fit([], reports), is('too-few-pairs'));
    const many = Array.from({ length: 60 }, (_, i) => ({ a: 'nobody', b: 'none', same: i % 2 === 0 }));
    assert.throws(() => fit(many, reports), is('unknown-report'));
  });
});

describe('calibration', () => {
  it('is the gap between what was called and what was so', () => {
    const called = (probability: number, right: number, n: number) =>
      Array.from({ length: n }, (_, i) => ({ probability, same: i < right }));
    assert.equal(calibration(called(0.9, 9, 10)).error.toFixed(6), '0.000000');
    assert.equal(calibration([...called(0.9, 5, 10), ...called(0.1, 1, 10)]).error.toFixed(6), '0.200000');
    assert.equal(calibration([]).error, 0);
  });
});
