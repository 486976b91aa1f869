import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { FolderLog } from '../folder.ts';
import {
  type AuditedNotes,
  addSignatures,
  audit,
  type Entry,
  leafOf,
  newKey,
  parseCheckpoint,
  parsePolicy,
  parseVkey,
  type ServedNote,
  toBase64,
  utf8,
} from '../index.ts';
import { folderSource, httpSource } from '../source.ts';
import { startVerifiers } from '../verifiers.ts';
import { afg, altered, brief, changed, note, ORIGIN, pak, reports, rules, run, tur, written } from './audited.ts';

test('a sound record of any size has no finding', async (t) => {
  for (const size of [0, 1, 255, 256, 257, 600]) {
    const record = await written(t, reports(size));
    const progress: number[] = [];
    const result = await run(folderSource(record.folder), record, { onProgress: (done) => progress.push(done) });
    assert.deepEqual(brief(result.findings), []);
    assert.deepEqual(
      [result.ok, result.size, result.checked, result.withheld, result.witnessed],
      [true, size, size, 0, true],
    );
    assert.equal(progress.at(-1), size);
  }
});

test('the auditor names each entry that the host should not have let in, and why', async (t) => {
  const notes = reports(12);
  const forged = new TextDecoder().decode(notes[2]).replace('quiet', 'shots');
  const stranger = newKey(`${ORIGIN}/xyz/lead`, randomBytes(32));
  notes[2] = utf8(forged);
  notes[4] = note(stranger);
  notes[5] = note(pak, { kind: 'case.open' });
  notes[7] = note(tur, { kind: 'member.revoke', body: parseVkey(afg.vkey).name });
  notes[9] = note(afg);
  notes[10] = note(pak, { id: (JSON.parse(new TextDecoder().decode(notes[3]).split('\n')[2] as string) as Entry).id });
  notes[11] = utf8(addSignatures(note(pak), []).replace(ORIGIN, 'sulh.example/other'));
  const record = await written(t, notes);
  const result = await run(folderSource(record.folder), record);
  assert.deepEqual(brief(result.findings), [
    '2 entry bad-signature',
    '4 entry unknown-key',
    '5 entry not-allowed',
    '9 entry unknown-key',
    '10 entry duplicate-id',
    '11 entry other-record',
  ]);
  assert.equal(result.ok, false);
});

test('entries altered, dropped, back-dated or put in another order after the fact are named', async (t) => {
  const record = await written(t, reports(300));
  const source = folderSource(record.folder);
  const withNotes = (change: (note: ServedNote) => ServedNote | undefined) =>
    run(altered(source, { notes: (from, to) => changed(source.notes(from, to), change) }), record);
  const other = note(afg);
  assert.deepEqual(brief((await withNotes((s) => (s.index === 7 ? { ...s, note: other } : s))).findings), [
    '7 entry note-differs',
  ]);
  assert.deepEqual(
    brief((await withNotes((s) => (s.index === 8 ? { ...s, receivedAt: '2024-01-01T00:00:00.000Z' } : s))).findings),
    ['8 entry receipt-time-went-back'],
  );
  assert.deepEqual(
    brief((await withNotes((s) => ({ ...s, index: s.index === 8 ? 9 : s.index === 9 ? 8 : s.index }))).findings),
    ['9 entry note-differs', '10 entry notes-out-of-order'],
  );
  const dropped = await withNotes((s) => (s.index < 290 ? s : undefined));
  assert.deepEqual([dropped.ok, dropped.withheld], [true, 10]);
});

test('a bundle, a tile, a note or a checkpoint that was changed on the disk is found where it was changed', async (t) => {
  const record = await written(t, reports(300));
  const bend = async (path: string, at: number): Promise<string[]> => {
    const file = join(record.folder, path);
    const bytes = readFileSync(file);
    const bent = Buffer.from(bytes);
    bent[at]! ^= 1;
    writeFileSync(file, bent);
    const result = await run(folderSource(record.folder), record);
    writeFileSync(file, bytes);
    assert.equal(result.ok, false);
    return brief(result.findings);
  };
  assert.deepEqual(await bend('tile/entries/000', 34 * 10 + 5), [
    '- tile tile-differs',
    '- tree root-differs',
    '10 entry note-differs',
    '10 tile tile-differs',
  ]);
  assert.deepEqual(await bend('tile/0/001.p/44', 32 * 3), ['259 tile tile-differs']);
  assert.deepEqual(await bend('tile/1/000.p/1', 0), ['- tile tile-differs']);
  assert.deepEqual(await bend('tile/entries/000', 0), ['- tile bad-bundle']);
  assert.deepEqual(await bend('notes/000000000000.seg', 3000), ['7 entry record-damaged']);
  assert.deepEqual(await bend('checkpoint', ORIGIN.length + 2), ['- checkpoint bad-signature']);
  rmSync(join(record.folder, 'tile/0/000'));
  assert.deepEqual(brief((await run(folderSource(record.folder), record)).findings), ['- tile tile-missing']);
});

test('withheld notes are counted, and entries that may rest on them are not called wrong', async (t) => {
  const notes = [
    note(tur),
    note(tur, { kind: 'member.revoke', body: parseVkey(afg.vkey).name }),
    note(pak),
    // Wrong, but whoever may not see entry 1 cannot know what other rights it gave.
    note(pak, { kind: 'case.open' }),
    utf8(new TextDecoder().decode(note(pak)).replace('quiet', 'shots')),
  ];
  const record = await written(t, notes);
  const source = folderSource(record.folder);
  const hidden = altered(source, {
    notes: (from, to) => changed(source.notes(from, to), (s) => (s.index === 1 ? { index: 1 } : s)),
  });
  const result = await run(hidden, record);
  assert.deepEqual([result.checked, result.withheld, result.unreplayed], [4, 1, 1]);
  assert.deepEqual(brief(result.findings), ['4 entry bad-signature']);
});

test('a record that does not continue what an earlier audit saw was rewritten', async (t) => {
  const notes = reports(40);
  const first = await written(t, notes);
  const earlier = { size: 40, root: toBase64(parseCheckpoint(readFileSync(join(first.folder, 'checkpoint'))).root) };
  assert.ok((await run(folderSource(first.folder), first, { earlier })).ok);
  const second = await written(t, [...notes.toSpliced(3, 1, note(afg)), ...reports(5)]);
  assert.deepEqual(brief((await run(folderSource(second.folder), second, { earlier })).findings), ['- tree rewritten']);
  const shorter = await written(t, notes.slice(0, 20));
  assert.deepEqual(brief((await run(folderSource(shorter.folder), shorter, { earlier })).findings), [
    '- tree rewritten',
  ]);
});

test('another log’s key is not believed, whatever it signed', async (t) => {
  const record = await written(t, reports(3));
  const result = await run(folderSource(record.folder), newKey(ORIGIN, randomBytes(32)));
  assert.deepEqual(brief(result.findings), ['- checkpoint no-known-signature']);
});

test('an audit over HTTP finds the same as one of the folder', async (t) => {
  const record = await written(t, reports(700));
  const local = folderSource(record.folder);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const path = url.pathname.replace('/records/audited/', '');
    if (path === 'notes') {
      const from = Number(url.searchParams.get('from'));
      for await (const { index, note, receivedAt } of local.notes(from, Math.min(700, from + 100))) {
        const shown =
          index === 699
            ? { index, withheld: true }
            : { index, receivedAt, note: new TextDecoder().decode(note as Uint8Array) };
        response.write(`${JSON.stringify(shown)}\n`);
      }
      return response.end();
    }
    if (path === 'policy') return response.end(await local.policy());
    const body = path === 'checkpoint' ? await local.checkpoint() : await local.tile(path);
    response.statusCode = body ? 200 : 404;
    return response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const source = httpSource(`http://127.0.0.1:${port}/records/audited/`);
  assert.equal(await source.policy(), `log ${record.vkey}\nquorum none\n`);
  const result = await run(source, record);
  assert.deepEqual([result.ok, result.checked, result.withheld], [true, 699, 1]);
  await assert.rejects(httpSource('http://127.0.0.1:1/records/none').checkpoint(), { code: 'host-unreachable' });
});

test('a host that sends notes without end, backwards or as rubbish cannot hold its auditor', async () => {
  const answer =
    (body: string): typeof fetch =>
    async () =>
      new Response(body);
  const read = async (body: string) => {
    for await (const _ of httpSource('http://host.example/r', answer(body)).notes(0, 10));
  };
  await assert.rejects(read('{"index":0}\n{"index":0}\n'), { code: 'bad-notes' });
  await assert.rejects(read('{"index":0}\n'), { code: 'bad-notes' });
  await assert.rejects(read('null\n'), { code: 'bad-notes' });
  await assert.rejects(read('{"index":-1}\n'), { code: 'bad-notes' });
  await assert.rejects(read('{"index":0,"note":1}\n'), { code: 'bad-notes' });
  await read('');
});

test('the next audit reads only what came since, and still finds what contradicts what was read before', async (t) => {
  const notes = reports(700);
  const id = (note: Uint8Array | undefined) =>
    (JSON.parse(new TextDecoder().decode(note).split('\n')[2] ?? '') as Entry).id;
  const time = 1_762_500_000_000;
  const record = await written(t, notes);
  const kept: AuditedNotes[] = [];
  await run(folderSource(record.folder), record, { onAudited: (seen) => kept.push({ ...seen, ids: [...seen.ids] }) });
  const since = kept[0] as AuditedNotes;
  assert.deepEqual([since.size, since.complete, [...since.ids].length], [700, true, 700]);

  const log = await FolderLog.open({ folder: record.folder, origin: ORIGIN });
  const more = [
    ...reports(50),
    note(pak, { id: id(notes[3]) }),
    note(pak, { kind: 'case.open' }),
    note(afg),
    note(pak),
  ];
  await log.commit(more.map((note, i) => ({ note, leaf: leafOf(note), receivedAtMs: i === 53 ? time : time + 1000 })));
  log.close();
  const asked: number[] = [];
  const source = folderSource(record.folder);
  const watched = altered(source, {
    notes: (from, to) => {
      asked.push(from);
      return source.notes(from, to);
    },
  });
  // The rules as they stood at 700 entries: there, Afghanistan's key is out.
  const rulesThen = rules();
  const revoke = note(tur, { kind: 'member.revoke', body: parseVkey(afg.vkey).name });
  const entry = JSON.parse(new TextDecoder().decode(revoke).split('\n')[2] ?? '') as Entry;
  rulesThen.admit({ index: 699, receivedAt: '', entry, signers: [], leaf: '' });
  const policy = parsePolicy(`log ${record.vkey}\nquorum none\n`);
  const result = await audit(watched, rulesThen, { policy, since });
  assert.deepEqual(asked, [700]);
  assert.deepEqual([result.since, result.checked, result.withheld], [700, 54, 0]);
  const found = brief(result.findings).filter((one) => !one.endsWith('unknown-key'));
  assert.deepEqual(found, ['750 entry duplicate-id', '751 entry not-allowed', '753 entry receipt-time-went-back']);
  assert.equal(result.findings.filter(({ code }) => code === 'unknown-key').length, 18);

  const other = await written(t, reports(800));
  const rewritten = await audit(folderSource(other.folder), rules(), {
    policy: parsePolicy(`log ${other.vkey}\nquorum none\n`),
    since,
  });
  assert.deepEqual(brief(rewritten.findings), ['- tree rewritten']);
});

test('threads that verify find the same bad signatures as the platform does', async (t) => {
  const notes = reports(600);
  for (const i of [0, 255, 256, 599]) notes[i] = utf8(new TextDecoder().decode(notes[i]).replace('quiet', 'shots'));
  const record = await written(t, notes);
  const verifiers = startVerifiers(2);
  t.after(() => verifiers.close());
  const bad = ['0', '255', '256', '599'].map((index) => `${index} entry bad-signature`);
  assert.deepEqual(brief((await run(folderSource(record.folder), record)).findings), bad);
  const threads = await run(folderSource(record.folder), record, { verify: verifiers.verify });
  assert.deepEqual(brief(threads.findings), bad);
});
