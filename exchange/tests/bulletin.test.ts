import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LANGUAGES, ROOT_WAIT_HOURS } from '@sulh/mechanism';
import { leafOf, newKey, toBase64 } from '@sulh/record';
import { IntlMessageFormat } from 'intl-messageformat';
import {
  type BulletinFile,
  bulletinFeed,
  bulletinFile,
  bulletinPage,
  draftBulletin,
  MESSAGES,
  verifyBulletin,
} from '../index.ts';
import { Archive, logKey, member, ORIGIN } from './archive.ts';

const report = {
  event: 'shelling',
  when: { from: '2025-11-01T00:00:00Z', to: '2025-11-01T00:05:00Z', certainty: 'about' },
  place: { ref: 'gate', known: 'seen' },
  account: 'Four rounds <script>alert(1)</script> fell & burst.',
  language: 'en',
  source: { type: 'monitor', directness: 'saw' },
};

/** A record with reports of both sides and a bulletin that two approved. */
function published() {
  const archive = new Archive();
  const reports = [
    archive.say('north/monitor', 'report.file', report),
    archive.say('south/lead', 'report.file', report, 'public'),
  ];
  archive.say('mediator/chair', 'incident.open', {
    event: 'shelling',
    title: { en: 'Shelling <b>near</b> the gate' },
    when: report.when,
    place: report.place,
    reports,
  });
  archive.say('north/monitor', 'coverage.log', {
    place: { ref: 'gate', known: 'seen' },
    when: { from: '2025-11-01T00:00:00Z', to: '2025-11-01T00:05:00Z', certainty: 'exact' },
    effort: { patrolHours: 2 },
  });
  const from = '2025-11-01T00:00:00.000Z';
  const to = '2025-11-01T00:11:00.000Z';
  const body = draftBulletin(archive.mechanism.state, from, to, 'daily', to);
  const id = archive.say('mediator/secretary', 'bulletin.draft', body, 'public');
  archive.say('mediator/chair', 'bulletin.approve', { bulletin: id, version: id }, 'public');
  return {
    archive,
    id,
    body,
    approve: () => archive.say('facilitator/lead', 'bulletin.approve', { bulletin: id, version: id }, 'public'),
  };
}
const whole = (() => {
  const { archive, id, approve, body } = published();
  approve();
  return { archive, id, body, file: bulletinFile(archive.mechanism.state, id, archive) };
})();
const trust = { vkey: logKey.vkey };

describe('a bulletin file', () => {
  test('holds against the record’s key, and says what that proves and what not', () => {
    const verdict = verifyBulletin(JSON.stringify(whole.file), trust);
    assert.deepEqual(
      verdict.checks.filter((one) => !one.ok),
      [],
    );
    assert.equal(verdict.ok, true);
    assert.equal(verdict.keyFromFile, false);
    assert.ok(verdict.proves.length >= 4);
    assert.ok(verdict.doesNot.some((one) => one.code === 'not.truth'));
    assert.ok(!verdict.doesNot.some((one) => one.code === 'not.key'));
    for (const one of [...verdict.checks, ...verdict.proves, ...verdict.doesNot])
      assert.doesNotMatch(one.english, /[{}]/);
  });

  test('that is checked with the key inside it says so before anything else', () => {
    const verdict = verifyBulletin(whole.file);
    assert.equal(verdict.keyFromFile, true);
    assert.equal(verdict.doesNot[0]?.code, 'not.key');
  });

  test('holds where the root key behind a signature took a lost one’s place, and not without those who proposed it', () => {
    const { archive, id } = published();
    const root = { organisation: 'facilitator', key: member('facilitator/root#2').vkey, reason: 'lost' };
    const roots = ['north/root', 'south/root', 'mediator/root'];
    const proposal = archive.say([...roots, 'facilitator/lead'], 'root.propose', root, 'public');
    archive.wait(ROOT_WAIT_HOURS);
    archive.say('facilitator/root#2', 'root.take', { proposal }, 'public');
    const desk = { member: 'facilitator/desk', key: member('facilitator/desk').vkey, seats: ['lead'] };
    archive.say('facilitator/root#2', 'member.enrol', desk, 'public');
    archive.say('facilitator/desk', 'bulletin.approve', { bulletin: id, version: id }, 'public');
    const file = bulletinFile(archive.mechanism.state, id, archive);
    const failed = (of: BulletinFile) => verifyBulletin(of, trust).checks.filter((one) => !one.ok);
    assert.deepEqual(failed(file), []);
    for (const kind of ['root.propose', 'root.take']) {
      const keys = file.notes.keys.filter(({ note }) => !note.includes(`"kind":"${kind}"`));
      assert.equal(keys.length, file.notes.keys.length - 1);
      assert.ok(
        failed({ ...file, notes: { ...file.notes, keys } }).some(({ code }) => code === 'check.keys'),
        kind,
      );
    }
  });

  test('is not made of a draft, or of what has one approval of two', () => {
    const { archive, id, approve } = published();
    assert.throws(() => bulletinFile(archive.mechanism.state, id, archive), { code: 'bulletin-not-published' });
    approve();
    assert.equal(bulletinFile(archive.mechanism.state, id, archive).bulletin.status, 'published');
    assert.throws(() => bulletinFile(archive.mechanism.state, 'nothing', archive), { code: 'bulletin-not-published' });
  });

  test('fails where anything in it was changed, and names what', () => {
    const changed = (code: string, change: (file: BulletinFile) => void, with_ = trust) => {
      const file = structuredClone(whole.file);
      change(file);
      const verdict = verifyBulletin(file, with_);
      const failed = verdict.checks.filter((one) => !one.ok).map((one) => one.code);
      assert.equal(verdict.ok, false, code);
      assert.ok(failed.includes(code as never), `${code} not among ${failed}`);
      assert.deepEqual(verdict.proves, []);
    };
    const other = newKey(ORIGIN, leafOf('another log'));
    changed('check.checkpoint', () => {}, { vkey: other.vkey });
    changed('check.format', (file) => Object.assign(file, { format: 'sulh/bulletin/v2' }));
    changed('check.format', (file) => Object.assign(file, { more: 1 }));
    changed('check.body', (file) => {
      file.bulletin.body.title.en = 'Another title';
    });
    changed('check.body', (file) => {
      file.bulletin.body.sections[0]!.items[0]!.figures = [];
    });
    changed('check.body', (file) => {
      file.bulletin.id = whole.file.cited[0]!.id;
    });
    changed('check.draft', (file) => {
      file.notes.draft.note = file.notes.draft.note.replace('daily', 'flash');
    });
    changed('check.draft', (file) => {
      file.notes.draft.index += 1;
    });
    changed('check.approvals', (file) => {
      file.notes.approvals.pop();
    });
    changed('check.approvals', (file) => {
      file.notes.approvals[1] = file.notes.approvals[0]!;
    });
    changed('check.approvals', (file) => {
      file.notes.approvals[1] = file.notes.draft;
    });
    changed('check.keys', (file) => {
      file.notes.keys.shift();
    });
    changed('check.keys', (file) => {
      file.notes.keys = file.notes.keys.toReversed();
    });
    changed('check.approvals', (file) => {
      file.notes.keys.pop();
    });
    changed('check.cited', (file) => {
      file.cited.pop();
    });
    changed('check.cited', (file) => {
      file.cited[0]!.leaf = toBase64(leafOf('something else'));
    });
    changed('check.checkpoint', (file) => {
      file.checkpoint = file.checkpoint.replace(/\n\d+\n/, '\n999\n');
    });
    changed('check.checkpoint', (file) => {
      file.record.origin = 'sulh.test/other';
    });
    changed('check.withdrawal', (file) => {
      file.bulletin.status = 'withdrawn';
    });
  });

  test('of which nobody can tell what it is is answered, never thrown at', () => {
    for (const rubbish of [
      '',
      '{',
      '[]',
      'null',
      '{"format":"sulh/bulletin/v1"}',
      '['.repeat(50_000),
      undefined,
      7,
      new Date(),
    ]) {
      const verdict = verifyBulletin(rubbish, trust);
      assert.equal(verdict.ok, false);
      assert.equal(verdict.checks[0]?.code, 'check.format');
    }
    assert.throws(() => verifyBulletin(whole.file, { vkey: 'no key' }), { code: 'bad-policy' });
  });

  test('asks for the log witnesses that a given policy asks for', () => {
    const witness = newKey('witness.test/w', leafOf('a witness'), 0x04);
    const policy = `log ${logKey.vkey}\nwitness w ${witness.vkey}\nquorum w\n`;
    const verdict = verifyBulletin(whole.file, { policy });
    assert.deepEqual(
      verdict.checks.filter((one) => !one.ok).map((one) => one.code),
      ['check.witnessed'],
    );
  });

  test('of a correction says so, and of a withdrawal holds the tombstone', () => {
    const { archive, id, body, approve } = published();
    approve();
    const version = archive.say(
      'mediator/secretary',
      'bulletin.correct',
      { bulletin: id, because: 'A wrong hour.', body },
      'public',
    );
    assert.equal(
      bulletinFile(archive.mechanism.state, id, archive).bulletin.version,
      id,
      'the old version stands until the new one is approved',
    );
    for (const by of ['mediator/chair', 'facilitator/lead'])
      archive.say(by, 'bulletin.approve', { bulletin: id, version }, 'public');
    const corrected = bulletinFile(archive.mechanism.state, id, archive);
    assert.equal(corrected.bulletin.status, 'corrected');
    assert.equal(corrected.bulletin.earlier.length, 1);
    assert.equal(verifyBulletin(corrected, trust).ok, true);
    assert.match(bulletinPage(corrected, 'en'), /A wrong hour\./);
    archive.say(
      ['mediator/chair', 'facilitator/lead'],
      'bulletin.withdraw',
      { bulletin: id, because: 'It was not so.' },
      'public',
    );
    const withdrawn = bulletinFile(archive.mechanism.state, id, archive);
    assert.equal(withdrawn.bulletin.status, 'withdrawn');
    const verdict = verifyBulletin(withdrawn, trust);
    assert.equal(verdict.ok, true, JSON.stringify(verdict.checks.filter((one) => !one.ok)));
    assert.match(bulletinPage(withdrawn, 'en'), /It was not so\./);
    const feed = bulletinFeed(archive.mechanism.state, {
      language: 'en',
      feedUrl: 'f',
      pageUrl: (one) => one,
      fileUrl: (one) => one,
    });
    assert.equal(feed.items.length, 1);
    assert.match(feed.items[0]!.content_text, /It was not so\./);
  });
});

describe('a bulletin’s page', () => {
  test('is whole in each of the six languages, in its direction, with nothing of a stranger run or broken', () => {
    for (const language of LANGUAGES) {
      const page = bulletinPage(whole.file, language);
      assert.match(
        page,
        ['en', 'tr'].includes(language) ? /<html lang="\w+" dir="ltr">/ : /<html lang="[\w-]+" dir="rtl">/,
      );
      assert.doesNotMatch(page, /<script|<b>near/);
      assert.doesNotMatch(page, /undefined|\[object|\ue000|\ue001/);
      // Nothing is fetched: the page is one file.
      assert.doesNotMatch(page, /(?:src|href)="(?!#)/);
      const text = page.replace(/<style>[\s\S]*?<\/style>|<bdi[\s\S]*?<\/bdi>|<time[\s\S]*?<\/time>/g, '');
      if (language !== 'en') assert.doesNotMatch(text, />\s*(?:Approved by|Findings|Crossings|Entries behind)/);
    }
  });

  test('opens the entries behind every line and figure', () => {
    const page = bulletinPage(whole.file, 'en');
    const opened = new Set([...page.matchAll(/href="#e-([0-9a-f-]+)"/g)].map((one) => one[1]));
    assert.deepEqual([...opened].sort(), whole.file.cited.map((one) => one.id).sort());
    for (const id of opened) assert.ok(page.includes(`id="e-${id}"`));
  });

  test('isolates ids, numbers and dates where the text runs from right to left', () => {
    const page = bulletinPage(whole.file, 'ur').replace(/<style>[\s\S]*?<\/style>/, '');
    const text = page.replace(/<(bdi|code)\b[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, '\n');
    for (const line of text.split('\n')) {
      if (/[\u0600-\u06ff]/.test(line)) assert.doesNotMatch(line, /\d{4}-\d\d|[0-9a-f]{8}-|\d\d:\d\d/, line);
    }
    assert.match(bulletinPage(whole.file, 'prs'), /عقرب/, 'the Solar Hijri month beside the Gregorian date');
  });

  test('of a draft says the same facts in each of the six languages, with nothing of ours left in English', () => {
    const texts = (body: unknown): Record<string, string>[] => {
      if (typeof body !== 'object' || body === null) return [];
      if ('en' in body) return [body as Record<string, string>];
      return Object.values(body).flatMap(texts);
    };
    const { body } = whole;
    const said = texts({ ...body, findings: [] });
    assert.ok(said.length >= 8);
    // The title that a person gave in English alone stands as it is, set apart from the words that run the other way.
    const given = /\u2068[^\u2069]*\u2069|north|south/g;
    const digits = (text: string): readonly string[] =>
      text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (one) => String(one.codePointAt(0)! & 0xf)).match(/\d+/g) ?? [];
    for (const words of said) {
      assert.deepEqual(Object.keys(words).sort(), [...LANGUAGES].sort());
      for (const language of ['ar', 'ps', 'prs', 'ur'])
        assert.doesNotMatch(words[language]!.replace(given, ''), /[A-Za-z]{2}/, language);
      for (const language of ['ps', 'prs', 'tr', 'ur'])
        for (const number of digits(words[language]!)) assert.ok(digits(words.en!).includes(number), language);
    }
    const some = draftBulletin(whole.archive.mechanism.state, body.from, body.to, 'daily', body.to, ['ur', 'tr']);
    for (const words of texts(JSON.parse(JSON.stringify(some).replaceAll('"tr":', '"en":'))))
      assert.deepEqual(Object.keys(words).sort(), ['en', 'ur']);
    assert.deepEqual(
      some.sections.map((one) => one.items.map((it) => it.entries)),
      body.sections.map((one) => one.items.map((it) => it.entries)),
    );
  });

  test('has the same messages in every language, with the same values, and none left in English', () => {
    const argumentsOf = (elements: readonly { type: number; value?: unknown; options?: object }[]): string[] =>
      elements.flatMap(({ type, value, options }) => [
        // 0 is plain text and 7 the number of a plural.
        ...(type === 0 || type === 7 ? [] : [String(value)]),
        ...Object.values(options ?? {}).flatMap((one: { value: [] }) => argumentsOf(one.value)),
      ]);
    const values = (text: string) => [...new Set(argumentsOf(new IntlMessageFormat(text, 'en').getAst() as []))].sort();
    const literals = (elements: readonly { type: number; value?: unknown; options?: object }[]): string =>
      elements
        .map(({ type, value, options }) =>
          type === 0
            ? String(value)
            : Object.values(options ?? {})
                .map((one: { value: [] }) => literals(one.value))
                .join(''),
        )
        .join('');
    const says = (text: string) => /\p{L}/u.test(literals(new IntlMessageFormat(text, 'en').getAst() as []));
    for (const language of LANGUAGES) {
      assert.deepEqual(Object.keys(MESSAGES[language]), Object.keys(MESSAGES.en), language);
      for (const [code, text] of Object.entries(MESSAGES[language])) {
        assert.deepEqual(values(text), values(MESSAGES.en[code]!), `${language} ${code}`);
        if (language !== 'en' && says(text)) assert.notEqual(text, MESSAGES.en[code], `${language} ${code}`);
      }
    }
  });
});
