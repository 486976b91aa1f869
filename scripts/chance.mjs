// Loaded before each test file: properties are tried with the same examples in every run, so that a run says something of
// what was changed, and of nothing else. SULH_SEED=7 tries others, SULH_SEED=any whichever come.

import process from 'node:process';
import fc from 'fast-check';

const { SULH_SEED = '20251019' } = process.env;
if (SULH_SEED !== 'any') fc.configureGlobal({ seed: Number(SULH_SEED) });
