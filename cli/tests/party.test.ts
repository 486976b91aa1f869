// What a party does that does not trust the host: its own log witness, mirror and auditor, each a process of its own with
// a key of its own. It follows the guide docs/guides/party.md, whose commands are run here as they stand.

import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PILOT } from '@sulh/pilot';
import { leafOf, newId, parsePolicy, signEntry, toBase64, verifyProof } from '@sulh/record';
import { freePort } from '../../tests/port.ts';
import { pilotIn } from '../../tests/prepared.ts';
import { until } from '../../tests/until.ts';
import { guide, ROOT } from './command.ts';

const SULH = join(import.meta.dirname, '../sulh.mjs');
const root = mkdtempSync(join(tmpdir(), 'sulh-party-'));
const data = join(root, 'data');
const { record, origin } = PILOT;
const children: ChildProcess[] = [];
const home = (who: string) => join(root, who);
let host: Awaited<ReturnType<typeof run>>;
/** What goes on running, by whose it is and its config file. */
const running: Record<string, Awaited<ReturnType<typeof run>>> = {};

const blocksOf = guide('party.md');

/** Where each runs its witness, also after a stop. */
const ports = new Map<string, number>();

/** Runs a line in bash, after the two lines that the guide asks to have put one's own path and address into. */
const bash = async (cwd: string, line: string): Promise<{ code: number; out: string }> => {
  const port = ports.get(cwd) ?? (await freePort());
  ports.set(cwd, port);
  return new Promise((resolve) => {
    mkdirSync(cwd, { recursive: true });
    const own = (text: string) =>
      text
        .replaceAll('/path/to/the/repository/.sulh', data)
        .replaceAll('/path/to/the/repository', ROOT)
        .replaceAll('https://host.example/records/doha-istanbul', `${host.url}/records/${record}`)
        .replaceAll('127.0.0.1:7850', `127.0.0.1:${port}`);
    const [programs = []] = blocksOf('Once: the programs');
    const script = [...programs, `export ORIGIN=${origin}`, line].map(own).join('\n');
    execFile('bash', ['--norc', '-euc', script], { cwd }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
    );
  });
};
const must = async (cwd: string, line: string): Promise<string> => {
  const { code, out } = await bash(cwd, line);
  assert.equal(code, 0, `${line}\n${out}`);
  return out;
};

/** Follows a section of the guide, or one block of it, as an organisation; gives what was said. `edit` may leave lines out. */
const follow = async (who: string, heading: string, block?: number, edit = (line: string) => line): Promise<string> => {
  const blocks = blocksOf(heading);
  let said = '';
  for (const line of (block === undefined ? blocks.flat() : (blocks[block] ?? assert.fail(heading)))
    .map((one) => edit(one).replaceAll('pak', who).replaceAll('example/north', `example/${who}`))
    .filter(Boolean)) {
    const [, command = '', config = ''] = /^sulh (witness|mirror) run (\S+)$/.exec(line) ?? [];
    if (config) running[`${who} ${config}`] = await run(home(who), command, 'run', config);
    else said += await must(home(who), line);
  }
  return said;
};

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
/** Another of the same side, whose key nobody has taken. */
const reporter = () => 'pak/liaison';
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
const witnessed = (url: string) =>
  until('witnessed', async () => {
    const { size, witnessedSize: covered } = await witnessedSize(url);
    return size === covered;
  });

describe('a party that does not trust the host', () => {
  before(async () => {
    await pilotIn(data);
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
    await witnessed(demonstration.url);
    await demonstration.stop();
  });

  test('has a key that only reads, and a log witness by one config file; then the terms name the witnesses', async () => {
    await follow('pak', 'Once: the programs', 1);
    await follow('pak', "1. The log's key");
    await follow('pak', '2. A key that only reads');
    const lines: string[] = [];
    for (const who of ['pak', 'afg', 'tur']) {
      if (who !== 'pak') {
        await follow(who, 'Once: the programs', 1, (line) => (line.includes('/root') ? line : ''));
        await follow(who, "1. The log's key");
      }
      await follow(who, '3. The log witness');
      const { out } = await bash(home(who), 'sulh key show witness.key');
      lines.push(`witness ${who} ${out.trim()} ${running[`${who} witness.json`]?.url}`);
    }
    // The draft goes from one to the next; the last one sends it.
    writeFileSync(
      join(home('pak'), 'witnesses.txt'),
      [...lines, 'group parties all pak afg', 'group joint all parties tur', 'quorum joint', ''].join('\n'),
    );
    await follow('pak', '4. The terms', 0);
    for (const [who, next] of [
      ['pak', 'afg'],
      ['afg', 'tur'],
      ['tur', 'tur'],
    ] as const) {
      const signed = await follow(who, '4. The terms', 1);
      assert.match(signed, /group joint all parties tur/);
      if (next !== who) cpSync(join(home(who), 'terms.note'), join(home(next), 'terms.note'));
    }
    const early = await bash(home('pak'), 'sulh terms send terms.note --url $RECORD');
    assert.equal(early.code, 1, 'one party’s signature is not enough');
    await follow('tur', '4. The terms', 2);
    await witnessed(host.url);
    await follow('pak', '4. The terms', 3);
    assert.match(readFileSync(join(home('pak'), 'policy.txt'), 'utf8'), /quorum joint/);
  });

  test('an entry is recorded at once while a witness is down, and witnessed when it is back', async () => {
    const down = running['afg witness.json'];
    await down?.stop();
    const { size: before } = await witnessedSize(host.url);
    const { proof, note } = await submit(host.url, 'report.file', report('Two shots.'), [monitor()], 'members');
    const full = parsePolicy(await (await fetch(`${host.url}/records/${record}/policy`)).text());
    assert.equal(verifyProof(proof, leafOf(note), { ...full, quorum: 'none' }).index, before);
    assert.throws(() => verifyProof(proof, leafOf(note), full), { code: 'quorum-missing' });
    assert.ok((await witnessedSize(host.url)).witnessedSize <= before);
    await follow('afg', '3. The log witness', 0, (line) => (line.includes(' new ') ? '' : line));
    await witnessed(host.url);
  });

  test('has a mirror that keeps its own notes, an audit that needs nobody’s word, and receipts that carry the quorum', async () => {
    const copied = await follow('pak', '5. The mirror');
    const [, size, notes] = (/copied up to (\d+) entries, (\d+) notes/.exec(copied) ?? []).map(Number);
    assert.ok(size && notes && notes > size / 2 && notes <= size, copied);
    for (const block of [0, 1, 2, 3]) {
      const audited = await follow('pak', '6. The audit', block);
      assert.match(audited, /Cosigned by pak, afg, tur: witnessed as the policy asks/);
      assert.match(audited, /Nothing was found wrong/);
    }
    // Another receipt time than the mirror was told.
    const kept = join(home('pak'), 'mirror/notes.jsonl');
    const lines = readFileSync(kept, 'utf8');
    writeFileSync(kept, lines.replace(/"receivedAt":"\d{4}/, '"receivedAt":"1999'));
    const other = await bash(home('pak'), blocksOf('6. The audit')[3]?.join('\n') ?? '');
    assert.equal(other.code, 1);
    assert.match(other.out, /entry 0: receipt-time-differs: It is said to have been received at/);
    writeFileSync(kept, lines);
    await follow('pak', '7. Receipts', 0);
    const early = await bash(home('pak'), 'sulh verify receipt.json --policy policy.txt');
    assert.equal(early.code, 1);
    assert.match(early.out, /NOT WITNESSED/);
    await witnessed(host.url);
    const renewed = await follow('pak', '7. Receipts', 1, (line) => (line.startsWith('sleep') ? '' : line));
    assert.match(renewed, /Cosigned by pak, afg, tur/);
  });

  test('replaces a key, and marks what one signed while it was in other hands', async () => {
    await follow('pak', 'Keys, later');
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const body = { member: monitor(), reason: 'the phone was taken', compromisedSince: since };
    writeFileSync(join(home('pak'), 'revoke.json'), JSON.stringify(body));
    for (const line of blocksOf('Keys, later')[0]?.filter((one) => one.startsWith('sulh entry')) ?? [])
      await must(home('pak'), line.replaceAll('rotate', 'revoke'));
    const audited = JSON.parse(
      await must(home('pak'), 'sulh audit $RECORD --policy policy.txt --key auditor.key --json'),
    ) as { ok: boolean; doubted: { authors: string[]; since: string; index: number }[] };
    assert.ok(audited.ok);
    assert.ok(audited.doubted.length > 0);
    assert.ok(audited.doubted.every((one) => one.authors.includes(monitor()) && one.since === since));
    assert.ok(
      audited.doubted.length < PILOT.acts.filter(({ by }) => by === monitor()).length + 1,
      'what it signed before that time is not marked',
    );
  });

  test('finds out a host that restores an old backup and goes on from there, and convicts it', async () => {
    await follow('pak', '7. Receipts', 2, (line) => (line.includes(' run ') ? line : ''));
    await host.stop();
    // The host is gone: what the mirror holds proves the entry.
    const proven = await follow('pak', '7. Receipts', 2, (line) => (line.includes(' run ') ? '' : line));
    assert.match(proven, /Cosigned by pak, afg, tur before/);
    const backup = join(root, 'backup');
    cpSync(data, backup, { recursive: true });
    const one = await run(root, 'start', '--port', '0', '--data', data);
    await submit(one.url, 'report.file', report('One history.'), [reporter()], 'members');
    const config = join(home('pak'), 'mirror.json');
    const at = (url: string) => {
      const now = JSON.parse(readFileSync(config, 'utf8')) as object;
      writeFileSync(config, JSON.stringify({ ...now, url: `${url}/records/${record}` }));
    };
    const look = () => bash(home('pak'), 'sulh mirror run mirror.json --once --json');
    at(one.url);
    assert.equal((await look()).code, 0);
    await witnessed(one.url);
    await one.stop();

    const other = await run(root, 'start', '--port', '0', '--data', backup);
    at(other.url);
    assert.equal((JSON.parse((await look()).out) as { state: string }).state, 'behind');
    await submit(other.url, 'report.file', report('Another history.'), [reporter()], 'members');
    await submit(other.url, 'report.file', report('Another history.'), [reporter()], 'members');
    const forked = await look();
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
    const explained = await bash(home('pak'), `sulh verify ${evidence} --policy policy.txt`);
    assert.equal(explained.code, 1, explained.out);
    assert.match(explained.out, /two histories/i);
    await other.stop();
  });
});
