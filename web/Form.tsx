// A form made from a schema: every field of a kind of entry, with what is wrong said at the field. What the rules gain is here
// at once; a page that needs a better form for its weekly act writes one.

import { type Document, EVENT_KINDS, LANGUAGES, type Row, type TableName } from '@sulh/mechanism';
import { sha256, toHex } from '@sulh/record';
import { createContext, type ReactNode, use, useEffect, useId, useState } from 'react';
import { useHere, useReading, useRow, useRows } from './api.ts';
import { catalogueOf } from './codes.ts';
import { Choice, Zones } from './Deed.tsx';
import { sendFile } from './files.ts';
import { useWords } from './i18n.tsx';
import { LANGUAGES as SPOKEN } from './languages.ts';
import { useMechanism, useNames } from './names.tsx';
import { ShortId, useSentence } from './parts.tsx';
import {
  choiceOf,
  choicesOf,
  isEvent,
  isFile,
  isSpan,
  isWords,
  nameAt,
  PARTS,
  plainPath,
  type Shape,
  tellsApart,
  textOf,
} from './shape.ts';
import { useTitle } from './titles.ts';

type Path = readonly (string | number)[];
/** What is wrong, by path: a sentence. */
export type Faults = ReadonlyMap<string, string>;

interface Around {
  readonly kind: string;
  /** The whole body as it stands. */
  readonly body: unknown;
  readonly faults: Faults;
}
const Around = createContext<Around>({ kind: '', body: {}, faults: new Map() });

/** What a field is called: `within` is the field that it is part of; of an organisation, `to` asks whom and not until when. */
export function useLabel(): (name: string, within?: string | number, shape?: Shape) => string {
  const words = useWords();
  return (name, within, shape) => {
    if (within === 'clocks') return words.maybe(`clock.${name}`, {}, name);
    const whom = shape && textOf(shape.items ?? shape, name).is === 'organisation' && words.has(`field.${name}-whom`);
    return words.maybe(whom ? `field.${name}-whom` : `field.${name}`, {}, words.maybe(name, {}, name));
  };
}

/** A code of a field in words. */
export function useCode(kind: string): (path: Path, code: string) => string {
  const words = useWords();
  const names = useNames();
  return (path, code) => {
    const catalogue = catalogueOf(kind, plainPath(path));
    if (catalogue === 'event') return names.event(code);
    if (catalogue === 'standard') return names.standard(code);
    if (nameAt(path) === 'languages') return SPOKEN[code as keyof typeof SPOKEN]?.name ?? code;
    return words.maybe(`${catalogue}.${code}`, {}, code);
  };
}

interface Part {
  readonly shape: Shape;
  readonly value: unknown;
  readonly set: (value: unknown) => void;
  readonly path: Path;
  readonly needed: boolean;
  /** Said to be optional, beside others that are not. */
  readonly free?: boolean;
  /** What it is called where the path does not say it. */
  readonly called?: string;
}

/** The fields of a body; `shows` chooses among them. */
export function Fields({
  kind,
  shape,
  value,
  set,
  faults,
  shows,
}: {
  kind: string;
  shape: Shape;
  value: unknown;
  set: (value: unknown) => void;
  faults: Faults;
  shows?: (name: string) => boolean;
}) {
  const around = { kind, body: value, faults };
  const form = useId();
  useEffect(() => {
    if (faults.size > 0) document.getElementById(form)?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults, form]);
  return (
    <Around value={around}>
      <div id={form} className="made-form">
        <Properties shape={shape} value={value} set={set} path={[]} needed shows={shows} />
      </div>
    </Around>
  );
}

function Properties({
  shape,
  value,
  set,
  path,
  shows = () => true,
}: Part & { shows?: ((name: string) => boolean) | undefined }) {
  const given = (value as Record<string, unknown> | undefined) ?? {};
  const fields = Object.entries(shape.properties ?? {}).filter(([name, one]) => one.const === undefined && shows(name));
  // Where nothing is asked for it need not be said of each; a place is first one of the terms'.
  const some = fields.some(([name]) => shape.required?.includes(name));
  return fields
    .sort(([a], [b]) => Number(b === 'ref') - Number(a === 'ref'))
    .map(([name, one]) => (
      <Control
        key={name}
        shape={one}
        value={given[name]}
        set={(next) => set({ ...given, [name]: next })}
        path={[...path, name]}
        needed={shape.required?.includes(name) ?? false}
        free={some && !shape.required?.includes(name)}
      />
    ));
}

function Control(part: Part) {
  const { shape, path } = part;
  if (isWords(shape)) return <WordsControl {...part} />;
  if (isSpan(shape)) return <SpanControl {...part} />;
  if (isFile(shape)) return <FileControl {...part} />;
  if (isEvent(shape)) return <EventControl {...part} />;
  if (choicesOf(shape)) return <OneOf {...part} />;
  if (shape.enum) return <CodeControl {...part} />;
  if (shape.type === 'array') {
    const { items = {} } = shape;
    const text = items.type === 'string' ? textOf(items, nameAt(path)) : undefined;
    const many =
      items.enum ||
      isEvent(items) ||
      (text && ['organisation', 'member', 'language', 'row', 'place', 'part'].includes(text.is));
    return many ? <Several {...part} /> : <ListControl {...part} />;
  }
  if (shape.propertyNames) return <Keyed {...part} />;
  if (shape.type === 'object') return <Group {...part} />;
  if (shape.type === 'boolean') return <YesNo {...part} />;
  if (shape.type === 'number' || shape.type === 'integer') return <NumberControl {...part} />;
  return <TextControl {...part} />;
}

/** A field with its label and, below it, what is wrong with it. */
function Labelled({
  part,
  children,
  hint,
}: {
  part: Part;
  hint?: ReactNode;
  children: (attributes: {
    id: string;
    'aria-invalid': boolean;
    'aria-required': boolean;
    'aria-describedby': string;
  }) => ReactNode;
}) {
  const { t } = useWords();
  const label = useLabel();
  const id = useId();
  const fault = use(Around).faults.get(part.path.join('.'));
  const last = part.path.at(-1);
  return (
    <div className="field" data-field={part.path.join('.')}>
      <label htmlFor={id}>
        {label(nameAt(part.path), part.path.at(-2), part.shape)}
        {typeof last === 'number' && ` ${last + 1}`}
        {part.free && typeof last !== 'number' && <small className="muted"> {t('field-optional')}</small>}
      </label>
      {children({
        id,
        'aria-invalid': fault !== undefined,
        'aria-required': part.needed,
        'aria-describedby': `${id}h`,
      })}
      <div id={`${id}h`}>
        {fault && <p className="fault">{fault}</p>}
        {hint}
      </div>
    </div>
  );
}

function TextControl(part: Part) {
  const { shape, value, set, path } = part;
  const given = typeof value === 'string' ? value : '';
  const text = textOf(shape, nameAt(path));
  const type = (event: { target: { value: string } }) => set(event.target.value || undefined);
  switch (text.is) {
    case 'row':
      return <RowControl {...part} table={text.table} />;
    case 'part':
      return <PartControl {...part} />;
    case 'organisation':
    case 'member':
    case 'language':
    case 'place':
    case 'crossing':
      return <NamedControl {...part} is={text.is} />;
    case 'instant':
      return (
        <Labelled part={part} hint={<Zones iso={given} />}>
          {(attributes) => (
            <input
              {...attributes}
              type="datetime-local"
              dir="ltr"
              value={given.slice(0, 16)}
              onChange={(event) =>
                set(event.target.value === '' ? undefined : `${event.target.value.slice(0, 16)}:00Z`)
              }
            />
          )}
        </Labelled>
      );
    case 'day':
    case 'time':
      return (
        <Labelled part={part}>
          {(attributes) => (
            <input {...attributes} type={text.is === 'day' ? 'date' : 'time'} dir="ltr" value={given} onChange={type} />
          )}
        </Labelled>
      );
    case 'long':
      return (
        <Labelled part={part}>
          {(attributes) => (
            <textarea {...attributes} dir="auto" maxLength={shape.maxLength} value={given} onChange={type} />
          )}
        </Labelled>
      );
    default:
      return (
        <Labelled part={part}>
          {(attributes) => (
            <input
              {...attributes}
              dir={text.is === 'line' ? 'auto' : 'ltr'}
              maxLength={shape.maxLength}
              value={given}
              onChange={type}
            />
          )}
        </Labelled>
      );
  }
}

function NumberControl(part: Part) {
  const { shape, value, set } = part;
  return (
    <Labelled part={part}>
      {(attributes) => (
        <input
          {...attributes}
          type="number"
          dir="ltr"
          inputMode={shape.type === 'integer' ? 'numeric' : 'decimal'}
          step={shape.type === 'integer' ? 1 : 'any'}
          value={typeof value === 'number' ? value : ''}
          onChange={(event) => set(event.target.value === '' ? undefined : Number(event.target.value))}
        />
      )}
    </Labelled>
  );
}

function YesNo({ value, set, path }: Part) {
  const label = useLabel();
  return (
    <label className="choice-box">
      <input type="checkbox" checked={value === true} onChange={(event) => set(event.target.checked)} />{' '}
      {label(nameAt(path))}
    </label>
  );
}

/** A choice among options; what stands there and is none of them stays choosable. */
function Options({ part, options }: { part: Part; options: readonly (readonly [value: string, name: string])[] }) {
  const { value, set } = part;
  const given = typeof value === 'string' ? value : '';
  return (
    <Labelled part={part}>
      {(attributes) => (
        <select {...attributes} value={given} onChange={(event) => set(event.target.value || undefined)}>
          <option value="">—</option>
          {given !== '' && !options.some(([one]) => one === given) && <option value={given}>{given}</option>}
          {options.map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

function CodeControl(part: Part) {
  const { kind } = use(Around);
  const code = useCode(kind);
  return <Options part={part} options={(part.shape.enum ?? []).map((one) => [one, code(part.path, one)] as const)} />;
}

function useEvents(): readonly (readonly [string, string])[] {
  const names = useNames();
  const { terms } = useMechanism();
  return [...EVENT_KINDS, ...terms.eventKinds.map((one) => one.id)].map((one) => [one, names.event(one)] as const);
}
const EventControl = (part: Part) => <Options part={part} options={useEvents()} />;

type Named = 'organisation' | 'member' | 'language' | 'place' | 'crossing';

/** The role that organisations have in a field of this name. */
const ROLES: Readonly<Record<string, string>> = { parties: 'party', guarantors: 'guarantor' };

function useNamed(): (is: Named, name?: string) => readonly (readonly [string, string])[] {
  const names = useNames();
  const { terms, members } = useMechanism();
  return (is, name = '') => {
    switch (is) {
      case 'organisation': {
        const others = terms.organisations.filter((one) => one.role !== 'party').map((one) => one.id);
        return [...names.parties, ...others]
          .filter((id) => ROLES[name] === undefined || ROLES[name] === names.role(id))
          .map((id) => [id, names.organisation(id)] as const);
      }
      case 'member':
        return members.filter((one) => one.status === 'enrolled').map(({ id }) => [id, names.member(id)] as const);
      case 'language':
        return LANGUAGES.map((one) => [one, SPOKEN[one].name] as const);
      case 'place':
      case 'crossing':
        return terms.places
          .filter((one) => is === 'place' || one.kind === 'crossing')
          .map(({ id }) => [id, names.place(id)] as const);
    }
  };
}
const NamedControl = ({ is, ...part }: Part & { is: Named }) => <Options part={part} options={useNamed()(is)} />;

/** One row of a table, by what it is called; any other by its id. */
function RowControl({ table, ...part }: Part & { table: TableName }) {
  const { t } = useWords();
  const title = useTitle();
  const rows = useRows(table, { limit: 200 });
  const [typed, setTyped] = useState(false);
  const { value, set } = part;
  const given = typeof value === 'string' ? value : '';
  const options = ((rows.data?.rows ?? []) as readonly Row[]).map((row) => [row.id, title(table, row)] as const);
  if (typed) return <IdControl {...part} />;
  return (
    <Labelled part={part}>
      {(attributes) => (
        <select
          {...attributes}
          value={given}
          onChange={(event) => (event.target.value === 'typed' ? setTyped(true) : set(event.target.value || undefined))}
        >
          <option value="">—</option>
          {given !== '' && !options.some(([one]) => one === given) && <option value={given}>{given}</option>}
          {options.map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
          <option value="typed">{t('form.by-id')}</option>
        </select>
      )}
    </Labelled>
  );
}

const IdControl = (part: Part) => (
  <Labelled part={part}>
    {(attributes) => (
      <input
        {...attributes}
        dir="ltr"
        maxLength={400}
        value={typeof part.value === 'string' ? part.value : ''}
        onChange={(event) => part.set(event.target.value.trim() || undefined)}
      />
    )}
  </Labelled>
);

/** The parts of a row that another field names: the agenda of the round, the obligations of the agreement. */
function useParts(name: string): readonly (readonly [string, string])[] {
  const { body } = use(Around);
  const words = useWords();
  const names = useNames();
  const [table, field, list] = PARTS[name] ?? (['round', 'round', ''] as const);
  const id = (body as Record<string, unknown> | undefined)?.[field];
  const row = useRow(table, typeof id === 'string' && PARTS[name] ? id : undefined).data as
    | Record<string, unknown>
    | undefined;
  const versions = row?.versions as readonly Record<string, unknown>[] | undefined;
  const all = (row?.[list] ?? versions?.at(-1)?.[list]) as readonly Record<string, unknown>[] | undefined;
  return (all ?? []).map((one, i) => {
    const key = String(one.id ?? one.key ?? one.entry ?? (list === 'versions' ? one.version : ''));
    const called = one.title ?? one.words ?? one.statement ?? one.purpose ?? one.ground;
    const said = typeof called === 'string' ? called : words.of(called as Record<string, string> | undefined);
    const on = typeof one.on === 'string' ? `${words.maybe(`finding.on.${one.on}`, {}, one.on)}: ` : '';
    const to = typeof one.to === 'string' ? `${names.organisation(one.to)}: ` : '';
    return [key, `${on}${to}${said || words.n(i + 1)}`.slice(0, 90)] as const;
  });
}

function PartControl(part: Part) {
  const options = useParts(nameAt(part.path));
  return options.length > 0 ? <Options part={part} options={options} /> : <IdControl {...part} />;
}

/** Several of what can be listed: boxes to tick. */
function Several(part: Part) {
  const { shape, value, set, path } = part;
  const { t } = useWords();
  const label = useLabel();
  const title = useTitle();
  const { kind, faults } = use(Around);
  const code = useCode(kind);
  const named = useNamed();
  const events = useEvents();
  const items = shape.items ?? {};
  const name = nameAt(path);
  const text = textOf(items, name);
  const parts = useParts(text.is === 'part' ? name : '');
  const rows = useRows(text.is === 'row' ? text.table : 'terms', { limit: 200 }, text.is === 'row');
  const id = useId();
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  const options: readonly (readonly [string, string])[] = isEvent(items)
    ? events
    : items.enum
      ? items.enum.map((one) => [one, code(path, one)] as const)
      : text.is === 'row'
        ? ((rows.data?.rows ?? []) as readonly Row[]).map((row) => [row.id, title(text.table, row)] as const)
        : text.is === 'part'
          ? parts
          : named(text.is as Named, name);
  const left = chosen.filter((one) => !options.some(([option]) => option === one));
  const fault = faults.get(path.join('.'));
  return (
    <fieldset className="several" data-field={path.join('.')}>
      <legend>
        {label(name, undefined, shape)}
        {part.free && <small className="muted"> {t('field-optional')}</small>}
      </legend>
      {fault && (
        <p className="fault" id={id}>
          {fault}
        </p>
      )}
      <div className={options.length > 12 ? 'choices many' : 'choices'}>
        {[...options, ...left.map((one) => [one, one] as const)].map(([one, words], i) => (
          <label key={one} className="choice-box">
            <input
              type="checkbox"
              checked={chosen.includes(one)}
              aria-invalid={fault !== undefined && i === 0}
              aria-describedby={fault ? id : undefined}
              onChange={(event) =>
                set(event.target.checked ? [...chosen, one] : chosen.filter((other) => other !== one))
              }
            />{' '}
            <span dir="auto">{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A list of things that have fields of their own. */
function ListControl(part: Part) {
  const { shape, value, set, path } = part;
  const { t, n } = useWords();
  const label = useLabel();
  const { faults } = use(Around);
  const all = Array.isArray(value) ? (value as unknown[]) : [];
  const name = label(nameAt(path));
  // What has many fields is folded, but for what was begun just now or is wrong.
  const large = Object.keys(shape.items?.properties ?? {}).length > 3;
  const [added, setAdded] = useState<number>();
  const fault = faults.get(path.join('.'));
  return (
    <fieldset className="group" data-field={path.join('.')}>
      <legend>
        {name}
        {part.free && <small className="muted"> {t('field-optional')}</small>}
      </legend>
      {fault && <p className="fault">{fault}</p>}
      {all.map((one, i) => {
        const at = [...path, i];
        const control = (
          <Control
            shape={shape.items ?? {}}
            value={one}
            set={(next) => set(all.map((other, j) => (j === i ? next : other)))}
            path={at}
            needed
          />
        );
        const wrong = [...faults.keys()].some((fault) => fault.startsWith(`${at.join('.')}.`));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is in the list has no name of its own yet.
          <div key={i} className="group-item">
            {large ? (
              <details open={wrong || i === added || undefined}>
                <summary>
                  {name} {n(i + 1)}{' '}
                  <bdi className="muted">{String((one as { id?: string } | undefined)?.id ?? '')}</bdi>
                </summary>
                {control}
              </details>
            ) : (
              control
            )}
            <button type="button" className="quiet" onClick={() => set(all.filter((_, j) => j !== i))}>
              {t('form.remove', { what: `${name} ${n(i + 1)}` })}
            </button>
          </div>
        );
      })}
      {all.length < (shape.maxItems ?? 200) && (
        <button
          type="button"
          onClick={() => {
            setAdded(all.length);
            set([...all, shape.items?.type === 'string' ? '' : {}]);
          }}
        >
          {t('form.add', { what: name })}
        </button>
      )}
    </fieldset>
  );
}

/** Fields that belong together; what may be left out is begun and taken back with a button. */
function Group(part: Part) {
  const { shape, value, set, path, needed } = part;
  const { t } = useWords();
  const label = useLabel();
  const fault = use(Around).faults.get(path.join('.'));
  const inList = typeof path.at(-1) === 'number';
  const name = label(nameAt(path));
  if (!needed && value === undefined) {
    return (
      <p className="field">
        <button type="button" onClick={() => set({})}>
          {t('form.add', { what: name })}
        </button>
      </p>
    );
  }
  const small = Object.values(shape.properties ?? {}).every((one) => one.type !== 'object' && one.type !== 'array');
  return (
    <fieldset className={inList ? 'group bare' : 'group'} data-field={path.join('.')}>
      {!inList && <legend>{name}</legend>}
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      <div className={small ? 'fields' : ''}>
        <Properties {...part} />
      </div>
      {!needed && (
        <button type="button" className="quiet" onClick={() => set(undefined)}>
          {t('form.remove', { what: name })}
        </button>
      )}
    </fieldset>
  );
}

/** One of several shapes, told apart by a code. */
function OneOf(part: Part) {
  const { shape, value, set, path, needed } = part;
  const { kind } = use(Around);
  const { t } = useWords();
  const label = useLabel();
  const code = useCode(kind);
  const choices = choicesOf(shape) ?? [];
  const chosen = choiceOf(choices, value) ?? choices[0];
  const told = chosen && tellsApart(chosen);
  const name = label(nameAt(path));
  if (!chosen || !told) return null;
  if (!needed && value === undefined && typeof path.at(-1) !== 'number') {
    return (
      <p className="field">
        <button type="button" onClick={() => set({ [told[0]]: told[1] })}>
          {t('form.add', { what: name })}
        </button>
      </p>
    );
  }
  return (
    <fieldset className="group" data-field={path.join('.')} aria-label={name}>
      <Choice
        name={path.join('.')}
        label={name}
        value={told[1]}
        options={choices.map((one) => {
          const [field, is] = tellsApart(one)!;
          return [is, code([...path, field], is)] as const;
        })}
        onChange={(next) => set({ [told[0]]: next })}
      />
      <Properties {...part} shape={chosen} />
      {!needed && typeof path.at(-1) !== 'number' && (
        <button type="button" className="quiet" onClick={() => set(undefined)}>
          {t('form.remove', { what: name })}
        </button>
      )}
    </fieldset>
  );
}

/** Things by a key: what the terms call each standard, how each side names a place. */
function Keyed(part: Part) {
  const { shape, value, set, path } = part;
  const { kind } = use(Around);
  const label = useLabel();
  const code = useCode(kind);
  const named = useNamed();
  const keys = shape.propertyNames?.enum?.map((one) => [one, code(path, one)] as const) ?? named('organisation');
  const given = (value as Record<string, unknown> | undefined) ?? {};
  const inner = shape.additionalProperties as Shape;
  return (
    <fieldset className="group" data-field={path.join('.')}>
      <legend>{label(nameAt(path))}</legend>
      {keys.map(([key, name]) => (
        <details key={key} open={given[key] !== undefined}>
          <summary>{name}</summary>
          <Control
            shape={inner}
            value={given[key]}
            set={(next) => set({ ...given, [key]: next })}
            path={[...path, key]}
            needed={false}
            called={name}
          />
        </details>
      ))}
    </fieldset>
  );
}

/** Words in one or more languages: the reader’s first, others as they are added. */
function WordsControl(part: Part) {
  const { shape, value, set, path } = part;
  const { t, language } = useWords();
  const label = useLabel();
  const given = (value as Record<string, string> | undefined) ?? {};
  const [more, setMore] = useState<readonly string[]>([]);
  const shown = [...new Set([...Object.keys(given), ...more])];
  const languages = shown.length === 0 ? [language] : shown;
  const left = LANGUAGES.filter((one) => !languages.includes(one));
  const long = ((shape.additionalProperties as Shape).maxLength ?? 0) > 400;
  return (
    <fieldset className="words-field" data-field={path.join('.')}>
      <legend className={part.called === undefined ? '' : 'unseen'}>
        {part.called ?? label(nameAt(path))}
        {part.free && <small className="muted"> {t('field-optional')}</small>}
      </legend>
      <div className="fields">
        {languages.map((tag) => (
          <InLanguage
            key={tag}
            part={{
              ...part,
              shape: shape.additionalProperties as Shape,
              value: given[tag],
              set: (next) => set({ ...given, [tag]: next }),
            }}
            tag={tag}
            long={long}
          />
        ))}
      </div>
      {left.length > 0 && (
        <label className="row small">
          {t('form.language')}
          <select value="" onChange={(event) => setMore([...languages, event.target.value])}>
            <option value="">—</option>
            {left.map((one) => (
              <option key={one} value={one} lang={SPOKEN[one].tag}>
                {SPOKEN[one].name}
              </option>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  );
}

function InLanguage({ part, tag, long }: { part: Part; tag: string; long: boolean }) {
  const id = useId();
  const fault = use(Around).faults.get(part.path.join('.')) ?? use(Around).faults.get([...part.path, tag].join('.'));
  const spoken = SPOKEN[tag as keyof typeof SPOKEN];
  const attributes = {
    id,
    lang: spoken?.tag ?? tag,
    dir: spoken?.dir ?? 'auto',
    maxLength: part.shape.maxLength,
    'aria-invalid': fault !== undefined,
    'aria-required': part.needed,
    'aria-describedby': fault ? `${id}h` : undefined,
    value: typeof part.value === 'string' ? part.value : '',
    onChange: (event: { target: { value: string } }) => part.set(event.target.value || undefined),
  };
  return (
    <div className="field">
      <label htmlFor={id} className="small muted">
        {spoken?.name ?? tag}
      </label>
      {long ? <textarea {...attributes} /> : <input {...attributes} />}
      {fault && (
        <p id={`${id}h`} className="fault">
          {fault}
        </p>
      )}
    </div>
  );
}

/** The first fault of a field or of what is in it. */
const useFaultBelow = (path: Part['path']) =>
  [...use(Around).faults].find(([at]) => at.startsWith(path.join('.')))?.[1];

/** Words of a kept document: the document, and the words as they stand there. */
function SpanControl(part: Part) {
  const { value, set, path } = part;
  const { t } = useWords();
  const title = useTitle();
  const given = (value as { document?: string; text?: string; start?: number } | undefined) ?? {};
  const documents = useRows('document', { limit: 200 });
  const rows = (documents.data?.rows ?? []) as readonly Document[];
  const found = useRow('document', given.document).data;
  const find = (document: string | undefined, text: string) => {
    const start = document === found?.id ? (found?.text?.indexOf(text) ?? -1) : -1;
    set({ document, text, ...(text !== '' && start >= 0 ? { start, end: start + text.length } : {}) });
  };
  // The document comes after the words where both are pasted at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the document has come.
  useEffect(() => {
    if (found && given.text && given.start === undefined) find(given.document, given.text);
  }, [found?.id]);
  const id = useId();
  const fault = useFaultBelow(path);
  const missing = given.text !== undefined && given.text !== '' && found !== undefined && given.start === undefined;
  return (
    <div className="fields span-field">
      <div className="field">
        <label htmlFor={`${id}d`}>{t('document')}</label>
        <select
          id={`${id}d`}
          value={given.document ?? ''}
          aria-invalid={fault !== undefined && !given.document}
          onChange={(event) => find(event.target.value || undefined, given.text ?? '')}
        >
          <option value="">—</option>
          {rows.map((row) => (
            <option key={row.id} value={row.id}>
              {title('document', row)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={id}>{t('form.span')}</label>
        <textarea
          id={id}
          dir="auto"
          value={given.text ?? ''}
          aria-invalid={missing || (fault !== undefined && !!given.document)}
          aria-describedby={`${id}h`}
          onChange={(event) => find(given.document, event.target.value)}
        />
        <div id={`${id}h`}>
          {missing ? <p className="fault">{t('form.span-missing')}</p> : fault && <p className="fault">{fault}</p>}
        </div>
      </div>
    </div>
  );
}

/** A file beside the record: it is sent when it is chosen, and the entry names it by its hash. */
function FileControl(part: Part) {
  const { value, set, path } = part;
  const { t } = useWords();
  const label = useLabel();
  const sentence = useSentence();
  const here = useHere();
  const id = useId();
  const [state, setState] = useState<{ done?: number; error?: unknown }>({});
  const given = value as { sha256?: string } | undefined;
  const fault = useFaultBelow(path);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setState({ done: 0 });
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const hash = toHex(sha256(bytes));
      await sendFile(here.record, bytes, hash, (done) => setState({ done }));
      set({ sha256: hash, size: bytes.length, type: file.type || 'application/octet-stream' });
      setState({});
    } catch (error) {
      setState({ error });
    }
  };
  return (
    <div className="field" data-field={path.join('.')}>
      <label htmlFor={id}>
        {label(nameAt(path))}
        {part.free && <small className="muted"> {t('field-optional')}</small>}
      </label>
      <input
        id={id}
        type="file"
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}h`}
        onChange={(event) => take(event.target.files?.[0])}
      />
      <div id={`${id}h`} role="status">
        {state.done !== undefined && <progress value={state.done} aria-label={t('file.sending')} />}
        {given?.sha256 && <ShortId id={given.sha256} />}
        {state.error !== undefined && <p className="fault">{sentence(state.error)}</p>}
        {fault && <p className="fault">{fault}</p>}
      </div>
    </div>
  );
}

/** The audience of the entry that an id names, where the viewer may see it. */
export const useAudienceOf = (entry: string | undefined) =>
  useReading<{ audience: 'public' | 'members' | string[] }>(`entry/${entry}`, {}, entry !== undefined).data?.audience;
