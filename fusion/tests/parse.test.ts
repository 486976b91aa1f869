import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fuse, parseReports } from '@sulh/fusion';
import fc from 'fast-check';

const codes = (text: string, format: 'csv' | 'jsonl'): string[] =>
  parseReports(text, format).problems.map((p) => `${p.code} ${p.at}`);

describe('reading a file of reports', () => {
  it('takes CSV with columns in any order, absent cells, quotes, line breaks and a byte order mark', () => {
    const csv =
      '\ufeffplace,id,killed_min,actors,text,from,lat,lon\r\n' +
      '"North ""Old"" Post",r1,2,force A; force B,"two lines\nof text, and a comma",2026-03-01,34.1,71.1\r\n' +
      ',r2,,,,2026-03-01T10:00Z\r\n\r\n';
    const { reports, problems } = parseReports(csv, 'csv');
    assert.deepEqual(problems, []);
    assert.deepEqual(reports[0], {
      place: 'North "Old" Post',
      id: 'r1',
      killed_min: 2,
      actors: ['force A', 'force B'],
      text: 'two lines\nof text, and a comma',
      from: '2026-03-01',
      lat: 34.1,
      lon: 71.1,
      source: 'unknown',
    });
    assert.deepEqual(reports[1], { id: 'r2', from: '2026-03-01T10:00Z', source: 'unknown' });
  });

  it('takes semicolons as spreadsheets of many countries write them', () => {
    assert.deepEqual(parseReports('id;source;lat;lon\na;x;34;71\n', 'csv').reports, [
      { id: 'a', source: 'x', lat: 34, lon: 71 },
    ]);
  });

  it('takes JSON lines, or one array, and names fields that it left aside', () => {
    const lines = '{"id":"a","source":"x","gold":1}\n\n{"id":2,"source":"y","actors":["f"],"lat":null}\n';
    const parsed = parseReports(lines, 'jsonl');
    assert.deepEqual(parsed.reports, [
      { id: 'a', source: 'x' },
      { id: '2', source: 'y', actors: ['f'] },
    ]);
    assert.deepEqual(parsed.ignored, ['gold']);
    assert.equal(parseReports('[{"id":"a"},{"id":"b"}]', 'jsonl').reports.length, 2);
  });

  it('names each fault by its line and keeps the good reports', () => {
    const csv = [
      'id,from,lat,lon,killed_min,killed_max',
      'a,2026-03-01,34,71,1,2',
      'b,yesterday,34,71,,',
      'c,,91,71,,',
      'd,,34,,,',
      'e,,,,5,2',
      'a,,,,,',
      ',,,,,',
      'f,,,,some,',
      'g,,,,,,,',
    ].join('\n');
    assert.deepEqual(codes(csv, 'csv'), [
      'bad-field line 3',
      'bad-field line 4',
      'missing-field line 5',
      'range-reversed line 6',
      'duplicate-report line 7',
      'missing-field line 8',
      'bad-field line 9',
      'too-many-cells line 10',
    ]);
    assert.equal(parseReports(csv, 'csv').reports.length, 1);
  });

  it('names what is not a file of reports', () => {
    assert.deepEqual(codes('', 'csv'), ['missing-header line 1']);
    assert.deepEqual(codes('a,b\n1,2', 'csv'), ['missing-column line 1']);
    assert.deepEqual(codes('id,id\n1,2', 'csv'), ['column-twice line 1']);
    assert.deepEqual(codes('id,text\na,"never closed', 'csv'), ['unclosed-quote line 2']);
    assert.deepEqual(codes('{"id":"a"}\n{\n[1]\n"x"', 'jsonl'), [
      'not-json line 2',
      'not-an-object line 3',
      'not-an-object line 4',
    ]);
    assert.deepEqual(codes(`{"id":"${'x'.repeat(1_100_000)}"}`, 'jsonl'), ['line-too-long line 1']);
  });

  it('bounds what it says about a file that is all wrong', () => {
    const parsed = parseReports('nonsense\n'.repeat(5_000), 'jsonl');
    assert.equal(parsed.problems.length, 100);
    assert.equal(parsed.problemCount, 5_000);
  });

  it('is not fooled by names of built-in fields', () => {
    const parsed = parseReports('{"id":"a","__proto__":{"killed_min":9},"constructor":1}', 'jsonl');
    assert.deepEqual(Object.keys(parsed.reports[0] ?? {}), ['id', 'source']);
    assert.equal(fuse(parsed.reports).incidents.length, 1);
  });

  it('never throws, and what it lets through can be fused, whatever the text', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.constantFrom('"', ',', '\n', 'NaN', '1e999', '2026-02-31', '-0'),
    );
    const header = fc.constantFrom(
      'id,source,from,to,lat,lon,radius_km,killed_min,killed_max,text,actors',
      'id',
      'id,id2,lat',
    );
    fc.assert(
      fc.property(header, fc.array(cell, { maxLength: 60 }), (head, cells) => {
        const { reports } = parseReports(`${head}\n${cells.join(',')}`, 'csv');
        assert.equal(fuse(reports).incidents.flatMap((i) => i.reports).length, reports.length);
      }),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.json(), fc.string()), { maxLength: 20 }), (lines) => {
        parseReports(lines.join('\n'), 'jsonl');
      }),
      { numRuns: 100 },
    );
  });

  it('reads megabytes of quotes, of commas or of brackets in bounded time', () => {
    for (const text of [
      '"'.repeat(10_000_001),
      ','.repeat(10_000_000),
      '['.repeat(10_000_000),
      '\n'.repeat(10_000_000),
    ]) {
      const start = performance.now();
      parseReports(text, 'csv');
      parseReports(text, 'jsonl');
      // Some seconds of a free core; hours if time grew with the square of the length.
      assert.ok(performance.now() - start < 120_000);
    }
  });
});

describe('hostile reports', () => {
  it('with senseless values count as unknown, and are not lost', () => {
    const odd = [
      {
        id: 'a',
        source: 'x',
        lat: Number.NaN,
        lon: Number.POSITIVE_INFINITY,
        killed_min: -5,
        from: 'never',
        radius_km: -1,
      },
      { id: 'b', source: 'x', lat: 1e9, lon: 0, from: '9999-12-31', to: '0001-01-01', killed_max: Number.MAX_VALUE },
      {
        id: 'c',
        source: '',
        kind: '🕊️',
        place: '\u202e\u0000',
        actors: Array(10_000).fill('force'),
        text: 'x '.repeat(1_000_000),
      },
      { id: '__proto__', source: 'constructor', kind: 'toString', origin: '__proto__' },
    ];
    const { incidents, pairs } = fuse(odd);
    assert.equal(incidents.flatMap((i) => i.reports).length, 4);
    for (const p of pairs) assert.ok(p.probability >= 0 && p.probability <= 1);
  });
});
