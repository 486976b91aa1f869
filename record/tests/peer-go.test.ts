import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { FolderLog } from '../folder.ts';
import { leafOf, newKey, parseCheckpoint, toBase64, verifyNote } from '../index.ts';

const SOURCE = new URL('peer-go/', import.meta.url).pathname;
const DEBIAN = '/usr/share/gocode';
const env = { ...process.env, PATH: `${process.env.PATH}${delimiter}/usr/local/go/bin` };

/** Builds Go's verifier with Debian's package of golang.org/x/mod or with the module; undefined where neither is to be had. */
function build(t: TestContext): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-peer-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'peer');
  const debian = existsSync(join(DEBIAN, 'src/golang.org/x/mod/sumdb/tlog'));
  const mode = debian ? { GO111MODULE: 'off', GOPATH: DEBIAN } : { GOFLAGS: '-mod=mod -buildvcs=false' };
  const cache = process.env.HOME ? {} : { GOCACHE: join(folder, 'cache') };
  const built = spawnSync('go', ['build', '-o', program, 'main.go'], {
    cwd: SOURCE,
    env: { ...env, ...mode, ...cache },
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (built.status === 0) return program;
  const why = `SKIPPED: needs go and golang.org/x/mod (Debian: golang-go golang-golang-x-mod-dev): ${built.error ?? built.stderr}`;
  if (process.env.SULH_REQUIRE_ALL === '1') assert.fail(why);
  t.skip(why);
  return undefined;
}

test("Go's own note and tlog packages verify our checkpoints, tiles, bundles and proofs, and we verify Go's note", async (t) => {
  const program = build(t);
  if (!program) return;
  const folder = mkdtempSync(join(tmpdir(), 'sulh-record-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const key = newKey('peer.example/go', randomBytes(32));
  const origin = 'sulh.example/peer';
  const log = await FolderLog.open({ folder, origin });
  const run = () => spawnSync(program, [folder, log.vkey, key.skey], { encoding: 'utf8', env });
  for (const batch of [1, 99, 155, 1, 1, 300]) {
    await log.commit(
      Array.from({ length: batch }, () => {
        const note = randomBytes(100);
        return { note, leaf: leafOf(note), receivedAtMs: 1_762_500_000_000 };
      }),
    );
    const { status, stdout, stderr } = run();
    assert.equal(status, 0, stderr);
    assert.equal(verifyNote(stdout, [key.vkey]).length, 1);
    const { size, root } = parseCheckpoint(log.checkpoint);
    assert.ok(stdout.startsWith(`checked\n${size}\n${toBase64(root)}\n`));
  }
  log.close();
  for (const path of ['checkpoint', 'tile/0/000', 'tile/entries/001', 'tile/1/000.p/2']) {
    const bytes = readFileSync(join(folder, path));
    const bent = Buffer.from(bytes);
    bent[bytes.length - 4]! ^= 1;
    writeFileSync(join(folder, path), bent);
    assert.notEqual(run().status, 0, `${path} was altered and Go's verifier did not mind`);
    writeFileSync(join(folder, path), bytes);
  }
  assert.equal(run().status, 0);
  const forged = newKey(origin, randomBytes(32));
  assert.notEqual(spawnSync(program, [folder, forged.vkey, key.skey], { env }).status, 0);
});
