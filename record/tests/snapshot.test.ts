// What a snapshot holds comes back as it was, or not at all.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { disk } from '../files.ts';
import { readSnapshot, writeSnapshot } from '../snapshot.ts';

const folder = mkdtempSync(join(tmpdir(), 'sulh-snapshot-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'snapshot');
const header = { format: 'sulh/test/v1', origin: 'sulh.example/valley', size: 1, root: '', rules: 'one' };

function read(): unknown[] {
  const found = readSnapshot(disk, path, header);
  assert.ok(found);
  try {
    assert.deepEqual(found.header, header);
    return [...found.lines];
  } finally {
    found.close();
  }
}

// Bytes that look like lines, and lines and bytes longer than what is read at a time.
const long = fc.constantFrom(65_535, 65_536, 65_537, 200_000).map((length) => 'ü'.repeat(length / 2));
const line = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  long,
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom('#3\nabc\n', '\n\n', '#').map((text) => new TextEncoder().encode(text)),
  long.map((text) => new TextEncoder().encode(text)),
);

test('lines and bytes come back as they were written, in their order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
      await writeSnapshot(disk, path, header, lines);
      const plain = (value: unknown) =>
        value instanceof Uint8Array ? `bytes ${Buffer.from(value).toString('hex')}` : JSON.stringify(value);
      assert.deepEqual(read().map(plain), lines.map(plain));
    }),
    { numRuns: 60 },
  );
});

test('wherever it is cut or one byte of it is another, it is unfit: never shorter, never other lines', async () => {
  await writeSnapshot(disk, path, header, [{ a: 1 }, new Uint8Array(300).fill(10), 'end', new Uint8Array(0)]);
  const whole = readFileSync(path);
  const unfit = (bytes: Uint8Array, what: string) => {
    writeFileSync(path, bytes);
    assert.throws(read, (error: { name: string }) => error.name === 'Problem' || what === 'header', what);
  };
  for (let at = 0; at < whole.length; at++) {
    unfit(whole.subarray(0, at), `cut at ${at}`);
    const other = Uint8Array.from(whole);
    other[at] = (other[at] ?? 0) ^ 2;
    unfit(other, at < whole.indexOf(10) ? 'header' : `byte ${at}`);
  }
  unfit(Buffer.concat([whole, whole]), 'twice');
  unfit(Buffer.concat([whole, Buffer.from('\n')]), 'longer');
});

test('bytes said to be more than the file holds are not waited for in memory', () => {
  for (const count of ['900719925474099', '9'.repeat(400), '-1', '', '1e3', ' 5']) {
    writeFileSync(path, `${JSON.stringify(header)}\n#${count}\nsome bytes\n`.padEnd(400, 'x'));
    assert.throws(read, { name: 'Problem' }, count);
  }
});
