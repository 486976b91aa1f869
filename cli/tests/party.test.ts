// What a party does that does not trust the host: its own log witness, mirror and auditor, each a process of its own with
// a key of its own, as the guide docs/guides/party.md says.

import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PILOT } from '@sulh/pilot';
import { leafOf, newId, parsePolicy, signEntry, toBase64, verifyProof } from '@sulh/record';
import { foundIn } from '@sulh/server';

const SULH = join(import.meta.dirname, '../sulh.mjs');
const root = mkdtempSync(join(tmpdir(), 'sulh-party-'));
const data = join(root, 'data');
const { record, origin } = PILOT;
const children: ChildProcess[] = [];

/** Runs a command to its end. */
const sulh = (cwd: string, ...args: string[]) =>
  new Promise<{ code: number; out: string }>((resolve) => {
    mkdirSync(cwd, { recursive: true });
    execFile(process.execPath, [SULH, ...args], { cwd }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
    );
  });

/** Starts a command that goes on running; resolves with the address that it prints. */
const run = (cwd: string, ...args: string[]) =>
  new Promise<{ url: string; child: ChildProcess; stop(): Promise<void> }>((resolve, reject) => {
    mkdirSync(cwd, { recursive: true });
    const child = spawn(process.execPath, [SULH, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let said = '';
    const stop = () =>
      new Promise<void>((done) => {
        child.once('exit', () => done());
        child.kill();
      });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk;
        const url = /(?:running|listens) at (http:\/\/\S+?)(?=\s)/.exec(said)?.[1];
        if (url) resolve({ url, child, stop });
      });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });

const keys = () =>
  (JSON.parse(readFileSync(join(data, 'demo-keys.json'), 'utf8')) as Record<string, Record<string, string>>)[record] ??
  {};
const submit = async (url: string, kind: string, body: unknown, by: string[], audience: 'public' | 'members') => {
  const now = new Date();
  const note = signEntry(
    origin,
    {
      kind,
      id: newId(now.getTime(), randomBytes(10)),
      at: now.toISOString(),
      audience,
      refs: [],
      body,
      salt: toBase64(randomBytes(16)),
    },
    by.map((member) => keys()[member] ?? ''),
  );
  const answer = await fetch(`${url}/records/${record}/entries`, {
    method: 'POST',
    body: note,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return { note, proof: text, id: JSON.parse(note.split('\n')[2] ?? '').id as string };
};
const monitor = () => Object.keys(keys()).find((name) => name.startsWith('pak/monitor')) ?? '';
const report = (account: string) => ({
  event: 'shelling',
  when: { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z', certainty: 'about' },
  place: { name: { en: 'A pass' }, known: 'seen' },
  account,
  language: 'en',
  source: { type: 'monitor', directness: 'heard' },
  demonstration: true,
});
const witnessedSize = async (url: string) =>
  (
    (await (await fetch(`${url}/api/records/${record}/mechanism`)).json()) as {
      checkpoint: { size: number; witnessedSize: number };
    }
  ).checkpoint;
const until = async (what: string, done: () => Promise<boolean>) => {
  for (let i = 0; i < 300; i++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`not in time: ${what}`);
};

describe('a party that does not trust the host', { timeout: 180_000 }, () => {
  let host: Awaited<ReturnType<typeof run>>;
  const witnesses: Record<string, Awaited<ReturnType<typeof run>>> = {};
  const home = (who: string) => join(root, who);

  before(async () => {
    await foundIn(data, record, {
      origin,
      acts: PILOT.acts,
      files: Object.fromEntries(Object.entries(PILOT.files).map(([name, at]) => [name, readFileSync(new URL(at))])),
      now: () => new Date(),
      random: (length) => randomBytes(length),
      demo: true,
    });
    host = await run(root, 'start', '--port', '0', '--data', data);
  });
  after(async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    }
    rmSync(root, { recursive: true, force: true });
  });

  test('sees in the demonstration how the second tick looks, with one switch', async () => {
    const shown = join(root, 'shown');
    cpSync(data, shown, { recursive: true, filter: (path) => !/lock(\.holder)?$/.test(path) });
    const demonstration = await run(root, 'start', '--port', '0', '--data', shown, '--witnesses', '0');
    await until('witnessed', async () => {
      const { size, witnessedSize: covered } = await witnessedSize(demonstration.url);
      return covered === size;
    });
    await demonstration.stop();
  });

  test('runs a log witness by one config file; with both parties and a guarantor the record has its second tick', async () => {
    const policy = await (await fetch(`${host.url}/records/${record}/policy`)).text();
    const lines: string[] = [];
    for (const who of ['pak', 'afg', 'tur']) {
      mkdirSync(home(who), { recursive: true });
      writeFileSync(join(home(who), 'policy.txt'), policy);
      const made = await sulh(
        home(who),
        'witness',
        'new',
        `witness.example/${who}`,
        '--policy',
        'policy.txt',
        '--listen',
        '127.0.0.1:0',
        '--json',
      );
      assert.equal(made.code, 0, made.out);
      witnesses[who] = await run(home(who), 'witness', 'run', 'witness.json');
      lines.push(`witness ${who} ${(JSON.parse(made.out) as { vkey: string }).vkey} ${witnesses[who].url}`);
    }
    // The draft goes from one to the next, as the guide says; the last one sends it.
    writeFileSync(
      join(home('pak'), 'witnesses.txt'),
      [...lines, 'group parties all pak afg', 'group joint all parties tur', 'quorum joint', ''].join('\n'),
    );
    const url = `${host.url}/records/${record}`;
    assert.equal((await sulh(home('pak'), 'terms', 'draft', 'witnesses.txt', '--url', url)).code, 0);
    for (const [who, next] of [
      ['pak', 'afg'],
      ['afg', 'tur'],
      ['tur', 'tur'],
    ] as const) {
      writeFileSync(join(home(who), 'root.key'), `${keys()[`${who}/root`]}\n`, { mode: 0o600 });
      const signed = await sulh(home(who), 'terms', 'sign', 'terms.note', '--key', 'root.key');
      assert.equal(signed.code, 0, signed.out);
      assert.match(signed.out, /group joint all parties tur/);
      if (next !== who) cpSync(join(home(who), 'terms.note'), join(home(next), 'terms.note'));
    }
    const early = await sulh(home('pak'), 'terms', 'send', 'terms.note', '--url', url);
    assert.equal(early.code, 1, 'one party’s signature is not enough');
    const sent = await sulh(home('tur'), 'terms', 'send', 'terms.note', '--url', url, '--json');
    assert.equal(sent.code, 0, sent.out);
    const { note, proof: firstProof } = JSON.parse(sent.out) as { note: string; proof: string };
    const adopted = { note, proof: firstProof, id: (JSON.parse(note.split('\n')[2] ?? '') as { id: string }).id };
    await until('witnessed', async () => {
      const { size, witnessedSize: covered } = await witnessedSize(host.url);
      return covered === size;
    });
    // The receipt that anyone can check offline now carries the quorum.
    const full = parsePolicy(await (await fetch(`${host.url}/records/${record}/policy`)).text());
    const proof = await (await fetch(`${host.url}/records/${record}/entries/${adopted.id}/proof`)).text();
    const { cosigned } = verifyProof(proof, leafOf(adopted.note), full);
    assert.deepEqual(cosigned.map(({ name }) => name).sort(), ['afg', 'pak', 'tur']);
    assert.throws(() => verifyProof(adopted.proof, leafOf(adopted.note), full), { code: 'quorum-missing' });
  });

  test('an entry is recorded at once while a witness is down, and witnessed when it is back', async () => {
    const port = Number(new URL(witnesses.afg?.url ?? '').port);
    await witnesses.afg?.stop();
    const { size: before } = await witnessedSize(host.url);
    const { proof, note } = await submit(host.url, 'report.file', report('Two shots.'), [monitor()], 'members');
    const full = parsePolicy(await (await fetch(`${host.url}/records/${record}/policy`)).text());
    assert.equal(verifyProof(proof, leafOf(note), { ...full, quorum: 'none' }).index, before);
    assert.ok((await witnessedSize(host.url)).witnessedSize <= before);
    const config = JSON.parse(readFileSync(join(home('afg'), 'witness.json'), 'utf8')) as { listen: string };
    writeFileSync(join(home('afg'), 'witness.json'), JSON.stringify({ ...config, listen: `127.0.0.1:${port}` }));
    witnesses.afg = await run(home('afg'), 'witness', 'run', 'witness.json');
    await until('witnessed again', async () => (await witnessedSize(host.url)).witnessedSize === before + 1);
  });

  test('runs a mirror that keeps its own notes, and an auditor that needs nobody’s word', async () => {
    writeFileSync(join(home('afg'), 'policy.txt'), await (await fetch(`${host.url}/records/${record}/policy`)).text());
    const member = Object.keys(keys()).find((name) => name.startsWith('afg/') && name !== 'afg/root') ?? '';
    writeFileSync(join(home('afg'), 'member.key'), `${keys()[member]}\n`, { mode: 0o600 });
    const url = `${host.url}/records/${record}`;
    const made = await sulh(
      home('afg'),
      'mirror',
      'new',
      'mirror.example/afg',
      '--url',
      url,
      '--policy',
      'policy.txt',
      '--member',
      'member.key',
    );
    assert.equal(made.code, 0, made.out);
    const copied = await sulh(home('afg'), 'mirror', 'run', 'mirror.json', '--once', '--json');
    const { state, size, notes } = JSON.parse(copied.out) as { state: string; size: number; notes: number };
    assert.equal(state, 'advanced');
    assert.ok(notes > size / 2 && notes <= size, `${notes} of ${size}`);
    const audited = await sulh(
      home('afg'),
      'audit',
      url,
      '--policy',
      'policy.txt',
      '--key',
      'member.key',
      '--keep',
      'seen.json',
    );
    assert.equal(audited.code, 0, audited.out);
    assert.match(audited.out, /Nothing was found wrong/);
    assert.ok(existsSync(join(home('afg'), 'seen.json')));
  });

  test('finds out a host that restores an old backup and goes on from there, and convicts it', async () => {
    await host.stop();
    const backup = join(root, 'backup');
    cpSync(data, backup, { recursive: true });
    const one = await run(root, 'start', '--port', '0', '--data', data);
    await submit(one.url, 'report.file', report('One history.'), [monitor()], 'members');
    const config = join(home('afg'), 'mirror.json');
    const at = (url: string) => {
      const now = JSON.parse(readFileSync(config, 'utf8')) as object;
      writeFileSync(config, JSON.stringify({ ...now, url: `${url}/records/${record}` }));
    };
    at(one.url);
    assert.equal((await sulh(home('afg'), 'mirror', 'run', 'mirror.json', '--once')).code, 0);
    await until('cosigned', async () => {
      const { size, witnessedSize: covered } = await witnessedSize(one.url);
      return size === covered;
    });
    await one.stop();

    const other = await run(root, 'start', '--port', '0', '--data', backup);
    at(other.url);
    const behind = await sulh(home('afg'), 'mirror', 'run', 'mirror.json', '--once', '--json');
    assert.equal((JSON.parse(behind.out) as { state: string }).state, 'behind');
    await submit(other.url, 'report.file', report('Another history.'), [monitor()], 'members');
    await submit(other.url, 'report.file', report('Another history.'), [monitor()], 'members');
    const forked = await sulh(home('afg'), 'mirror', 'run', 'mirror.json', '--once', '--json');
    assert.equal(forked.code, 1);
    const { evidence } = JSON.parse(forked.out) as { evidence: string };
    // No witness cosigns the second history.
    await until('refused', async () => {
      const { checkpoint } = (await (await fetch(`${other.url}/api/records/${record}/mechanism`)).json()) as {
        checkpoint: { size: number; witnessedSize: number; witnesses: { failing?: string }[] };
      };
      return (
        checkpoint.witnessedSize < checkpoint.size && checkpoint.witnesses.every(({ failing }) => failing !== undefined)
      );
    });
    const explained = await sulh(home('afg'), 'verify', evidence, '--policy', 'policy.txt');
    assert.equal(explained.code, 1, explained.out);
    assert.match(explained.out, /two histories/i);
    await other.stop();
  });
});
