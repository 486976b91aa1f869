import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { upload } from '@sulh/exchange/upload';
import { recipientsOf, type SealKey } from '@sulh/mechanism';
import {
  type Audience,
  fromUtf8,
  newId,
  newSealIdentity,
  type Sealed,
  seal,
  sealedText,
  signEntry,
  toBase64,
  unseal,
} from '@sulh/record';
import { Listener } from './listener.ts';
import { ORIGIN, reportBody, Town } from './town.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const WORD = 'obsidian';

let town: Town;
const identities: Record<string, string> = {};
const ids: string[] = [];
const hashes: string[] = [];
// The clock stands, so that nothing in an answer differs by the time at which it was asked.
const NOW = new Date('2026-03-01T09:00:00.000Z');

before(async () => {
  town = await Town.open({ now: () => NOW });
  for (const organisation of ['north', 'south', 'mediator']) {
    const { identity, recipient } = await newSealIdentity();
    identities[organisation] = identity;
    const by = organisation === 'mediator' ? 'mediator/chair' : `${organisation}/lead`;
    await town.say(by, 'organisation.seal-key', { recipient });
  }
  await town.say('south/monitor', 'report.file', reportBody());
  await town.say('north/monitor', 'report.file', reportBody(), 'public');
});
after(() => town.close());

async function put(member: string, bytes: Uint8Array): Promise<string> {
  const sha256 = hashOf(bytes);
  await upload({
    host: town.host.url,
    record: 'town',
    size: bytes.length,
    sha256,
    read: async (from, to) => bytes.subarray(from, to),
    fetch,
    headers: async () => ({ cookie: await town.signIn(member) }),
  });
  return sha256;
}

/** Seals a text, sends its file, and says the entry. */
async function saySealed(by: string, kind: string, body: object, plain: unknown, audience: string[]) {
  const salt = toBase64(new Uint8Array(randomBytes(16)));
  const { sealed, file } = await seal(sealedText(plain), salt, recipientsOf(town.record.state, audience));
  assert.equal(await put(by, file), sealed.file);
  const id = newId(NOW.getTime(), new Uint8Array(randomBytes(10)));
  const entry = { kind, id, at: NOW.toISOString(), audience: audience as Audience, refs: [], body, sealed, salt };
  const posted = await town.send(signEntry(ORIGIN, entry, [town.skey(by)]), id);
  assert.equal(posted.problem, undefined, JSON.stringify(posted.problem));
  ids.push(id);
  hashes.push(sealed.file);
  return { id, sealed, salt };
}

const offer = { to: ['mediator'], tlp: 'RED', subject: 'movement', purpose: `About ${WORD}.` };

/** Everything that North does in private: shares, deposits, files, hand-ons, an erasure, a hotline call. */
async function inPrivate(): Promise<void> {
  const audience = ['mediator', 'north'];
  const { id: share } = await saySealed('north/lead', 'share.offer', offer, { words: WORD }, audience);
  await town.say('mediator/chair', 'share.receive', { share }, audience);
  const photo = Buffer.concat([Buffer.from('OggS'), randomBytes(5_000)]);
  const sha256 = await put('north/monitor', photo);
  hashes.push(sha256);
  const deposit = {
    file: { sha256, size: photo.length, type: 'audio/ogg' },
    obtained: { when: { from: '2025-11-01T10:00:00Z', to: '2025-11-01T10:00:00Z', certainty: 'exact' } },
    means: 'recorded',
    described: `A recording of ${WORD}.`,
  };
  const { id: evidence, sealed } = await saySealed(
    'north/monitor',
    'evidence.deposit',
    deposit,
    { source: WORD },
    audience,
  );
  const more = [
    await town.say('north/lead', 'evidence.transfer', { evidence, to: 'mediator', purpose: WORD }, audience),
    await town.say('mediator/chair', 'evidence.receive', { evidence, sha256 }, audience),
    await town.say('north/monitor', 'report.file', reportBody({ account: WORD, evidence: [deposit.file] }), audience),
    await town.say(
      'north/lead',
      'file.erase',
      { entry: evidence, sha256: sealed.file, ground: 'source-at-risk', authority: WORD },
      audience,
    ),
  ];
  ids.push(...more.map((one) => one.id));
}

describe('A sealed text', () => {
  test('is read by those for whom it was sealed, and the host that keeps it cannot', async () => {
    const audience = ['mediator', 'north'];
    const plain = { words: 'Forty men were seen at the upper ford.' };
    const { id } = await saySealed(
      'north/lead',
      'share.offer',
      { ...offer, purpose: 'For the team.' },
      plain,
      audience,
    );
    // As the chair's own software does it: the entry, its file, its identity.
    const note = await (await town.get(`/records/town/entries/${id}`, 'mediator/chair')).text();
    const entry = JSON.parse(note.split('\n')[2]!) as { sealed: Sealed; salt: string };
    const answer = await town.get(`/records/town/files/${entry.sealed.file}`, 'mediator/secretary');
    const file = new Uint8Array(await answer.arrayBuffer());
    assert.equal(hashOf(file), entry.sealed.file);
    const opened = await unseal(file, entry.sealed, entry.salt, identities.mediator!);
    assert.deepEqual(JSON.parse(fromUtf8(opened)), plain);
    await assert.rejects(unseal(file, entry.sealed, entry.salt, identities.south!), { code: 'not-for-you' });
    // Nothing that lies in the data folder, and nothing that the host holds, has the words.
    for (const one of readdirSync(town.data, { recursive: true, withFileTypes: true })) {
      if (one.isFile()) assert.ok(!readFileSync(join(one.parentPath, one.name)).includes('upper ford'), one.name);
    }
    assert.equal((await town.get(`/records/town/files/${entry.sealed.file}`, 'south/lead')).status, 404);
  });

  test('needs the seal keys that the record shows: each organisation its own', async () => {
    const { rows } = (await town.json('seal-key', 'watch/monitor')) as { rows: SealKey[] };
    assert.deepEqual(rows.map((one) => one.id).sort(), ['mediator', 'north', 'south']);
    assert.throws(() => recipientsOf(town.record.state, ['watch']), { code: 'no-seal-key' });
  });
});

/** What tells how many entries there are: public by design, and all that is allowed to differ. */
const OF_SIZE = /\/(?:checkpoint|proof|receipt|challenge|healthz|tile)$|\/tile\/|\/notes/;
const SIZES = new Set(['size', 'witnessedSize', 'asOf']);

function withoutSizes(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/^(The record has )\d+ entries/, '$1so many entries');
  if (Array.isArray(value)) return value.map(withoutSizes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, SIZES.has(name) ? 'size' : withoutSizes(one)]),
  );
}

const TABLES = Object.keys({
  access: 0,
  agreement: 0,
  bulletin: 0,
  case: 0,
  claim: 0,
  coverage: 0,
  docket: 0,
  document: 0,
  entry: 0,
  erasure: 0,
  evidence: 0,
  incident: 0,
  key: 0,
  list: 0,
  member: 0,
  organisation: 0,
  release: 0,
  report: 0,
  sealed: 0,
  'seal-key': 0,
  share: 0,
  terms: 0,
});

/** Every answer that a viewer can get, by its address. */
async function everything(member: string | undefined, asked: readonly string[]): Promise<Map<string, string>> {
  const { paths } = (await (await town.get('/api/openapi.json')).json()) as {
    paths: Record<string, { get?: unknown }>;
  };
  const addresses = Object.entries(paths).flatMap(([path, { get }]) => {
    if (!get || path.endsWith('/live') || OF_SIZE.test(path)) return [];
    const named = path.replace('{name}', 'town').replace('{place}', 'gate');
    if (named.includes('{table}/{id}'))
      return asked.flatMap((id) => TABLES.map((table) => named.replace('{table}', table).replace('{id}', id)));
    if (named.includes('{table}')) return TABLES.map((table) => `${named.replace('{table}', table)}?limit=500`);
    if (/\{(?:id|sha256)\}/.test(named))
      return [...asked, ...hashes].map((id) => named.replace(/\{(?:id|sha256)\}/, id));
    return [named];
  });
  addresses.push(...['report', 'entry', 'evidence', 'share'].map((one) => `/api/records/town/${one}?q=${WORD}`));
  const answers = new Map<string, string>();
  for (const path of addresses) {
    const response = await town.get(path, member);
    const text = await response.text();
    const headers = [...response.headers].filter(
      ([name]) => !/^(?:date|x-ratelimit-|etag|content-length|sulh-size|last-modified)/.test(name),
    );
    let body: unknown = text;
    try {
      body = withoutSizes(JSON.parse(text));
    } catch {
      // As it came.
    }
    answers.set(path, JSON.stringify([response.status, headers, body]));
  }
  return answers;
}

describe('What one side seals', () => {
  test('changes nothing that another can get, but how many entries the public tree has', async () => {
    const viewers = ['south/lead', 'south/monitor', 'watch/monitor', undefined];
    const visible = ((await town.json('entry?limit=500', 'south/lead')) as { rows: { id: string }[] }).rows.map(
      (one) => one.id,
    );
    const some = visible.slice(0, 4);
    const ears = await Promise.all(viewers.map((one) => Listener.open(town, one)));
    const before: Map<string, string>[] = [];
    for (const viewer of viewers) before.push(await everything(viewer, some));
    const size = town.record.size;
    await inPrivate();
    assert.ok(town.record.size > size + 5);
    for (const [i, viewer] of viewers.entries()) {
      const now = await everything(viewer, some);
      let compared = 0;
      for (const [path, answer] of before[i]!) {
        const then: string = now.get(path)!;
        const at = [...answer].findIndex((letter, k) => then[k] !== letter);
        const near = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
        assert.ok(then === answer, `${viewer ?? 'the public'}: ${path}: …${near(answer)}… and …${near(then)}…`);
        compared++;
      }
      assert.ok(compared > 100, `only ${compared}`);
      // What was said in private is answered as what never was.
      const none = newId(NOW.getTime(), new Uint8Array(randomBytes(10)));
      const noFile = hashOf(randomBytes(8));
      const hidden = await everything(viewer, [...ids, none, noFile]);
      for (const [one, other] of [...ids.map((id) => [id, none]), ...hashes.map((hash) => [hash, noFile])] as [
        string,
        string,
      ][]) {
        for (const [path, answer] of hidden) {
          if (path.includes(one))
            assert.equal(
              answer.replaceAll(one, 'IT'),
              hidden.get(path.replace(one, other))!.replaceAll(other, 'IT'),
              path,
            );
        }
      }
      for (const [path, answer] of hidden) {
        if (!path.includes('?q=')) assert.ok(!answer.includes(WORD), `${viewer ?? 'the public'}: ${path}`);
        for (const one of [...ids, ...hashes]) if (!path.includes(one)) assert.ok(!answer.includes(one), path);
      }
    }
    for (const ear of ears) {
      await ear.next('checkpoint');
      assert.equal(ear.entries.length, 0);
      for (const one of [...ids, ...hashes, WORD]) assert.ok(!ear.text.includes(one));
      ear.close();
    }
  });

  test('is not told by a refusal: what one may not see is refused like what is not there', async () => {
    const none = newId(NOW.getTime(), new Uint8Array(randomBytes(10)));
    const [sha256] = hashes;
    const attempts: [string, (id: string, hash: string) => object][] = [
      ['share.receive', (share) => ({ share })],
      ['share.ask', (share) => ({ share, to: 'watch', purpose: 'To see.' })],
      ['share.withdraw', (share) => ({ share, because: 'So.' })],
      ['evidence.transfer', (evidence) => ({ evidence, to: 'watch', purpose: 'So.' })],
      ['evidence.receive', (evidence, hash) => ({ evidence, sha256: hash })],
      ['evidence.examine', (evidence) => ({ evidence, method: 'So.', result: 'So.' })],
      ['file.erase', (entry, hash) => ({ entry, sha256: hash, ground: 'schedule', authority: 'So.' })],
      ['report.withdraw', (report) => ({ report, because: 'So.' })],
    ];
    const other = 'd'.repeat(64);
    for (const [kind, body] of attempts) {
      for (const id of ids) {
        for (const audience of ['members', ['mediator', 'north', 'south'], ['mediator', 'south']] as Audience[]) {
          const say = async (one: string, hash: string) => {
            const { note } = town.entry('south/lead', kind as 'share.receive', body(one, hash) as never, audience);
            const { problem } = await town.send(note);
            return JSON.stringify(problem).replaceAll(one, 'ID').replaceAll(hash, 'HASH');
          };
          assert.equal(await say(id, sha256!), await say(none, other), `${kind} ${audience}`);
        }
      }
    }
  });

  test('is not told by sending the same file: it is taken as the first time', async () => {
    const { folder } = town.record;
    const [known] = readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && !one.name.endsWith('.json'))
      .map((one) => readFileSync(join(one.parentPath, one.name)))
      .filter((bytes) => bytes.toString('latin1', 0, 4) === 'OggS');
    const fresh = Buffer.concat([Buffer.from('OggS'), randomBytes(known!.length - 4)]);
    const trace = async (bytes: Uint8Array) => {
      const said: unknown[] = [];
      await upload({
        host: town.host.url,
        record: 'town',
        size: bytes.length,
        sha256: hashOf(bytes),
        read: async (from, to) => bytes.subarray(from, to),
        headers: async () => ({ cookie: await town.signIn('south/liaison') }),
        fetch: (async (path: string, init: RequestInit) => {
          const answer = await fetch(path, init);
          const headers = [...answer.headers].filter(([name]) => !/^(?:date|x-ratelimit-|location)/.test(name));
          said.push([init.method, answer.status, headers]);
          return answer;
        }) as typeof fetch,
      });
      return said;
    };
    assert.deepEqual(await trace(known!), await trace(fresh));
  });

  test('is not told by how long an answer takes', async () => {
    const [hidden] = hashes;
    const none = 'e'.repeat(64);
    const times: Record<string, number[]> = { [hidden!]: [], [none]: [] };
    for (let i = 0; i < 150; i++) {
      for (const hash of i % 2 ? [hidden!, none] : [none, hidden!]) {
        const from = performance.now();
        await (await town.get(`/records/town/files/${hash}`, 'watch/monitor')).arrayBuffer();
        times[hash]!.push(performance.now() - from);
      }
    }
    const slower = times[hidden!]!.filter((ms, i) => ms > times[none]![i]!).length / 150;
    const median = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1]!;
    const [one, other] = [median(times[hidden!]!), median(times[none]!)];
    // Both are worked out alike; what is left is a lookup in a map, far below what a line adds. On a busy machine the medians
    // may lie apart by chance; then neither is the slower one of most pairs, as it would be of something told.
    const told = Math.abs(one - other) >= 1 && Math.abs(slower - 0.5) > 0.3;
    assert.ok(!told, `${one} ms and ${other} ms, slower ${slower * 100} % of the time`);
  });
});
