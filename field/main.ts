// The field app: enrol the phone once, then file a report in three short screens, with or without network.

import './strict.ts';

import { receiptCode } from '@sulh/exchange';
import { EVENT_KINDS, type Evidence, type ReportBody } from '@sulh/mechanism';
import { leafOf, newId, toBase64 } from '@sulh/record';
import { toDataURL } from 'qrcode';
import { filesLeft, MAX_ATTACHMENT, MAX_ATTACHMENTS, sendFiles, takeIn } from './files.ts';
import { demonstrationEnrol, type Mechanism, mechanismOf, recordOf, whoAmI } from './host.ts';
import { type DeviceKey, makeKey, signEntryWith, signWith } from './key.ts';
import {
  drop,
  dropAttachment,
  type Enrolment,
  forget,
  keep,
  kept,
  type Outgoing,
  outbox,
  queue,
  type Refusal,
  send,
  wipe,
} from './outbox.ts';
import { figures, instant, LANGUAGES, type Language, named, say, speak, speaking, tagOf, type Word } from './words.ts';
import './style.css';

type Child = Node | string | undefined | false;
const app = document.getElementById('app') as HTMLElement;

/** One element. Handlers are properties that start with `on`. */
function h<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Record<string, unknown> = {},
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

interface Held {
  key: DeviceKey;
  enrolment: Enrolment;
  mechanism: Mechanism;
}
let held: Held | undefined;
let demonstration = false;
/** How many screens were shown; the first one shown again does not count. */
let screens = 0;

function show(...content: Child[]): void {
  const languages = h(
    'select',
    {
      'aria-label': say('language'),
      onchange: async (event: Event) => {
        const next = (event.target as HTMLSelectElement).value as Language;
        await keep('language', next);
        speak(next);
        await home();
      },
    },
    ...Object.entries(LANGUAGES).map(([code, { name }]) =>
      h('option', { value: code, selected: code === speaking(), lang: tagOf(code as Language) }, name),
    ),
  );
  document.title = say('title');
  screens += 1;
  app.replaceChildren(
    h('header', {}, h('h1', {}, say('title')), languages),
    ...(demonstration ? [h('p', { class: 'demo', role: 'note' }, say('demo'))] : []),
    h('main', {}, ...content),
  );
  window.scrollTo(0, 0);
}

/** The first screen. Shown `again`, with what changed, it does not come over another screen that was opened meanwhile. */
async function home(again = false): Promise<void> {
  const before = screens;
  const key = await kept<DeviceKey>('key');
  const enrolment = await kept<Enrolment>('enrolment');
  held = key && enrolment ? { key, enrolment, mechanism: enrolment.mechanism as Mechanism } : undefined;
  if (!held) return enrol();
  demonstration = held.mechanism.demo;
  const all = await outbox();
  const lines = await Promise.all(all.map(line));
  const left = await filesLeft(all.flatMap(({ files }) => files ?? []));
  if (again && screens !== before) return;
  show(
    h('button', { class: 'first', onclick: () => step(1) }, say('file')),
    h('p', { class: 'hint', id: 'network', hidden: navigator.onLine }, say('offline')),
    h('h2', {}, say('reports')),
    all.length === 0 ? h('p', { class: 'hint' }, say('none')) : h('ul', { class: 'outbox' }, ...lines),
    (all.some(({ state }) => state === 'waiting') || left.count > 0) && h('button', { onclick: sendNow }, say('send')),
    h('p', { class: 'who' }, h('bdi', {}, held.key.name)),
    h(
      'button',
      {
        class: 'wipe',
        onclick: async () => {
          if (!confirm(say('wipeSure'))) return;
          await wipe();
          location.reload();
        },
      },
      say('wipe'),
    ),
  );
  if (again) screens = before;
}

async function line(one: Outgoing): Promise<HTMLElement> {
  const { count, sent, size } = await filesLeft(one.files ?? []);
  const ticks = { waiting: '…', recorded: '✓', witnessed: '✓✓', refused: '✗' }[one.state];
  return h(
    'li',
    { class: one.state },
    h('span', { class: 'ticks', 'aria-hidden': true }, ticks),
    h('span', {}, eventName(one.event)),
    h('time', { datetime: one.at }, h('bdi', {}, instant(one.at))),
    h('span', { class: 'state' }, say(one.state)),
    one.index !== undefined && h('bdi', { class: 'index' }, `#${figures(one.index)}`),
    !!one.files?.length &&
      h(
        'span',
        { class: 'files', 'data-left': count },
        say('filesSent', { sent: one.files.length - count, of: one.files.length }),
        count > 0 && h('progress', { max: size, value: sent, 'aria-label': say('files') }),
      ),
    one.problem && h('div', { class: 'problem' }, ...whyRefused(one.problem)),
    one.state === 'refused' && !!one.draft && h('button', { class: 'mend', onclick: () => mend(one) }, say('mend')),
    !!one.proof && h('button', { class: 'code', onclick: () => codeScreen(one) }, say('code')),
  );
}

/** What is wrong and what can be done, as the host said it; its code, for whoever is asked about it. */
function whyRefused({ code, detail, todo }: Refusal): Child[] {
  const proof = code === 'proof-invalid' ? say('proofInvalid') : undefined;
  return [
    h('p', { dir: 'auto' }, proof ?? detail ?? ''),
    !proof && !!todo && h('p', { dir: 'auto' }, todo),
    h('code', { dir: 'ltr' }, code),
  ];
}

/** Opens what was refused again in the form, unless another report is begun there; it leaves the list when it is signed anew. */
async function mend(one: Outgoing): Promise<void> {
  const begun = await kept<Draft>('draft');
  if (begun?.account && begun.mends !== one.id) return step(1, say('begun'));
  await keep('draft', { ...one.draft, mends: one.id });
  await step(1);
}

/** The receipt as a code that another device scans: it proves the place of the entry, and tells nothing of it. */
async function codeScreen(one: Outgoing): Promise<void> {
  const { text } = receiptCode(leafOf(one.note), one.proof!);
  show(
    h('h2', {}, say('code')),
    h('p', { class: 'hint' }, say('codeHint')),
    h('img', {
      class: 'qr receipt',
      alt: text,
      src: await toDataURL(text, { margin: 2, width: 720, errorCorrectionLevel: 'M' }),
    }),
    h('bdi', { class: 'index' }, one.index === undefined ? '' : `#${figures(one.index)}`),
    h('button', { class: 'first', onclick: () => home() }, say('back')),
  );
}

const eventName = (event: string): string => say(`event.${event}` as Word);

let sending = false;
async function sendNow(): Promise<void> {
  if (!held || sending) return;
  sending = true;
  try {
    await send(held.enrolment, tagOf(speaking()));
    const { key, enrolment } = held;
    const signIn = () => whoAmI(enrolment.record, enrolment.origin, (text) => signWith(key, text));
    for (const { files, state } of await outbox()) {
      // The report first; a file that no entry names is of no use to anybody.
      if (files && (state === 'recorded' || state === 'witnessed'))
        await sendFiles(files, enrolment, signIn, progressed);
    }
  } catch {
    // No network, or the host cannot take it now: what has arrived stays there, and the rest goes later.
  } finally {
    sending = false;
  }
  if (document.querySelector('.outbox')) await home(true);
}

/** Shows how far the files are, while the outbox is on the screen. */
let showing = false;
function progressed(): void {
  if (showing || !document.querySelector('.outbox')) return;
  showing = true;
  setTimeout(async () => {
    showing = false;
    if (document.querySelector('.outbox')) await home(true);
  }, 300);
}

// Enrolment

async function enrol(message?: string): Promise<void> {
  let mechanism: Mechanism;
  let record: string;
  try {
    record = await recordOf();
    mechanism = await mechanismOf(record);
    demonstration = mechanism.demo;
  } catch {
    return show(h('p', { role: 'alert' }, say('offline')));
  }
  const key = await kept<DeviceKey>('key');
  if (!key) return makeKeyScreen(record, mechanism, message);
  const organisation = key.name.slice(mechanism.origin.length + 1).split('/')[0] ?? '';
  const done = async () => {
    const policy = await (await fetch(`/records/${record}/policy`)).text();
    await keep('enrolment', { record, origin: mechanism.origin, policy, organisation, mechanism } satisfies Enrolment);
    await home();
  };
  const isEnrolled = async () =>
    (await whoAmI(record, mechanism.origin, (text) => signWith(key, text))) ? done() : enrol(say('notYet'));
  show(
    h('h2', {}, say('enrol')),
    message !== undefined && h('p', { role: 'alert' }, message),
    h('p', {}, say('showLead')),
    h('img', { class: 'qr', alt: key.vkey, src: await toDataURL(key.vkey, { margin: 1, width: 280 }) }),
    h('output', { class: 'vkey', dir: 'ltr' }, key.vkey),
    h('button', { class: 'first', onclick: isEnrolled }, say('check')),
    mechanism.demo &&
      h(
        'button',
        {
          onclick: async () => {
            const id = newId(Date.now(), random(10));
            try {
              await demonstrationEnrol(
                record,
                mechanism.origin,
                organisation,
                key.vkey,
                id,
                random(16),
                tagOf(speaking()),
              );
            } catch (problem) {
              return enrol(problem instanceof Error ? problem.message : String(problem));
            }
            await isEnrolled();
          },
        },
        say('demoEnrol'),
      ),
    h('button', { onclick: () => forget('key').then(() => enrol()) }, say('back')),
  );
}

function makeKeyScreen(record: string, mechanism: Mechanism, message?: string): void {
  const organisation = h(
    'select',
    { id: 'organisation' },
    ...mechanism.organisations.map(({ id, name }) => h('option', { value: id }, named(name))),
  );
  const device = h('input', {
    id: 'device',
    dir: 'ltr',
    required: true,
    pattern: '[a-z0-9][a-z0-9\\-]{0,62}',
    value: `phone-${Array.from(random(3), (byte) => byte.toString(36)).join('')}`,
  });
  const make = async (event: Event) => {
    event.preventDefault();
    try {
      await keep('key', await makeKey(`${mechanism.origin}/${organisation.value}/${device.value}`));
    } catch {
      return makeKeyScreen(record, mechanism, say('noEd25519'));
    }
    await enrol();
  };
  show(
    h('h2', {}, say('enrol')),
    message !== undefined && h('p', { role: 'alert' }, message),
    h(
      'form',
      { onsubmit: make },
      field('organisation', organisation),
      field('device', device, say('deviceHint')),
      h('button', { class: 'first' }, say('makeKey')),
    ),
  );
}

function field(word: Word, control: HTMLElement, hint?: string): HTMLElement {
  control.id ||= word;
  return h('label', { for: control.id }, h('span', {}, say(word)), control, hint !== undefined && h('small', {}, hint));
}

// The report, in three screens. What is typed is kept at every change, so that a call or a dead battery loses nothing.

type Draft = Record<string, string>;
/** The files of a draft stand in it as JSON: the draft is text, as it is kept. */
const filesOf = (draft: Draft): Evidence[] => JSON.parse(draft.files ?? '[]') as Evidence[];

async function step(n: 1 | 2 | 3, message?: string): Promise<void> {
  const draft = (await kept<Draft>('draft')) ?? {};
  const save = () => keep('draft', draft);
  const bind = <T extends HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(name: string, control: T): T => {
    control.id = name;
    control.name = name;
    if (draft[name] !== undefined) control.value = draft[name];
    else draft[name] = control.value;
    control.addEventListener('input', () => {
      draft[name] = control.value;
      void save();
    });
    return control;
  };
  const choose = (name: string, options: [string, string][]) =>
    bind(name, h('select', {}, ...options.map(([value, text]) => h('option', { value }, text))));
  const title: Word = n === 1 ? 'what' : n === 2 ? 'whereWhen' : 'whatSaw';
  const controls =
    n === 1
      ? whatScreen(draft, save)
      : n === 2
        ? whereWhenScreen(bind, choose)
        : accountScreen(bind, choose, draft, save);
  const onward = async (event: Event) => {
    event.preventDefault();
    await save();
    const fault = n === 2 ? faultOfTime(draft) : n === 3 ? faultOfFigures(draft) : undefined;
    if (fault) return step(n, fault);
    if (n < 3) return step((n + 1) as 2 | 3);
    await sign(draft);
  };
  show(
    h('p', { class: 'hint' }, say('step', { n, of: 3 })),
    h('h2', {}, say(title)),
    message !== undefined && h('p', { role: 'alert' }, message),
    h(
      'form',
      { onsubmit: onward },
      ...controls,
      n > 1 && h('button', { class: 'first' }, say(n === 3 ? 'sign' : 'next')),
      h(
        'button',
        { type: 'button', onclick: () => (n === 1 ? home() : step((n - 1) as 1 | 2)) },
        say(n === 1 ? 'cancel' : 'back'),
      ),
    ),
  );
}

function whatScreen(draft: Draft, save: () => Promise<void>): HTMLElement[] {
  const choices = EVENT_KINDS.map((event) =>
    h(
      'button',
      {
        type: 'button',
        class: 'choice',
        'aria-pressed': draft.event === event ? 'true' : 'false',
        onclick: async () => {
          draft.event = event;
          await save();
          await step(2);
        },
      },
      eventName(event),
    ),
  );
  return [h('p', { class: 'hint' }, say('notHere')), ...choices];
}

type Bind = <T extends HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(name: string, control: T) => T;
type Choose = (name: string, options: [string, string][]) => HTMLSelectElement;

/** A `datetime-local` value of the phone's own zone. */
const local = (date: Date): string =>
  new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

function whereWhenScreen(bind: Bind, choose: Choose): HTMLElement[] {
  const now = local(new Date());
  const from = bind('from', h('input', { type: 'datetime-local', required: true, value: now, max: now }));
  const to = bind('to', h('input', { type: 'datetime-local', required: true, value: now }));
  const place = bind('place', h('input', { required: true, maxlength: 200, list: 'places', autocomplete: 'off' }));
  const number = (name: string, min: number, max: number) =>
    bind(name, h('input', { type: 'number', inputmode: 'decimal', step: 'any', min, max, dir: 'ltr' }));
  const latitude = number('latitude', -90, 90);
  const longitude = number('longitude', -180, 180);
  const radius = number('radius', 0, 500);
  const status = h('output', {});
  const set = (control: HTMLInputElement, value: number) => {
    control.value = String(value);
    control.dispatchEvent(new Event('input'));
  };
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // Three decimals are about 100 m: finer would follow the monitor, not the event.
        set(latitude, Number(coords.latitude.toFixed(3)));
        set(longitude, Number(coords.longitude.toFixed(3)));
        set(radius, Math.max(0.1, Number((coords.accuracy / 1000).toFixed(1))));
        status.textContent = '✓';
      },
      () => {
        status.textContent = say('noPosition');
      },
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  return [
    field('from', from),
    field('to', to),
    field(
      'certainty',
      choose('certainty', [
        ['about', say('about')],
        ['exact', say('exact')],
        ['unsure', say('unsure')],
      ]),
    ),
    field('place', place),
    h(
      'datalist',
      { id: 'places' },
      ...(held?.mechanism.terms.places ?? []).map(({ name }) => h('option', { value: named(name) })),
    ),
    field(
      'known',
      choose(
        'known',
        (['seen', 'told', 'measured', 'estimated'] as const).map((known) => [known, say(known)]),
      ),
    ),
    h('button', { type: 'button', onclick: locate }, say('locate')),
    status,
    h('div', { class: 'row' }, field('latitude', latitude), field('longitude', longitude), field('radius', radius)),
  ];
}

function accountScreen(bind: Bind, choose: Choose, draft: Draft, save: () => Promise<unknown>): HTMLElement[] {
  const account = bind('account', h('textarea', { required: true, rows: 7, maxlength: 8000, dir: 'auto' }));
  const count = (name: string) =>
    bind(name, h('input', { type: 'number', inputmode: 'numeric', min: 0, max: 10_000_000, step: 1, dir: 'ltr' }));
  const figures = (what: 'killed' | 'wounded') =>
    h(
      'fieldset',
      { class: 'row' },
      h('legend', {}, say(what)),
      labelled(say('atLeast'), count(`${what}Min`)),
      labelled(say('atMost'), count(`${what}Max`)),
    );
  return [
    field('account', account, say('accountHint')),
    field(
      'directness',
      choose('directness', [
        ['saw', say('saw')],
        ['heard', say('heard')],
        ['recorded', say('recorded-by')],
        ['told-by-witness', say('told-by-witness')],
        ['told-by-party', say('told-by-party')],
        ['told-by-press', say('told-by-press')],
      ]),
    ),
    figures('killed'),
    figures('wounded'),
    filesField(draft, save),
    field('readers', choose('readers', readers())),
  ];
}

/** Who can read a report that is signed here: everybody who may, or one's own organisation and the chair's alone. */
function readers(): [string, string][] {
  const [own = '', chair] = few();
  const name = (id: string): string =>
    named(held?.mechanism.organisations.find((one) => one.id === id)?.name ?? {}) || id;
  return [
    ['all', say('readersAll')],
    ['few', chair ? say('readersFew', { own: name(own), chair: name(chair) }) : say('readersOwn', { own: name(own) })],
  ];
}

/** One's own organisation, and the chair's where that is another. */
function few(): string[] {
  const own = held?.key.name.split('/').at(-2) ?? '';
  const chair = held?.mechanism.terms.chair;
  return chair === undefined || chair === own ? [own] : [own, chair];
}

/** Photos, sound, video: taken in at once, so that nothing is lost when the app is closed before the report is signed. */
function filesField(draft: Draft, save: () => Promise<unknown>): HTMLElement {
  const list = h('ul', { class: 'files' });
  const message = h('p', { role: 'alert', hidden: true });
  const set = async (files: Evidence[]) => {
    draft.files = JSON.stringify(files);
    await save();
    list.replaceChildren(
      ...files.map(({ sha256, size, type }) =>
        h(
          'li',
          {},
          h('bdi', {}, `${type} · ${figures(Math.ceil(size / 1024))} kB`),
          h(
            'button',
            {
              type: 'button',
              onclick: async () => {
                await dropAttachment(sha256);
                await set(filesOf(draft).filter((one) => one.sha256 !== sha256));
              },
            },
            say('remove'),
          ),
        ),
      ),
    );
  };
  const input = h('input', {
    type: 'file',
    id: 'files',
    multiple: true,
    accept: 'image/*,audio/*,video/*',
    onchange: async () => {
      message.hidden = true;
      for (const file of input.files ?? []) {
        const files = filesOf(draft);
        const taken = files.length < MAX_ATTACHMENTS ? await takeIn(file) : undefined;
        if (!taken) {
          message.textContent = say('fileTooLarge', { most: MAX_ATTACHMENTS, megabytes: MAX_ATTACHMENT / 1024 ** 2 });
          message.hidden = false;
        } else if (!files.some((one) => one.sha256 === taken.sha256)) await set([...files, taken]);
      }
      input.value = '';
    },
  });
  void set(filesOf(draft));
  return h('div', {}, field('files', input, say('filesHint')), message, list);
}

const labelled = (text: string, control: HTMLElement) => h('label', { for: control.id }, h('span', {}, text), control);

const faultOfTime = (draft: Draft): string | undefined =>
  (draft.to ?? '') < (draft.from ?? '') ? say('endsBefore') : undefined;

const faultOfFigures = (draft: Draft): string | undefined =>
  ['killed', 'wounded'].some(
    (what) => (numberOf(draft[`${what}Min`]) ?? 0) > (numberOf(draft[`${what}Max`]) ?? Infinity),
  )
    ? say('minMax')
    : undefined;

const numberOf = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);

/** The body of `report.file` that a finished draft says. */
function bodyOf(draft: Draft, demonstration: boolean): ReportBody {
  const latitude = numberOf(draft.latitude);
  const longitude = numberOf(draft.longitude);
  const point =
    latitude !== undefined && longitude !== undefined
      ? { lat: latitude, lon: longitude, radiusKm: numberOf(draft.radius) ?? 1 }
      : undefined;
  const known = held?.mechanism.terms.places.find(({ name }) => named(name) === draft.place);
  const figure = (what: 'killed' | 'wounded') => {
    const min = numberOf(draft[`${what}Min`]);
    const max = numberOf(draft[`${what}Max`]);
    return min === undefined && max === undefined ? [] : [{ what, whom: 'unspecified' as const, count: { min, max } }];
  };
  const directness = draft.directness as ReportBody['source']['directness'];
  const types = {
    'told-by-press': 'press',
    'told-by-witness': 'witness',
    'told-by-party': 'party',
    recorded: 'sensor',
  } as const;
  return {
    event: draft.event as ReportBody['event'],
    when: {
      from: new Date(draft.from ?? '').toISOString(),
      to: new Date(draft.to ?? '').toISOString(),
      certainty: draft.certainty as 'exact' | 'about' | 'unsure',
    },
    place: {
      name: { [speaking()]: draft.place ?? '' },
      ...(known ? { ref: known.id } : {}),
      ...(point ? { point } : {}),
      known: draft.known as 'measured' | 'seen' | 'told' | 'estimated',
    },
    account: draft.account ?? '',
    language: speaking(),
    source: { type: types[directness as keyof typeof types] ?? 'monitor', directness },
    figures: [...figure('killed'), ...figure('wounded')],
    actorsAsNamed: [],
    evidence: filesOf(draft),
    claims: [],
    demonstration,
  };
}

async function sign(draft: Draft): Promise<void> {
  if (!held) return;
  const now = new Date();
  const id = newId(now.getTime(), random(10));
  const note = await signEntryWith(held.key, held.enrolment.origin, {
    kind: 'report.file',
    id,
    at: now.toISOString(),
    audience: draft.readers === 'few' ? few().sort() : 'members',
    refs: [],
    body: bodyOf(draft, held.mechanism.demo),
    salt: toBase64(random(16)),
  });
  await queue({
    id,
    note,
    at: now.toISOString(),
    event: draft.event ?? 'other',
    files: filesOf(draft).map((one) => one.sha256),
    state: 'waiting',
    draft,
  });
  if (draft.mends) await drop(draft.mends);
  await forget('draft');
  await home();
  await sendNow();
}

// Start

speak(((await kept<string>('language')) as Language | undefined) ?? preferred());
function preferred(): Language {
  const wanted = navigator.language.toLowerCase();
  if (wanted.startsWith('fa')) return 'prs';
  return (Object.keys(LANGUAGES) as Language[]).find((code) => wanted.startsWith(code)) ?? 'en';
}
if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('./sw.js');
void navigator.storage?.persist?.();
addEventListener('online', () => void sendNow());
addEventListener('offline', () => document.getElementById('network')?.removeAttribute('hidden'));
// Cosignatures arrive later than the receipt; ask again now and then while the app is open.
setInterval(() => void sendNow(), 20_000);
await home();
await sendNow();
