// A log witness that we did not write cosigns our checkpoints: litewitness of FiloSottile/torchwood. It is not in Debian or
// npm, so this is no test; build it (`go build ./cmd/litewitness`) and run: node scripts/peer-litewitness.ts PATH/litewitness

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { emptyRoot, evaluatePolicy, leafOf, type Policy, parseCheckpoint, toBase64 } from '@sulh/record';
import { FolderLog } from '@sulh/record/folder';
import { Cosigning } from '../server/cosigning.ts';

const program = process.argv[2];
if (!program) {
  process.stderr.write('usage: node scripts/peer-litewitness.ts PATH/litewitness\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'sulh-litewitness-'));
const origin = 'sulh.example/peer';
const port = await new Promise<number>((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number };
    server.close(() => resolve(port));
  });
});

const socket = join(folder, 'agent');
const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
const log = await FolderLog.open({ folder: join(folder, 'log'), origin });
const database = new DatabaseSync(join(folder, 'witness.db'));
let witness: ReturnType<typeof spawn> | undefined;
let cosigning: Cosigning | undefined;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (what: string, done: () => boolean | Promise<boolean>) => {
  for (let i = 0; i < 500; i++) {
    if (await done()) return;
    await wait(20);
  }
  throw new Error(`not in time: ${what}`);
};

try {
  await wait(200);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')]);
  execFileSync('ssh-add', ['-q', join(folder, 'key')], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  const fingerprint =
    execFileSync('ssh-keygen', ['-lf', join(folder, 'key')], { encoding: 'utf8' }).split(' ')[1] ?? '';
  database.exec(`CREATE TABLE IF NOT EXISTS log (origin TEXT PRIMARY KEY, tree_size INTEGER NOT NULL, tree_hash TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS key (origin TEXT NOT NULL, key TEXT NOT NULL, FOREIGN KEY(origin) REFERENCES log(origin));`);
  database.prepare('INSERT INTO log VALUES (?, 0, ?)').run(origin, toBase64(emptyRoot()));
  database.prepare('INSERT INTO key VALUES (?, ?)').run(origin, log.vkey);
  database.close();

  witness = spawn(
    program,
    [
      '-name',
      'peer.example/litewitness',
      '-db',
      join(folder, 'witness.db'),
      '-ssh-agent',
      socket,
      '-listen',
      `127.0.0.1:${port}`,
      '-key',
      fingerprint,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [witness.stdout, witness.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  }
  await until('litewitness starts', () => said.includes('listening') && /vkey="?[^\s"]+/.test(said));
  const vkey = /vkey="?([^\s"]+)/.exec(said)?.[1] ?? '';

  const url = `http://127.0.0.1:${port}`;
  const policy: Policy = {
    logs: [{ vkey: log.vkey }],
    witnesses: [{ name: 'peer', vkey, url }],
    groups: [],
    quorum: 'peer',
  };
  const consistency = (older: number, newer: number) => log.tree.consistency(older, newer);
  cosigning = new Cosigning(policy, { checkpoint: () => log.checkpoint, consistency });
  const started = performance.now();
  let count = 0;
  for (const batch of [1, 1, 6, 248, 1, 300, 7]) {
    const notes = Array.from({ length: batch }, () => `entry ${count++}`);
    await log.commit(notes.map((note) => ({ note: Buffer.from(note), leaf: leafOf(note), receivedAtMs: Date.now() })));
    cosigning.advance();
    await until(
      `size ${count}`,
      () => cosigning?.witnessed !== undefined && parseCheckpoint(cosigning.witnessed).size === count,
    );
  }
  const { cosigned } = evaluatePolicy(policy, cosigning.witnessed ?? '');
  process.stdout.write(
    `litewitness ${vkey}\n  cosigned 7 checkpoints up to size ${count} in ${Math.round(performance.now() - started)} ms; last at ${new Date((cosigned[0]?.time ?? 0) * 1000).toISOString()}\n`,
  );
} finally {
  cosigning?.close();
  log.close();
  witness?.kill();
  agent.kill();
  await wait(100);
  rmSync(folder, { recursive: true, force: true });
}
