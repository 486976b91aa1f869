// The parties are equal: exchange them in the pilot, and every answer of the host is the same up to the exchange. Two
// hosts are founded with the same times, ids and keys, one from the pilot as it is and one with the parties' ids
// exchanged (their names go with them), and asked the same questions by the same seats.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { PILOT } from '@sulh/pilot';
import { signNote, toBase64, utf8 } from '@sulh/record';
import { signInText } from '@sulh/server';
import { bare, exchanged, openTwin } from './swapped.ts';

const SEATS = ['public', 'pak/lead', 'afg/lead', 'tur/chair', 'obs/monitor', 'obs/adviser'] as const;

const QUESTIONS = [
  'mechanism',
  'brief',
  ...[
    'report',
    'incident',
    'case',
    'document',
    'claim',
    'round',
    'pledge',
    'agreement',
    'ceasefire',
    'crossing',
    'coverage',
    'bulletin',
    'member',
    'organisation',
    'terms',
    'access',
    'adviser-key',
    'confidential',
    'docket',
    'apart',
    'erasure',
    'evidence',
    'hotline',
    'list',
    'notice',
    'participation',
    'position',
    'release',
    'seal-key',
    'sealed',
    'share',
    'entry',
  ].map((table) => `${table}?limit=200`),
  'map',
  'proposal',
  'crossing/torkham/at?instant=2026-11-21T07:00:00.000Z',
  'crossing/chaman-spin-boldak/at?instant=2026-11-20T07:00:00.000Z',
  'export/incident.geojson',
  'export/report.csv',
  'feed.json?lang=en',
  'feed.json?lang=ps',
];

type Answers = Map<string, { status: number; text: string }>;

async function answersOf(swap: boolean): Promise<Answers> {
  const { host, keys, close } = await openTwin(swap);
  try {
    const api = `${host.url}/api/records/${PILOT.record}`;
    const answers: Answers = new Map();
    for (const seat of SEATS) {
      const member = swap ? exchanged(seat) : seat;
      const headers: Record<string, string> = {};
      if (seat !== 'public') {
        const { challenge } = (await (await fetch(`${api}/session/challenge`)).json()) as { challenge: string };
        const note = signNote(signInText(PILOT.origin, challenge), [keys.get(member)!]);
        headers.authorization = `Sulh ${toBase64(utf8(note))}`;
      }
      const ask = async (question: string) => {
        const answer = await fetch(`${api}/${question}`, { headers });
        const text = await answer.text();
        answers.set(`${seat} ${question}`, { status: answer.status, text });
        return text;
      };
      for (const question of QUESTIONS) await ask(question);
      for (const table of ['case', 'incident'])
        for (const { id } of rowsOf(await ask(`${table}?limit=50`))) await ask(`${table}/${id}/story`);
      for (const { id } of rowsOf(await ask('agreement?limit=50'))) {
        await ask(`agreement/${id}/compliance`);
        await ask(`agreement/${id}/lint`);
      }
      for (const { id } of rowsOf(await ask('bulletin?limit=50'))) {
        await ask(`bulletin/${id}/page?lang=ur`);
        await ask(`bulletin/${id}/file`);
      }
    }
    return answers;
  } finally {
    await close();
  }
}

const rowsOf = (text: string): { id: string }[] => (JSON.parse(text) as { rows?: { id: string }[] }).rows ?? [];

/**
 * An answer without what says nothing about the parties, and without the order of an object's keys. Organisations that
 * one entry brought in are a set: who comes first is said by the terms' order.
 */
function meant(question: string, text: string): string {
  const plainly = bare(text);
  if (!plainly.startsWith('{')) return plainly;
  const value = sorted(JSON.parse(plainly)) as { rows?: { id: string }[] };
  if (/ organisation\?/.test(question)) value.rows?.sort((a, b) => (a.id < b.id ? -1 : 1));
  return JSON.stringify(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => {
        const value = sorted(one);
        // Audiences and the recipients of a seal are sorted by name, whoever is named.
        const byName = (key === 'audience' || key === 'recipients') && Array.isArray(value);
        return [key, byName ? value.sort() : value];
      }),
  );
}

let plain: Answers;
let swapped: Answers;
before(async () => {
  plain = await answersOf(false);
  swapped = await answersOf(true);
});

test('the questions are answered', () => {
  assert.ok(plain.size > SEATS.length * 25, `only ${plain.size} answers`);
  const failed = [...plain]
    .filter(([, { status }]) => status !== 200)
    .map(([question, { status, text }]) => `${status} ${question}: ${text.slice(0, 100)}`);
  assert.deepEqual(failed, []);
  const brief = plain.get('tur/chair brief')!.text;
  assert.match(brief, /pak/);
  assert.match(brief, /afg/);
});

test('exchanging the parties exchanges them in every answer and changes nothing else', () => {
  const differing: string[] = [];
  for (const [question, { text }] of plain) {
    const other = swapped.get(question);
    const mine = meant(question, text);
    const theirs = other && meant(question, exchanged(other.text));
    if (mine === theirs) continue;
    const at = [...mine].findIndex((letter, i) => letter !== theirs?.[i]);
    differing.push(
      `${question}:\n    ${mine.slice(Math.max(0, at - 150), at + 150)}\n    ${theirs?.slice(Math.max(0, at - 150), at + 150)}`,
    );
  }
  assert.equal(
    differing.length,
    0,
    `${differing.length} of ${plain.size} answers differ:\n${differing.slice(0, 8).join('\n')}`,
  );
});
