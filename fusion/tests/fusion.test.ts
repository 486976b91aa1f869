import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Archive, DEFAULT_WEIGHTS, type FusionReport, fuse } from '@sulh/fusion';
import { Problem } from '@sulh/record';
import fc from 'fast-check';

/** A shelling at a post, as five sources tell it, and small arms fire at another place two hours later. */
const SHELLING: FusionReport[] = [
  {
    id: 's1',
    source: 'liaison A',
    side: 'A',
    kind: 'shelling',
    from: '2026-03-01T21:30Z',
    lat: 34.12,
    lon: 71.09,
    radius_km: 2,
    place: 'North Post',
    actors: ['force of B'],
    killed_min: 2,
    killed_max: 2,
  },
  {
    id: 's2',
    source: 'monitors',
    kind: 'shelling',
    from: '2026-03-01T21:45Z',
    lat: 34.13,
    lon: 71.08,
    radius_km: 1,
    place: 'North Post',
    killed_min: 2,
    killed_max: 3,
  },
  {
    id: 's3',
    source: 'outlet X',
    origin: 'liaison A',
    kind: 'shelling',
    from: '2026-03-01',
    lat: 34.1,
    lon: 71.1,
    radius_km: 8,
    place: 'North Post',
    killed_min: 2,
    killed_max: 2,
  },
];
const FIRE: FusionReport[] = [
  {
    id: 'f1',
    source: 'liaison B',
    side: 'B',
    kind: 'small-arms-fire',
    from: '2026-03-01T23:50Z',
    lat: 34.02,
    lon: 71.32,
    radius_km: 2,
    place: 'East Village',
    actors: ['force of A'],
    wounded_min: 1,
    wounded_max: 1,
  },
  {
    id: 'f2',
    source: 'monitors',
    kind: 'small-arms-fire',
    from: '2026-03-02T00:10Z',
    lat: 34.03,
    lon: 71.31,
    radius_km: 2,
    place: 'East Village',
    wounded_min: 1,
    wounded_max: 2,
  },
];

const groups = (incidents: readonly { reports: readonly string[] }[]): string[] =>
  incidents.map((i) => i.reports.join(' ')).sort();

describe('fusing reports', () => {
  it('joins what sources say of one incident and leaves the next one apart', () => {
    const { incidents } = fuse([...FIRE, ...SHELLING]);
    assert.deepEqual(groups(incidents), ['f1 f2', 's1 s2 s3']);
    for (const incident of incidents) assert.ok(incident.probability > 0.8);
  });

  it('says why in words that a chair can read, and as data for other languages', () => {
    const [incident] = fuse(SHELLING.slice(0, 2)).incidents;
    assert.deepEqual(incident?.why, [
      '1.4 km apart',
      'same place name (North Post)',
      '1 h apart',
      'same kind (shelling)',
      'both say two killed',
    ]);
    assert.deepEqual(
      incident?.reasons.map((r) => r.code),
      ['km-apart', 'same-place-name', 'hours-apart', 'same-kind', 'same-killed'],
    );
    assert.deepEqual(incident?.reasons.at(-1)?.values, { min: 2, max: 2, reports: 2 });
  });

  it('counts origins, not retellings, and says on whose side each lies', () => {
    const incident = fuse(SHELLING).incidents.find((i) => i.reports.length === 3);
    assert.equal(incident?.origins, 2);
    assert.deepEqual(incident?.originsBySide, [
      { side: 'A', origins: 1 },
      { side: null, origins: 1 },
    ]);
    assert.deepEqual(incident?.originGroups[0]?.reports, ['s1', 's3']);
  });

  it('sees one origin behind nearly identical texts, whatever the outlets call themselves', () => {
    const text =
      'Two border guards were killed when mortar rounds hit a post late on Sunday, the ministry said in a statement.';
    const told = (id: string, changed: string): FusionReport => ({
      ...SHELLING[0],
      id,
      source: `outlet ${id}`,
      text: changed,
    });
    const [incident] = fuse([
      told('a', text),
      told('b', `${text} (wire)`),
      told('c', 'Residents heard blasts for an hour and saw smoke over the hill near the school.'),
    ]).incidents;
    assert.equal(incident?.reports.length, 3);
    assert.deepEqual(
      incident?.originGroups.map((o) => o.reports),
      [['a', 'b'], ['c']],
    );
  });

  it('keeps disagreements with who said what', () => {
    const [incident] = fuse([
      {
        ...SHELLING[0],
        id: 'a',
        source: 'liaison A',
        killed_min: 2,
        killed_max: 2,
        actors: ['force of B'],
      } as FusionReport,
      {
        ...SHELLING[0],
        id: 'b',
        source: 'liaison B',
        side: 'B',
        killed_min: 3,
        killed_max: 3,
        actors: ['unknown men'],
      } as FusionReport,
    ]).incidents;
    assert.deepEqual(
      incident?.disagreements.map((d) => d.code),
      ['killed', 'actors'],
    );
    assert.equal(incident?.disagreements[0]?.text, 'killed: liaison A: 2; liaison B: 3');
    assert.deepEqual(incident?.disagreements[0]?.values[1], { says: '3', reports: ['b'], sources: ['liaison B'] });
  });

  it('refuses a second report of the same id', () => {
    const twice = SHELLING.slice(0, 1);
    assert.throws(
      () => fuse([...twice, ...twice]),
      (e: unknown) => e instanceof Problem && e.code === 'duplicate-report',
    );
  });

  it('makes do with a place name and a day', () => {
    const bare = (id: string, place: string): FusionReport => ({
      id,
      source: `source ${id}`,
      from: '2026-03-01',
      place,
    });
    assert.deepEqual(
      groups(fuse([bare('a', 'North Post'), bare('b', 'north post'), bare('c', 'South Bridge')]).incidents),
      ['a b', 'c'],
    );
  });

  it('takes no unknown place, and no title that a source always uses, for a match', () => {
    const told = (id: string, source: string, more: Partial<FusionReport>): FusionReport => ({
      id,
      source,
      from: '2026-03-01',
      ...more,
    });
    const likely = (a: FusionReport, b: FusionReport): number => fuse([a, b]).pairs[0]?.probability ?? 0;
    const nowhere = likely(told('a', 'x', {}), told('b', 'y', {}));
    const there = { lat: 34, lon: 71, radius_km: 5 };
    assert.ok(nowhere < 0.5, `${nowhere}`);
    assert.ok(nowhere < likely(told('a', 'x', there), told('b', 'y', there)));
    const text = 'Evening summary of the northern radio service';
    const bulletins = likely(told('a', 'x', { text }), told('b', 'x', { text }));
    assert.ok(bulletins < likely(told('a', 'x', { text }), told('b', 'y', { text })));
  });

  it('learns which place names are used widely: a district’s name is no word against its town’s, another town’s is', () => {
    const at = (id: string, place: string, lat: number, from = '2026-03-01'): FusionReport => ({
      id,
      source: `source ${id}`,
      kind: 'shelling',
      from,
      lat,
      lon: 71,
      radius_km: 8,
      place,
    });
    // What was reported before, on other days: Hill all over 60 km, the two towns each at one point.
    const before = Array.from({ length: 12 }, (_, i) => [
      at(`h${i}`, 'Hill', 34 + i * 0.05, `2026-01-${10 + i}`),
      at(`e${i}`, 'Eastburg', 34.3, `2026-01-${10 + i}`),
      at(`w${i}`, 'Westham', 34.33, `2026-01-${10 + i}`),
    ]).flat();
    const likely = (b: FusionReport): number =>
      fuse([...before, at('a', 'Eastburg', 34.3), b]).pairs.find((p) => p.a === 'a' && p.b === 'b')?.probability ?? 0;
    const [district, town] = [likely(at('b', 'Hill', 34.33)), likely(at('b', 'Westham', 34.33))];
    assert.ok(district > town + 0.05, `${district} > ${town}`);
  });

  it('matches across the date line and near a pole', () => {
    const at = (id: string, lat: number, lon: number): FusionReport => ({
      id,
      source: id,
      from: '2026-03-01T10:00Z',
      kind: 'x',
      lat,
      lon,
      radius_km: 2,
    });
    assert.deepEqual(groups(fuse([at('a', -17, 179.99), at('b', -17, -179.99), at('c', -17, 179.5)]).incidents), [
      'a b',
      'c',
    ]);
    assert.deepEqual(groups(fuse([at('a', 89.99, 0), at('b', 89.99, 120)]).incidents), ['a b']);
  });
});

/** Invented reports, dense enough that many are near each other. */
const reports = fc
  .array(
    fc.record(
      {
        source: fc.constantFrom('liaison A', 'liaison B', 'monitors', 'outlet A', 'outlet B'),
        side: fc.constantFrom('A', 'B'),
        origin: fc.constantFrom('ministry A', 'ministry B'),
        kind: fc.constantFrom('shelling', 'drone'),
        from: fc.constantFrom('2026-03-01', '2026-03-02', '2026-03-01T10:00Z', '2026-03-01T12:30Z', '2026-03-05'),
        lat: fc.constantFrom(34, 34.02, 34.3),
        lon: fc.constantFrom(71, 71.03),
        radius_km: fc.constantFrom(0.5, 5, 30),
        place: fc.constantFrom('North Post', 'East Village', 'North Road'),
        actors: fc.subarray(['force A', 'force B', 'unknown men']),
        killed_min: fc.nat(4),
        text: fc.constantFrom('force A fired', 'force B fired', 'shots were heard by ministry A'),
      },
      { requiredKeys: ['source'] },
    ),
    { maxLength: 25 },
  )
  .map((list) => list.map((r, i): FusionReport => ({ ...r, id: `r${String(i).padStart(2, '0')}` })));

describe('laws of fusing', () => {
  it('does not depend on the order of the reports', () => {
    fc.assert(
      fc.property(reports, fc.infiniteStream(fc.nat()), (list, numbers) => {
        const shuffled = list
          .map((r) => ({ r, n: numbers.next().value as number }))
          .sort((a, b) => a.n - b.n)
          .map(({ r }) => r);
        assert.deepEqual(fuse(shuffled), fuse(list));
      }),
      { numRuns: 60 },
    );
  });

  it('loses no report and puts none in two incidents', () => {
    fc.assert(
      fc.property(reports, (list) => {
        const placed = fuse(list).incidents.flatMap((i) => i.reports);
        assert.deepEqual([...placed].sort(), list.map((r) => r.id).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('gives probabilities from 0 to 1, and origins by side that add up', () => {
    fc.assert(
      fc.property(reports, (list) => {
        const { incidents, pairs } = fuse(list);
        for (const { probability } of pairs) assert.ok(probability >= 0 && probability <= 1);
        for (const i of incidents) {
          assert.ok(i.probability >= 0 && i.probability <= 1);
          assert.equal(
            i.originsBySide.reduce((n, s) => n + s.origins, 0),
            i.origins,
          );
          assert.ok(i.origins >= 1 && i.origins <= i.reports.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is neutral: when the sides change names, every probability and every incident stays as it was', () => {
    const swap = (s: string): string => s.replaceAll(/\b([AB])\b/g, (side) => (side === 'A' ? 'B' : 'A'));
    fc.assert(
      fc.property(reports, (list) => {
        const there = fuse(list);
        const back = fuse(JSON.parse(swap(JSON.stringify(list))) as FusionReport[]);
        assert.deepEqual(back.pairs, there.pairs);
        assert.deepEqual(JSON.parse(swap(JSON.stringify(back.incidents))), there.incidents);
      }),
      { numRuns: 60 },
    );
  });

  it('comes to the same after settling, whether reports came one by one or at once', () => {
    fc.assert(
      fc.property(reports, (list) => {
        const archive = new Archive();
        for (const r of [...list].reverse()) archive.add(r);
        archive.settle();
        assert.deepEqual({ incidents: archive.incidents(), pairs: archive.pairs() }, fuse(list));
      }),
      { numRuns: 40 },
    );
  });
});

describe('weights', () => {
  it('are readable and complete, and never weigh a side', () => {
    for (const [name, value] of Object.entries(DEFAULT_WEIGHTS.terms)) {
      assert.ok(Number.isFinite(value), name);
      assert.ok(!name.includes('side'));
    }
  });
});
