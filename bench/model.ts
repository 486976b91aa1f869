/**
 * The models, in larger instances than the tests take: every order of acts in a case (two parties, a chair, one finding above
 * `plausible`, all positions, clocks that stop and start), and every way through a docket. What must hold in each state is in the
 * tests and, in words, in docs/rules/model.md; this prints how many states there are, by how many steps, in what time.
 *
 *     node bench/model.ts
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

const tests = ['model', 'handover'].map((name) =>
  join(dirname(import.meta.dirname), 'mechanism/tests', `${name}.test.ts`),
);

console.log(`Every order of acts in a case, and every way through a docket, one core, Node ${process.version}`);
for (const test of tests) {
  const { stdout, status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', test], {
    env: { ...process.env, SULH_MODEL: 'large', SULH_REQUIRE_ALL: '1' },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const lines = stdout.split('\n').map((line) => line.trim());
  for (const [i, line] of lines.entries()) {
    const seen = /^ℹ (\d+) states, (\d+) steps/u.exec(line);
    const told = seen && /^[✔✖] (.*) \((\d+)\.\d+ms\)$/u.exec(lines[i - 1] ?? '');
    if (!told) continue;
    const [states, steps, ms] = [seen[1], seen[2], told[2]].map((it) => Number(it).toLocaleString('en').padStart(10));
    console.log(`  ${states} states ${steps} steps ${ms} ms   ${told[1]}`);
  }
  if (status !== 0) {
    console.log(lines.filter((line) => line.startsWith('✖')).join('\n'));
    process.exitCode = 1;
  }
}
