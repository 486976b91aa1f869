/**
 * The rules: how many mixed entries a second of one core are decided and taken in, per kind and over a whole replay, with the
 * memory that the state takes; beside two limits of the same run: parsing the entries' JSON, and checking their bodies
 * against the schemas without any rule.
 *
 * What holds the memory is the rows: the oldest of a large table are packed as bytes beside the heap, the others are some ten small
 * objects each, with what people wrote, the ids and instants.
 *
 *     node --expose-gc bench/rules.ts [entries, default 1000000]
 */
import { type KindName, kindOf, Mechanism, type TermsBody } from '@sulh/mechanism';
import { type Entry, newKey, type Received } from '@sulh/record';
import type { z } from 'zod';

const size = Number(process.argv[2] ?? 1_000_000);
const ORIGIN = 'bench.example/rules';
const START = Date.UTC(2026, 0, 1);

const SEATS: Record<string, string[]> = {
  'north/lead': ['lead'],
  'north/monitor': ['monitor', 'team'],
  'south/lead': ['lead'],
  'south/monitor': ['monitor', 'team'],
  'mediator/chair': ['chair', 'lead'],
  'mediator/monitor': ['monitor', 'team'],
  'watch/monitor': ['monitor'],
};
const vkeys = new Map<string, string>();
const vkeyOf = (member: string): string => {
  let vkey = vkeys.get(member);
  if (!vkey) {
    const seed = new Uint8Array(32).fill(vkeys.size + 1);
    vkey = newKey(`${ORIGIN}/${member}`, seed).vkey;
    vkeys.set(member, vkey);
  }
  return vkey;
};
const idOf = (count: number): string => `01980000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;

const terms: z.input<typeof TermsBody> = {
  name: { en: 'Bench' },
  purpose: { en: 'To measure.' },
  organisations: [
    { id: 'north', role: 'party', name: { en: 'North' }, root: vkeyOf('north/root') },
    { id: 'south', role: 'party', name: { en: 'South' }, root: vkeyOf('south/root') },
    { id: 'mediator', role: 'guarantor', name: { en: 'Mediator' }, root: vkeyOf('mediator/root') },
    { id: 'watch', role: 'observer', name: { en: 'Watch' }, root: vkeyOf('watch/root') },
  ],
  chair: 'mediator',
  places: Array.from({ length: 20 }, (_, i) => ({
    id: `place-${i}`,
    kind: i < 4 ? ('crossing' as const) : ('sector' as const),
    name: { en: `Place ${i}` },
    point: { lat: 30 + i / 4, lon: 65 + i / 4, radiusKm: 5 },
    source: 'invented',
  })),
};

/** A year of a busy mechanism: mostly reports, an incident on every third, a case on every tenth of those. */
function* year(count: number): Generator<Received> {
  let made = 0;
  const say = (authors: string | string[], kind: KindName, body: object): Received => {
    const index = made++;
    const receivedAt = new Date(START + Math.floor((index * 365 * 86_400_000) / count)).toISOString();
    const audience: Entry['audience'] = kindOf(kind)!.audience === 'public' ? 'public' : 'members';
    const entry: Entry = {
      kind,
      id: idOf(index),
      at: receivedAt,
      audience,
      refs: [],
      body,
      salt: 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    const signers = (typeof authors === 'string' ? [authors] : authors).map((one) => ({
      name: `${ORIGIN}/${one}`,
      vkey: vkeyOf(one),
    }));
    return { index, receivedAt, entry, signers, leaf: '' } as unknown as Received;
  };
  const last = (): string => idOf(made - 1);
  yield say(['north/root', 'south/root', 'mediator/root'], 'terms.adopt', terms);
  for (const [member, seats] of Object.entries(SEATS)) {
    yield say(`${member.split('/')[0]}/root`, 'member.enrol', { member, key: vkeyOf(member), seats });
  }
  const by = ['north/monitor', 'south/monitor', 'watch/monitor', 'mediator/monitor'];
  const when = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z', certainty: 'about' };
  let round = 0;
  let open: string | undefined;
  while (made < count) {
    round++;
    const place = { ref: `place-${round % 20}`, known: 'seen' };
    const reports: string[] = [];
    for (let i = 0; i < 3; i++) {
      const account = `Shelling was heard ${round} times for some minutes, seven to ten kilometres to the north-west of the post.`;
      const source = { type: 'monitor', directness: 'heard' };
      const figures = [{ what: 'wounded', whom: 'civilians', count: { min: i, max: i + 1 } }];
      yield say(by[(round + i) % 4]!, 'report.file', {
        event: 'shelling',
        when,
        place,
        account,
        language: 'en',
        source,
        figures,
      });
      reports.push(last());
    }
    const title = { en: `Shelling heard at place ${round % 20}` };
    yield say('mediator/chair', 'incident.open', {
      event: 'shelling',
      title,
      when,
      place,
      reports: reports.slice(0, 2),
    });
    const incident = last();
    yield say('watch/monitor', 'incident.link', {
      incident,
      reports: reports.slice(2),
      because: 'Near in time and place.',
    });
    if (round % 2 === 0) {
      yield say('watch/monitor', 'coverage.log', { place, when, effort: { patrolHours: 4 } });
      const window = { from: when.from };
      const cell = { crossing: `place-${round % 4}`, direction: 'both', categories: ['cargo'], window, status: 'open' };
      yield say(round % 4 ? 'north/lead' : 'south/lead', 'crossing.declare', cell);
    }
    if (round % 10 !== 0) continue;
    yield say('north/lead', 'case.open', { incident, question: 'What happened?' });
    open = last();
    const team = { case: open };
    yield say('south/lead', 'case.acknowledge', team);
    yield say('north/lead', 'case.name-team', { ...team, members: ['north/monitor'] });
    yield say('south/lead', 'case.name-team', { ...team, members: ['south/monitor'] });
    yield say('mediator/chair', 'case.name-team', { ...team, members: ['mediator/monitor'], chair: 'mediator/chair' });
    yield say('mediator/monitor', 'access.ask', {
      ...team,
      of: 'south',
      what: 'visit',
      where: place,
      purpose: 'To see it.',
    });
    yield say('south/lead', 'access.answer', { access: last(), answer: 'granted', authority: 'Corps' });
    const finding = {
      on: 'occurrence',
      statement: { en: 'Shells fell.' },
      standard: 'established',
      because: 'Seen.',
      entries: reports,
    };
    yield say('mediator/chair', 'case.draft', { ...team, findings: [finding], account: 'We went.', limits: 'Little.' });
    const draft = last();
    for (const one of ['north/lead', 'south/lead']) yield say(one, 'case.reply', { ...team, draft, comment: false });
    for (const one of ['north/monitor', 'south/monitor', 'mediator/monitor']) {
      yield say(one, 'case.position', { ...team, draft, position: 'concur' });
    }
    yield say('mediator/chair', 'case.adopt', { ...team, draft });
    yield say('mediator/chair', 'case.close', { ...team, outcome: 'finished', because: 'Done.' });
  }
}

const rate = (count: number, ms: number): string => `${Math.round((count / ms) * 1000).toLocaleString('en')}/s`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`;
const now = (): number => performance.now();
const used = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

// A warm-up, so that the figures are those of a process that has been up for a while.
{
  const warm = new Mechanism(ORIGIN);
  for (const one of year(20_000)) warm.admit(one);
}

const before = used();
const mechanism = new Mechanism(ORIGIN);
const spent = new Map<string, { count: number; ms: number }>();
let admitting = 0;
let parsing = 0;
let checking = 0;
let count = 0;
for (const received of year(size)) {
  const text = JSON.stringify(received.entry);
  const begin = now();
  const entry = JSON.parse(text) as Entry;
  const parsed = now();
  kindOf(entry.kind)!.schema.safeParse(entry.body);
  const checked = now();
  const refusal = mechanism.admit({ ...received, entry });
  const ended = now();
  if (refusal) throw new Error(`${entry.kind}: ${refusal.code} ${JSON.stringify(refusal.details)}`);
  parsing += parsed - begin;
  checking += checked - parsed;
  admitting += ended - checked;
  const kind = spent.get(entry.kind) ?? { count: 0, ms: 0 };
  spent.set(entry.kind, { count: kind.count + 1, ms: kind.ms + ended - checked });
  count++;
  // As whoever keeps a read model does: else every id that ever changed would be held.
  if (count % 10_000 === 0) mechanism.state.drain();
}
mechanism.state.drain();
const held = used() - before;
const rows = mechanism.state.all('report').length;

console.log(`${count.toLocaleString('en')} mixed entries, one core, Node ${process.version}`);
console.log(`  decided and taken in   ${rate(count, admitting)}`);
console.log(`  limit: schema alone    ${rate(count, checking)}`);
console.log(`  limit: JSON.parse      ${rate(count, parsing)}`);
console.log(
  `  whole replay           ${(admitting / 1000).toFixed(1)} s; state ${megabytes(held)} of heap (${rows.toLocaleString('en')} reports in it), process ${megabytes(process.memoryUsage().rss)}`,
);
const all = Object.values(mechanism.state.snapshot()).reduce((sum, table) => sum + table.length, 0);
console.log(
  `  per row                ${Math.round(held / all)} bytes of heap, ${(all / count).toFixed(2)} rows an entry`,
);
console.log('\n  kind                     entries   µs each');
for (const [name, { count: times, ms }] of [...spent].sort((a, b) => b[1].ms - a[1].ms)) {
  console.log(`  ${name.padEnd(22)} ${String(times).padStart(9)}  ${((ms * 1000) / times).toFixed(1).padStart(8)}`);
}
