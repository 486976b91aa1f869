import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { AgreementBody, LANGUAGES, type TableName, termsInForce } from '@sulh/mechanism';
import { fromUtf8, unseal } from '@sulh/record';
import { TABLES } from '../../server/rows.ts';
import { PILOT, type Value } from '../index.ts';
import { WORKINGS } from '../workings.ts';
import { type Founding, foundPilot } from './founding.ts';

/** First 12 hex digits of SHA-256, as they came. */
const HASHES = ['f403285e31fb', '0ae714832b26', '03b49691e712', 'b58310d0879f', '2cb88e310ac9'];

let founding: Founding;
let state: Founding['state'];
before(async () => {
  founding = await foundPilot();
  ({ state } = founding);
});

/** Every object in a value, with the act that holds it. */
function objects(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objects);
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

test('every act of the pilot is admitted by the rules, in the record that a host keeps', () => {
  assert.deepEqual(
    founding.entries.map((one) => one.kind),
    PILOT.acts.map((act) => act.kind),
  );
  assert.ok(PILOT.acts.length > 100);
});

test('the five documents are kept byte for byte as they came', () => {
  const hashes = Object.entries(PILOT.files)
    .filter(([name]) => name.startsWith('documents/'))
    .map(([, file]) =>
      createHash('sha256')
        .update(readFileSync(new URL(file)))
        .digest('hex')
        .slice(0, 12),
    );
  assert.deepEqual(hashes, HASHES);
  for (const document of state.all('document')) {
    const text = readFileSync(new URL(PILOT.files[`documents/${document.file}`]!), 'utf8');
    assert.equal(document.text, text);
  }
  assert.equal(state.all('document').length, 5);
});

test('every span that the pilot cites is the exact words of its document', () => {
  const names = new Map([...founding.ids].map(([name, id]) => [id, name]));
  const spans = founding.entries
    .flatMap((one) => objects(one.body))
    .filter((one) => typeof one.document === 'string' && typeof one.start === 'number');
  assert.ok(spans.length > 80, `only ${spans.length} spans seen`);
  for (const span of spans) {
    const document = state.get('document', span.document as string);
    assert.ok(document?.text, `${names.get(span.document as string)} is not a document`);
    assert.equal(document.text.slice(span.start as number, span.end as number), span.text);
  }
});

test('every claim’s quotation stands in its span', () => {
  for (const claim of state.all('claim'))
    if (claim.quote)
      assert.ok(
        claim.spans.some((span) => span.text.includes(claim.quote!)),
        `${claim.speaker}: ${claim.quote}`,
      );
});

test('parties, guarantors, places and the notice have their names in all six languages', () => {
  const terms = termsInForce(state)!;
  const all = [
    terms.name,
    terms.purpose,
    terms.demonstration!.notice,
    ...terms.organisations.map((one) => one.name),
    ...terms.places.flatMap((one) => [
      one.name,
      ...(one.note ? [one.note] : []),
      ...Object.values(one.sideNames ?? {}),
    ]),
    ...state.all('incident').map((one) => one.title),
    ...state.all('member').map((one) => one.title!),
  ];
  for (const words of all) assert.deepEqual(Object.keys(words).sort(), [...LANGUAGES].sort());
});

test('what was invented says so, and nothing else is a report', () => {
  for (const report of state.all('report')) assert.equal(report.demonstration, true, report.account);
  for (const incident of state.all('incident'))
    assert.ok(incident.reports.length === 0 || /\(demonstration\)/.test(incident.title.en ?? ''));
});

test('every aggregate of the rules can be looked at in it', () => {
  const empty = Object.keys(TABLES).filter((table) => state.all(table as TableName).length === 0);
  assert.deepEqual(empty, []);
  const status = (table: 'participation' | 'bulletin') => new Set(state.all(table).map((one) => one.status));
  assert.deepEqual([...status('participation')], ['resumed']);
  assert.ok(status('bulletin').has('withdrawn') && status('bulletin').has('published'));
  assert.ok(state.all('docket').some((one) => one.status === 'handed-over' && one.purged));
  assert.ok(state.all('case').some((one) => one.findings.some((finding) => finding.basis === 'settled')));
  const steps = new Set(state.all('pledge').flatMap((one) => one.steps.map((step) => step.step)));
  for (const step of ['given', 'denied', 'kept'] as const) assert.ok(steps.has(step), step);
});

test('in what was invented each party does as often what the other does, and is as often asked', () => {
  const count = (side: string, kind: string) =>
    WORKINGS.filter((act) => act.kind === kind && [act.by].flat().some((by) => by.startsWith(`${side}/`))).length;
  for (const kind of new Set(WORKINGS.map((act) => act.kind))) {
    // The one call that is closed stands against the one that is open.
    if (!kind.startsWith('hotline.')) assert.equal(count('pak', kind), count('afg', kind), kind);
  }
});

test('what the demonstration seals is opened by those for whom it is, and by no other', async () => {
  const { identities, files } = founding;
  for (const act of PILOT.acts.filter((one) => one.sealed)) {
    const entry = founding.entries.find((one) => one.id === founding.ids.get(act.as))!;
    // Purged: its identity is gone with the text.
    const file = files.get(entry.sealed!.file);
    assert.equal(file === undefined, act.kind === 'handover.open', act.as);
    if (!file) continue;
    for (const [whose, identity] of identities) {
      const opened = unseal(file, entry.sealed!, entry.salt, identity);
      if (act.sealed!.for.includes(whose)) assert.match(fromUtf8(await opened), /Demonstration/);
      else await assert.rejects(opened, { code: 'not-for-you' });
    }
  }
});

test('both parties have the same seats, and each is once refused or kept waiting', () => {
  const seats = (party: string) =>
    state
      .all('member')
      .filter((one) => one.organisation === party)
      .map((one) => one.seats);
  assert.deepEqual(seats('pak'), seats('afg'));
  const reports = (party: string) => state.all('report').filter((one) => one.organisation === party).length;
  assert.equal(reports('pak'), reports('afg'));
});

test('the full case has four kinds of finding at different standards, a dissent, a reply, a reservation and a silence', () => {
  const one = state.get('case', founding.ids.get('case-1')!)!;
  assert.deepEqual([...new Set(one.findings.map((finding) => finding.on))].sort(), [
    'attribution',
    'breach',
    'duty',
    'occurrence',
  ]);
  assert.ok(new Set(one.findings.map((finding) => finding.standard)).size >= 3);
  const positions = new Set(one.findings.flatMap((finding) => finding.positions.map((given) => given.position)));
  assert.deepEqual([...positions].sort(), ['concur', 'dissent', 'reservation', 'silent']);
  assert.equal(one.replies.length, 2);
  assert.ok(state.all('access').some((access) => access.answers.some((answer) => answer.answer === 'refused')));
});

test('the bulletin is published by two, with the dissent in it', () => {
  const bulletin = state.get('bulletin', founding.ids.get('bulletin')!)!;
  assert.equal(bulletin.status, 'published');
  const { approvals, body } = bulletin.versions[0]!;
  assert.equal(new Set(approvals.map((one) => one.organisation)).size, 2);
  assert.ok(body.findings.some((one) => one.positions.some((given) => given.position === 'dissent' && given.words)));
});

test('where the documents disagree on the days of the third round, both accounts stand', () => {
  const round = state.get('round', founding.ids.get('round-3')!)!;
  assert.deepEqual(
    round.when.map(({ from, to }) => `${from}/${to}`),
    ['2025-11-06/2025-11-07', '2025-11-07/2025-11-07'],
  );
  assert.ok(round.outcomes.length >= 3);
});

test('every obligation of the agreement as reported cites the words that report it', () => {
  const agreement = state.get('agreement', founding.ids.get('agreement')!)!;
  assert.equal(agreement.known, 'as-reported');
  for (const obligation of agreement.versions.at(-1)!.obligations)
    assert.ok(obligation.reported.length > 0, obligation.id);
});

test('the model agreement is a body that an agreement.record can have', () => {
  const body: unknown = JSON.parse(readFileSync(new URL('../model-agreement.json', import.meta.url), 'utf8'));
  const parsed = AgreementBody.parse(body);
  for (const one of parsed.obligations) {
    const mirror = parsed.obligations.find((other) => other.id === one.mirror);
    assert.deepEqual(mirror?.obligors, one.beneficiaries);
  }
});

test('the base map draws the line between the parties as disputed', () => {
  assert.ok(existsSync(new URL(PILOT.map)));
  const text = readFileSync(new URL(PILOT.map), 'utf8');
  assert.ok(text.length < 130_000);
  const map = JSON.parse(text) as { features: { properties: Record<string, string> }[] };
  const ours = map.features.filter((one) => one.properties.place === 'line');
  assert.deepEqual(
    ours.map((one) => one.properties.status),
    ['disputed'],
  );
});

test('no act refers to one that comes after it', () => {
  const seen = new Set<string>();
  for (const act of PILOT.acts) {
    for (const one of objects(act.body as Value))
      if (typeof one.$id === 'string') assert.ok(seen.has(one.$id), `${act.as} refers to ${one.$id}`);
    assert.ok(!seen.has(act.as), `${act.as} twice`);
    seen.add(act.as);
  }
});
