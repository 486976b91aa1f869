// Writes the pages of docs/ that are generated from the code. With --check it changes nothing and says which have drifted.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { entriesPage, problemsPage } from '../cli/pages.ts';

const ROOT = dirname(import.meta.dirname);
const PAGES = { 'docs/entries.md': entriesPage, 'docs/problems.md': problemsPage };

const check = process.argv.includes('--check');
for (const [path, make] of Object.entries(PAGES)) {
  const text = make();
  const file = join(ROOT, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (check) {
    console.error(`${path} has drifted from the code: run \`npm run docs\`.`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`${path}: written`);
  }
}
