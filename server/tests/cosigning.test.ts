import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import {
  cosign,
  evaluatePolicy,
  leafHash,
  newCosignerKey,
  newKey,
  type Policy,
  parseCheckpoint,
  signatureLine,
  signCheckpoint,
  Tree,
  utf8,
} from '@sulh/record';
import { type RunningWitness, startWitness } from '@sulh/record/witness-server';
import { freePort } from '../../tests/port.ts';
import { until } from '../../tests/until.ts';
import { Cosigning } from '../cosigning.ts';

const origin = 'sulh.example/valley';
const log = newKey(origin, new Uint8Array(32).fill(1));
const names = ['north', 'south', 'mediator', 'observer'] as const;
const keys = Object.fromEntries(
  names.map((name, i) => [
    name,
    newCosignerKey(`${name}.example/witness`, new Uint8Array(32).fill(10 + i), i % 2 ? 'ml-dsa-44' : 'ed25519'),
  ]),
) as Record<(typeof names)[number], { skey: string; vkey: string }>;

const folder = mkdtempSync(join(tmpdir(), 'sulh-witness-'));
const running: Cosigning[] = [];
after(async () => {
  for (const one of [...running, ...witnesses.values()]) await one.close();
  rmSync(folder, { recursive: true });
});

const witnesses = new Map<string, RunningWitness>();
/** Starts a party's witness on its own folder; the one that it ran before is stopped first. */
const start = async (name: (typeof names)[number], port = 0): Promise<RunningWitness> => {
  await witnesses.get(name)?.close();
  const witness = await startWitness({
    folder: join(folder, name),
    logs: [{ origin, vkeys: [log.vkey] }],
    skeys: [keys[name].skey],
    port,
  });
  witnesses.set(name, witness);
  return witness;
};
/** All parties, and any guarantor: the joint quorum. */
const joint = (urls: Record<string, string>): Policy => ({
  logs: [{ vkey: log.vkey }],
  witnesses: names.map((name) => ({ name, vkey: keys[name].vkey, ...(urls[name] ? { url: urls[name] } : {}) })),
  groups: [
    { name: 'parties', k: 2, members: ['north', 'south'] },
    { name: 'guarantors', k: 1, members: ['mediator', 'observer'] },
    { name: 'joint', k: 2, members: ['parties', 'guarantors'] },
  ],
  quorum: 'joint',
});

const growing = () => {
  const tree = new Tree();
  return {
    tree,
    grow(count: number) {
      for (let i = 0; i < count; i++) tree.append(leafHash(utf8(`entry ${tree.size}`)));
    },
    checkpoint: () => signCheckpoint({ origin, size: tree.size, root: tree.root() }, [log.skey]),
    consistency: (older: number, newer: number) => tree.consistency(older, newer),
  };
};
const sizeOf = (checkpoint: string | undefined) => (checkpoint ? parseCheckpoint(checkpoint).size : -1);

describe('cosigning by the joint quorum', () => {
  test('a checkpoint is witnessed once both parties and one guarantor cosigned; a dead witness holds nothing up', async () => {
    const [north, south, mediator] = [await start('north'), await start('south'), await start('mediator')];
    const valley = growing();
    valley.grow(3);
    // The observer's witness is configured and does not answer.
    const policy = joint({
      north: north.url,
      south: south.url,
      mediator: mediator.url,
      observer: 'http://127.0.0.1:9',
    });
    const cosigning = new Cosigning(policy, valley);
    running.push(cosigning);
    cosigning.advance();
    await until('it is witnessed', () => sizeOf(cosigning.witnessed) === 3);
    assert.equal(evaluatePolicy(policy, cosigning.witnessed ?? '').witnessed, true);
    for (let i = 0; i < 20; i++) {
      valley.grow(7);
      cosigning.advance();
    }
    await until('it is witnessed', () => sizeOf(cosigning.witnessed) === 143);
    assert.equal(cosigning.states.find(({ name }) => name === 'observer')?.failing, 'witness-unreachable');
  });

  test('without one party it is not witnessed; it is as soon as that party’s witness is back', async () => {
    const valley = growing();
    valley.grow(200);
    const port = await freePort();
    const [north, mediator] = [await start('north'), await start('mediator')];
    const policy = joint({ north: north.url, south: `http://127.0.0.1:${port}`, mediator: mediator.url });
    const cosigning = new Cosigning(policy, valley);
    running.push(cosigning);
    cosigning.advance();
    await until('two have cosigned', () => cosigning.states.filter(({ size }) => size === 200).length === 2);
    assert.equal(cosigning.witnessed, undefined);
    await start('south', port);
    await until('it is witnessed', () => sizeOf(cosigning.witnessed) === 200);
  });

  test('a log whose old backup was restored is found out by its witnesses, and so is one that was rewritten', async () => {
    const short = growing();
    short.grow(50);
    const north = await start('north');
    const states = async (valley: ReturnType<typeof growing>) => {
      const cosigning = new Cosigning(joint({ north: north.url }), valley);
      running.push(cosigning);
      cosigning.advance();
      await until('a failure', () => cosigning.states[0]?.failing !== undefined);
      return cosigning.states[0]?.failing;
    };
    assert.equal(await states(short), 'witness-ahead');
    const rewritten = growing();
    rewritten.tree.append(leafHash(utf8('another first entry')));
    rewritten.grow(400);
    assert.equal(await states(rewritten), 'witness-refuses');
    assert.ok(readdirSync(join(folder, 'north')).some((name) => name.startsWith('suspect-')));
  });

  test('two witnesses never share a folder', async () => {
    await start('north');
    const second = startWitness({ folder: join(folder, 'north'), logs: [], skeys: [], port: 0 });
    await assert.rejects(second, { code: 'folder-in-use' });
  });

  test('anyone can ask a witness what it last cosigned', async () => {
    const north = await start('north');
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', utf8(origin) as BufferSource)).toString('hex');
    const answer = await fetch(`${north.url}/${hash}/checkpoint`);
    assert.equal(answer.status, 200);
    assert.equal(sizeOf(await answer.text()), 200);
    assert.equal((await fetch(`${north.url}/${'0'.repeat(64)}/checkpoint`)).status, 404);
  });
});

describe('a log witness of ill will', () => {
  /** The honest witnesses answer for themselves; the mediator's is `answer`. */
  const asking = async (answer: (body: string) => Response) => {
    const [north, south, observer] = [await start('north'), await start('south'), await start('observer')];
    const urls = { north: north.url, south: south.url, mediator: 'http://mediator.example', observer: observer.url };
    // All of them are asked for, so that a cosignature that is missing shows.
    const policy: Policy = {
      ...joint(urls),
      groups: [{ name: 'joint', k: 3, members: ['north', 'south', 'observer'] }],
    };
    const valley = growing();
    // Beyond what the witnesses have cosigned for the tests before.
    valley.grow(500);
    const cosigning = new Cosigning(policy, valley, {
      fetch: (async (url: string, init: RequestInit) =>
        url.startsWith('http://mediator.example') ? answer(String(init.body)) : fetch(url, init)) as typeof fetch,
    });
    running.push(cosigning);
    cosigning.advance();
    return cosigning;
  };

  test('that answers without end is cut off, and named', async () => {
    let given = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            given += 65_536;
            controller.enqueue(new Uint8Array(65_536).fill(97));
          },
        }),
      );
    const cosigning = await asking(endless);
    const mediator = () => cosigning.states.find(({ name }) => name === 'mediator');
    await until('it is so', () => mediator()?.failing !== undefined);
    assert.equal(mediator()?.failing, 'witness-unreachable');
    cosigning.close();
    assert.ok(given < 2_000_000, String(given));
  });

  test('that cosigns a hundred times over does not keep the others’ cosignatures out', async () => {
    const cosigning = await asking((body) => {
      const checkpoint = body.slice(body.indexOf('\n\n') + 2);
      const lines = Array.from({ length: 99 }, (_, i) =>
        signatureLine(cosign(checkpoint, keys.mediator.skey, 1_763_700_000 + i)),
      );
      return new Response(lines.join(''));
    });
    await until('it is witnessed', () => sizeOf(cosigning.witnessed) === 500);
    const { signatures } = parseCheckpoint(cosigning.witnessed ?? '').note;
    assert.ok(signatures.filter(({ name }) => name.startsWith('mediator')).length <= 1);
    assert.deepEqual(
      cosigning.states.map(({ failing }) => failing),
      [undefined, undefined, undefined, undefined],
    );
  });
});
