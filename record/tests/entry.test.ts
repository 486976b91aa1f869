import assert from 'node:assert/strict';
import test from 'node:test';
import {
  type Entry,
  entryText,
  isId,
  leafOf,
  memberOf,
  newId,
  newKey,
  Problem,
  parseEntry,
  sealedCommitment,
  sha256,
  signEntry,
  signNote,
  timeOfId,
  toBase64,
} from '../index.ts';
import { fc, problem } from './helpers.ts';

const ORIGIN = 'sulh.example/doha-istanbul';
const chair = newKey(`${ORIGIN}/tur/chair`, new Uint8Array(32).fill(7));
const deputy = newKey(`${ORIGIN}/qat/chair`, new Uint8Array(32).fill(8));
const salt = toBase64(new Uint8Array(16).fill(5));
const entry: Entry = {
  kind: 'report.file',
  id: newId(Date.UTC(2025, 10, 7), new Uint8Array(10).fill(0xff)),
  at: '2025-11-07T09:30:00Z',
  audience: 'members',
  refs: [],
  body: { account: 'فائرنگ' },
  salt,
};

const signed = (json: string) => signNote(`sulh/entry/v1\n${ORIGIN}\n${json}\n`, [chair.skey]);
const refused = (change: Record<string, unknown>, at: string) => {
  const found = problem('bad-entry', () => parseEntry(signed(JSON.stringify({ ...entry, ...change })), ORIGIN));
  assert.equal(found.at, at);
};

test('an entry is a note over the format, the record and one line of JSON, and comes back as it was signed', () => {
  const note = signEntry(ORIGIN, entry, [chair.skey, deputy.skey]);
  const parsed = parseEntry(new TextEncoder().encode(note), ORIGIN);
  assert.deepEqual(parsed.entry, entry);
  assert.equal(parsed.note, note);
  assert.equal(parsed.text, entryText(ORIGIN, entry));
  assert.deepEqual(parsed.text.split('\n').slice(0, 2), ['sulh/entry/v1', ORIGIN]);
  assert.deepEqual(
    parsed.signatures.map(({ name }) => name),
    [`${ORIGIN}/tur/chair`, `${ORIGIN}/qat/chair`],
  );
  assert.deepEqual(leafOf(note), sha256(new TextEncoder().encode(note)));
});

test('an entry of another record or another format is refused', () => {
  problem('other-record', () => parseEntry(signEntry('sulh.example/other', entry, [chair.skey]), ORIGIN));
  problem('not-an-entry', () => parseEntry(signNote(`sulh/entry/v2\n${ORIGIN}\n{}\n`, [chair.skey]), ORIGIN));
  problem('not-an-entry', () => parseEntry(signNote('sulh/entry/v1\n', [chair.skey]), ORIGIN));
  problem('bad-entry', () => parseEntry(signed(`${JSON.stringify(entry)}\n{}`), ORIGIN));
});

test('every field of an entry is checked and named', () => {
  refused({ kind: 'Report.File' }, 'kind');
  refused({ kind: undefined }, 'kind');
  refused({ id: '018f0000-0000-4000-8000-000000000000' }, 'id');
  refused({ id: entry.id.toUpperCase() }, 'id');
  for (const at of ['2025-02-30T00:00:00Z', '2025-11-07T09:30:00+05:00', '2025-11-07', '2025-11-07T24:00:00Z', 7]) {
    refused({ at }, 'at');
  }
  refused({ audience: [] }, 'audience');
  refused({ audience: ['pak', 'afg'] }, 'audience');
  refused({ audience: ['afg', 'afg'] }, 'audience');
  refused({ audience: 'all' }, 'audience');
  refused({ refs: 'x' }, 'refs');
  refused({ refs: ['a', 'a'] }, 'refs');
  refused({ refs: [''] }, 'refs');
  refused({ salt: toBase64(new Uint8Array(15)) }, 'salt');
  refused({ body: undefined }, 'body');
  const file = '0'.repeat(64);
  refused({ sealed: { commitment: salt, file, recipients: ['afg'] } }, 'sealed');
  refused({ sealed: { commitment: toBase64(new Uint8Array(32)), file: 'x', recipients: ['afg'] } }, 'sealed');
  refused({ sealed: { commitment: toBase64(new Uint8Array(32)), file, recipients: [] } }, 'sealed.recipients');
  refused({ extra: 1 }, 'extra');
});

test('JSON that two readers could read differently is refused', () => {
  const json = JSON.stringify(entry);
  const withBody = (body: string) => signed(json.replace(/"body":\{[^}]*\}/, `"body":${body}`));
  assert.ok(parseEntry(withBody('{"a" : {"b":1}, "c":"b", "d":["a","a"]}'), ORIGIN));
  const whys = {
    '{"a":1,"a":2}': 'repeated-key',
    '{"a":1,"\\u0061":2}': 'repeated-key',
    '{"a":1, "a" :2}': 'repeated-key',
    '{"__proto__":{}}': 'key',
    '{"a":1e999}': 'number',
    '{"a":"\\u0000"}': 'character',
    '{"a":"\\ud800"}': 'character',
    '{"a":}': 'json',
    '"': 'json',
  };
  for (const [body, why] of Object.entries(whys)) {
    assert.equal(problem('bad-entry', () => parseEntry(withBody(body), ORIGIN)).details.why, why, body);
  }
  const deep = (n: number) => '['.repeat(n) + ']'.repeat(n);
  assert.ok(parseEntry(withBody(deep(23)), ORIGIN));
  assert.equal(problem('bad-entry', () => parseEntry(withBody(deep(24)), ORIGIN)).details.why, 'too-deep');
  assert.equal(problem('bad-entry', () => parseEntry(withBody(deep(20_000)), ORIGIN)).details.why, 'too-deep');
});

test('an entry above 64 KiB is refused, whether in bytes or as text', () => {
  const big = { ...entry, body: 'ف'.repeat(33_000) };
  problem('too-large', () => signEntry(ORIGIN, big, [chair.skey]));
  const note = signed(JSON.stringify(big));
  problem('too-large', () => parseEntry(note, ORIGIN));
  problem('too-large', () => parseEntry(new TextEncoder().encode(note), ORIGIN));
});

test('a key may sign an entry once, and at most eight may sign', () => {
  problem('bad-entry', () => parseEntry(signEntry(ORIGIN, entry, [chair.skey, chair.skey]), ORIGIN));
  problem('bad-entry', () => signEntry(ORIGIN, entry, []));
  problem('bad-entry', () => signEntry(ORIGIN, entry, Array(9).fill(chair.skey)));
});

test('the parser answers arbitrary and altered bytes with a problem or a sound entry', () => {
  const good = new TextEncoder().encode(signEntry(ORIGIN, entry, [chair.skey]));
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.uint8Array({ maxLength: 4 }), (at, bytes) => {
      const changed = good.slice();
      changed.set(bytes.subarray(0, good.length - at), at);
      try {
        parseEntry(changed, ORIGIN);
      } catch (error) {
        assert.ok(error instanceof Problem, String(error));
      }
    }),
  );
  fc.assert(
    fc.property(fc.json(), (body) => {
      const json = JSON.stringify(entry).replace(/"body":\{[^}]*\}/, () => `"body":${body}`);
      try {
        assert.deepEqual(parseEntry(signed(json), ORIGIN).entry.body, JSON.parse(body));
      } catch (error) {
        assert.ok(error instanceof Problem, String(error));
      }
    }),
  );
});

test('ids are UUIDv7 that sort by their time', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 47), fc.uint8Array({ minLength: 10, maxLength: 10 }), (ms, random) => {
      const id = newId(ms, random);
      assert.ok(isId(id));
      assert.equal(timeOfId(id), ms);
    }),
  );
  assert.ok(newId(1, new Uint8Array(10).fill(255)) < newId(2, new Uint8Array(10)));
});

test('a key name says which organisation and seat signed', () => {
  assert.deepEqual(memberOf(ORIGIN, `${ORIGIN}/tur/chair`), { organisation: 'tur', seat: 'chair' });
  assert.equal(memberOf(ORIGIN, 'sulh.example/other/tur/chair'), undefined);
  assert.equal(memberOf(ORIGIN, `${ORIGIN}/tur`), undefined);
});

test('a sealed text is bound by a salted commitment', () => {
  const plaintext = new TextEncoder().encode('source');
  const commitment = sealedCommitment(salt, plaintext);
  assert.notEqual(commitment, sealedCommitment(toBase64(new Uint8Array(16)), plaintext));
  const sealed = {
    ...entry,
    body: undefined,
    sealed: { commitment, file: '0'.repeat(64), recipients: ['afg', 'pak'] },
  };
  assert.deepEqual(parseEntry(signEntry(ORIGIN, sealed, [chair.skey]), ORIGIN).entry.sealed, sealed.sealed);
});

test('a text as JSON.stringify writes it and the same text with a space before it are judged alike', () => {
  const verdict = (json: string) => {
    try {
      return parseEntry(signed(json), ORIGIN).entry;
    } catch (error) {
      return error instanceof Problem ? [error.code, error.details] : error;
    }
  };
  const nested = fc.integer({ min: 0, max: 80 }).map((depth) => {
    let value: unknown = 1;
    for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value };
    return value;
  });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), nested, fc.double(), fc.string({ unit: 'binary' })), (body) => {
      const json = JSON.stringify({ ...entry, body });
      assert.deepEqual(verdict(json), verdict(` ${json}`));
    }),
    { numRuns: 400 },
  );
});
