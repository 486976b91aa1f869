// docs/faults.md says which test tries each fault: the test must be there under that name.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const DOCS = join(import.meta.dirname, '../docs');

test('every fault in docs/faults.md has the test that it names', () => {
  const rows = readFileSync(join(DOCS, 'faults.md'), 'utf8').matchAll(
    /\[[a-z-]+\]\(([^)]+\.test\.ts)\) "([^"]+)" \|$/gm,
  );
  let count = 0;
  for (const [, path = '', name = ''] of rows) {
    count++;
    const source = readFileSync(join(DOCS, path), 'utf8');
    assert.ok(source.includes(name), `${path} has no test "${name}"`);
  }
  const lines = readFileSync(join(DOCS, 'faults.md'), 'utf8').split('\n');
  const faults = lines.filter((line) => line.startsWith('| ') && !/^\| (fault|---) /.test(line));
  assert.equal(count, faults.length);
  assert.ok(count >= 25, String(count));
});
