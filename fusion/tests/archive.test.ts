import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Archive, type FusionReport, fuse } from '@sulh/fusion';
import fc from 'fast-check';

const DAY = 86_400_000;

/** Reports of invented incidents over ten towns and some weeks, as a repeatable stream. */
function invent(count: number, seed = 7): FusionReport[] {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return ((state >>> 8) % 65_536) / 65_536;
  };
  const found: FusionReport[] = [];
  for (let incident = 0; found.length < count; incident += 1) {
    const town = Math.floor(random() * 10);
    const at = Date.UTC(2026, 0, 1) + Math.floor(random() * (count / 8)) * DAY;
    const killed = Math.floor(random() * 12);
    for (let n = 1 + Math.floor(random() * 3); n > 0; n -= 1) {
      found.push({
        id: `i${incident}-${n}`,
        source: `source ${Math.floor(random() * 6)}`,
        kind: incident % 3 === 0 ? 'drone' : 'shelling',
        from: new Date(at + (random() < 0.3 ? DAY : 0)).toISOString().slice(0, 10),
        lat: 33 + town * 0.15 + random() * 0.02,
        lon: 70 + (town % 3) * 0.2 + random() * 0.02,
        radius_km: 3,
        place: `Town ${town}`,
        killed_min: killed,
        killed_max: killed,
      });
    }
  }
  return found.slice(0, count);
}

/** Share of pairs on which two groupings agree that they belong together. */
function agreement(a: readonly { reports: readonly string[] }[], b: readonly { reports: readonly string[] }[]): number {
  const pairs = (incidents: readonly { reports: readonly string[] }[]): Set<string> =>
    new Set(incidents.flatMap((i) => i.reports.flatMap((x, n) => i.reports.slice(n + 1).map((y) => `${x} ${y}`))));
  const [p, q] = [pairs(a), pairs(b)];
  const both = [...p].filter((x) => q.has(x)).length;
  return both / Math.max(1, p.size + q.size - both);
}

const post = (id: string, changes: Partial<FusionReport> = {}): FusionReport => ({
  id,
  source: `source ${id}`,
  kind: 'shelling',
  from: '2026-03-01',
  lat: 34.1,
  lon: 71.1,
  radius_km: 2,
  place: 'North Post',
  ...changes,
});
const groups = (archive: Archive): string[] => archive.incidents().map((i) => i.reports.join(' '));

describe('an archive that grows', () => {
  it('proposes an incident for each new report, with the likeliest others and why', () => {
    const archive = new Archive();
    assert.deepEqual(archive.add(post('a')).incident.reports, ['a']);
    const proposal = archive.add(post('b', { killed_min: 2 }));
    assert.deepEqual(proposal.incident.reports, ['a', 'b']);
    assert.equal(proposal.candidates[0]?.report, 'a');
    assert.equal(proposal.candidates[0]?.joined, true);
    assert.ok(proposal.candidates[0]?.why.includes('same day'));
  });

  it('groups nearly as in one go when reports come one by one (nine pairs in ten), and exactly so once settled', () => {
    const list = invent(600);
    const archive = new Archive();
    for (const r of list) archive.add(r);
    const whole = fuse(list);
    const share = agreement(archive.incidents(), whole.incidents);
    assert.ok(share >= 0.9, `agreement ${share}`);
    archive.settle();
    assert.deepEqual(archive.incidents(), whole.incidents);
  });

  it('forgets a report that is removed, and takes it again', () => {
    const archive = new Archive();
    for (const id of ['a', 'b', 'c']) archive.add(post(id));
    assert.equal(archive.remove('b'), true);
    assert.equal(archive.remove('b'), false);
    assert.deepEqual(groups(archive), ['a c']);
    assert.ok(archive.pairs().every((p) => p.a !== 'b' && p.b !== 'b'));
    archive.add(post('b'));
    assert.deepEqual(groups(archive), ['a b c']);
  });

  it('leaves no report lost or doubled under any sequence of adding, removing and deciding', () => {
    const list = invent(40, 3);
    const step = fc.tuple(fc.constantFrom('add', 'remove', 'same', 'different', 'undo'), fc.nat(39), fc.nat(39));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const archive = new Archive();
        const there = new Set<string>();
        const apart = new Map<string, [string, string]>();
        for (const [act, i, j] of steps) {
          const [a, b] = [list[i] as FusionReport, list[j] as FusionReport];
          if (act === 'add' && !there.has(a.id)) there.add(archive.add(a).report);
          else if (act === 'remove') there.delete(archive.remove(a.id) ? a.id : '');
          else if (act === 'same' || act === 'different' || act === 'undo') {
            const refused = archive.decide(a.id, b.id, act === 'undo' ? undefined : act);
            const key = [a.id, b.id].sort().join(' ');
            if (refused === undefined && a.id !== b.id) {
              if (act === 'different') apart.set(key, [a.id, b.id]);
              else apart.delete(key);
            }
          }
        }
        const placed = archive.incidents().flatMap((x) => x.reports);
        assert.deepEqual([...placed].sort(), [...there].sort());
        for (const [a, b] of apart.values()) {
          if (there.has(a) && there.has(b)) assert.notDeepEqual(archive.incident(a), archive.incident(b));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('what people decide', () => {
  it('keeps two reports apart that people called different, and joins them again when that is taken back', () => {
    const archive = new Archive();
    for (const id of ['a', 'b', 'c']) archive.add(post(id));
    assert.equal(archive.decide('a', 'c', 'different'), undefined);
    assert.equal(archive.incident('a')?.reports.includes('c'), false);
    assert.equal(archive.decide('a', 'c', undefined), undefined);
    assert.deepEqual(groups(archive), ['a b c']);
  });

  it('joins two reports that people called the same, however unlikely, and says so', () => {
    const archive = new Archive();
    archive.add(post('a'));
    archive.add(post('b', { from: '2026-04-20', lat: 31 }));
    assert.deepEqual(groups(archive), ['a', 'b']);
    archive.decide('a', 'b', 'same');
    assert.deepEqual(groups(archive), ['a b']);
    assert.equal(archive.incident('a')?.why[0], 'people decided that they are the same');
  });

  it('holds for reports that come later, and through settling', () => {
    const archive = new Archive();
    for (const id of ['a', 'b']) archive.add(post(id));
    archive.decide('a', 'b', 'different');
    for (const id of ['c', 'd', 'e']) archive.add(post(id));
    archive.settle();
    assert.equal(archive.incident('a')?.reports.includes('b'), false);
  });

  it('refuses a decision that contradicts earlier ones, and changes nothing', () => {
    const archive = new Archive();
    for (const id of ['a', 'b', 'c']) archive.add(post(id));
    archive.decide('a', 'b', 'same');
    archive.decide('b', 'c', 'same');
    assert.equal(archive.decide('a', 'c', 'different')?.code, 'contradicting-decision');
    assert.equal(archive.decide('a', 'nobody', 'same')?.code, 'unknown-report');
    assert.deepEqual(groups(archive), ['a b c']);
  });

  it('splits reports off an incident and merges incidents, as many decisions at once that can be taken back', () => {
    const archive = new Archive();
    for (const id of ['a', 'b', 'c', 'd']) archive.add(post(id));
    assert.equal(archive.split(['c', 'd']), undefined);
    assert.deepEqual(groups(archive), ['a b', 'c d']);
    archive.decide('a', 'b', 'same');
    assert.equal(archive.merge(['d', 'b', 'c'])?.code, 'contradicting-decision');
    assert.deepEqual(groups(archive), ['a b', 'c d']);
    archive.decide('a', 'b', undefined);
    for (const x of ['a', 'b']) for (const y of ['c', 'd']) archive.decide(x, y, undefined);
    assert.deepEqual(groups(archive), ['a b c d']);
  });
});

describe('a flood', () => {
  it('of five hundred equal reports costs bounded time each, and loses none', () => {
    const archive = new Archive();
    const start = performance.now();
    for (let i = 0; i < 500; i += 1) archive.add(post(`x${i}`, { source: 'one flooder' }));
    assert.equal(archive.incidents().flatMap((i) => i.reports).length, 500);
    // Seconds of a free core: a machine at work on other things gets the time it needs.
    assert.ok(performance.now() - start < 120_000);
  });
});
