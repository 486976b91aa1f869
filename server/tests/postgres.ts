// A PostgreSQL server for the tests: the one that SULH_TEST_DATABASE_URL names, or Debian's, started in a folder of its own.

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tests/port.ts';
import { until } from '../../tests/until.ts';

export interface TestPostgres {
  readonly url: string;
  /** Stops it and, unless it is to be started again, removes its folder. */
  stop(options?: { keep: boolean }): Promise<void>;
  start(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';

/** A server, or why there is none. */
export async function testPostgres(): Promise<TestPostgres | { readonly missing: string }> {
  const url = process.env.SULH_TEST_DATABASE_URL;
  if (url) return { url, stop: async () => {}, start: async () => {} };
  const version = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  if (!version) return { missing: 'no SULH_TEST_DATABASE_URL and no Debian postgresql' };
  const bin = join(DEBIAN, version, 'bin');
  if (!existsSync(join(bin, 'initdb'))) return { missing: `no initdb in ${bin}` };
  const folder = mkdtempSync(join(tmpdir(), 'sulh-pg-'));
  // initdb refuses root, so as root it runs as whoever owns nothing.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (nobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid);
  const data = join(folder, 'data');
  const options = { ...nobody, cwd: folder, stdio: 'ignore' as const };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'sulh', '-A', 'trust', '-E', 'UTF8', '--no-sync'], options);
  const port = await freePort();
  const args = ['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', String(port), '-F'];
  let child: ChildProcess;
  const start = async () => {
    child = spawn(join(bin, 'postgres'), args, options);
    await until('PostgreSQL takes connections', () => {
      if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}`);
      return spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], options).status === 0;
    });
  };
  await start();
  return {
    url: `postgres://sulh@127.0.0.1:${port}/postgres`,
    start,
    stop: ({ keep } = { keep: false }) =>
      new Promise((resolve) => {
        child.once('exit', () => {
          if (!keep) rmSync(folder, { recursive: true, force: true });
          resolve();
        });
        child.kill('SIGINT');
      }),
  };
}
