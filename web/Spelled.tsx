// What an entry says, in words: its body as the schema has it, field by field, and what of it differs from what is in force.

import { schemaOf, type Tables } from '@sulh/mechanism';
import type { Entry } from '@sulh/record';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import { useRow } from './api.ts';
import { pageOf } from './Entry.tsx';
import { useCode, useLabel } from './Form.tsx';
import { useWords } from './i18n.tsx';
import { LANGUAGES as SPOKEN } from './languages.ts';
import { useMechanism, useNames } from './names.tsx';
import { Day, Instant, Party, ShortId } from './parts.tsx';
import { allCodes, choiceOf, choicesOf, isEvent, isSpan, isWords, nameAt, type Shape, textOf } from './shape.ts';
import { useTitle } from './titles.ts';

type Path = readonly (string | number)[];

/** The body of an entry, field by field. */
export function Spelled({ kind, body }: { kind: string; body: unknown }) {
  const shape = schemaOf(kind) as Shape | undefined;
  return shape ? <Value kind={kind} shape={shape} value={body} path={[]} /> : null;
}

function Value({ kind, shape, value, path }: { kind: string; shape: Shape; value: unknown; path: Path }): ReactNode {
  const words = useWords();
  const names = useNames();
  const code = useCode(kind);
  const label = useLabel();
  if (value === undefined || value === null) return <span className="muted">—</span>;
  if (isWords(shape)) return <InLanguages words={value as Record<string, string>} />;
  if (isEvent(shape) && typeof value === 'string') return names.event(value);
  if (isSpan(shape)) {
    const { document, start, end, text } = value as { document: string; start: number; end: number; text: string };
    return (
      <>
        <q dir="auto">{text}</q>{' '}
        <Link className="source" href={`/document/${document}?at=${start}-${end}`}>
          {words.t('in-document')}
        </Link>
      </>
    );
  }
  const choices = choicesOf(shape);
  if (choices) {
    const chosen = choiceOf(choices, value);
    if (chosen) return <Value kind={kind} shape={{ ...chosen, oneOf: undefined }} value={value} path={path} />;
  }
  if (typeof value === 'string') {
    if (allCodes(shape).includes(value) || shape.const === value) return code(path, value);
    return <Text shape={shape} value={value} path={path} />;
  }
  if (typeof value === 'number') return words.n(value);
  if (typeof value === 'boolean') return words.t(value ? 'yes' : 'no');
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="muted">{words.t('nothing-listed')}</span>;
    return (
      <ul className={typeof value[0] === 'object' ? 'plain spelled-list' : 'plain'}>
        {value.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was signed does not change places.
          <li key={i}>
            <Value kind={kind} shape={shape.items ?? {}} value={one} path={[...path, i]} />
          </li>
        ))}
      </ul>
    );
  }
  const inner = shape.additionalProperties;
  return (
    <dl className="facts spelled">
      {Object.entries(value as Record<string, unknown>).map(([name, one]) => {
        const own = shape.properties?.[name];
        const key = own
          ? label(name, path.at(-1), own)
          : shape.propertyNames?.enum
            ? code(path, name)
            : names.organisation(name);
        return (
          <div key={name}>
            <dt>{key}</dt>
            <dd>
              <Value
                kind={kind}
                shape={own ?? (typeof inner === 'object' ? inner : {})}
                value={one}
                path={[...path, name]}
              />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function InLanguages({ words: given }: { words: Record<string, string> }) {
  const words = useWords();
  const tag = words.tagOf(given);
  const others = Object.keys(given).length - 1;
  return (
    <>
      <span dir="auto" lang={tag} className="prose">
        {words.of(given)}
      </span>
      {others > 0 && (
        <details className="small">
          <summary>{words.t('in-languages', { count: others })}</summary>
          <ul className="plain">
            {Object.entries(given).map(([one, said]) => (
              <li key={one} lang={one === 'prs' ? 'fa-AF' : one} dir="auto">
                {said}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Text({ shape, value, path }: { shape: Shape; value: string; path: Path }) {
  const names = useNames();
  const finding = useFindingKey();
  const name = nameAt(path);
  const text = textOf(shape, name);
  if (name === 'finding' || name === 'findings') return <bdi>{finding(value)}</bdi>;
  switch (text.is) {
    case 'row':
      return <RowName table={text.table} id={value} />;
    case 'entry':
      return (
        <Link href={`/entry/${value}`}>
          <ShortId id={value} />
        </Link>
      );
    case 'organisation':
      return <Party id={value} />;
    case 'member':
      return <Party id={value.split('/')[0]} member={value} />;
    case 'language':
      return SPOKEN[value as keyof typeof SPOKEN]?.name ?? <bdi>{value}</bdi>;
    case 'place':
    case 'crossing':
      return <bdi>{names.place(value)}</bdi>;
    case 'instant':
      return <Instant iso={value} beside />;
    case 'day':
      return <Day iso={value} />;
    case 'long':
      return (
        <span dir="auto" className="prose">
          {value}
        </span>
      );
    default:
      return <bdi>{value}</bdi>;
  }
}

/** A finding by its key: what it is on, and whom or what it names. */
function useFindingKey(): (key: string) => string {
  const words = useWords();
  const names = useNames();
  return (key) => {
    const [on = '', ...rest] = key.split(':');
    const named = rest
      .filter((one) => !/^[0-9a-f]{8}-/.test(one))
      .map((one) =>
        words.maybe(`duty.${one}`, {}, one === 'undetermined' ? words.t('unknown') : names.organisation(one)),
      );
    return [words.maybe(`finding.on.${on}`, {}, on), ...named].join(words.t('comma'));
  };
}

function RowName({ table, id }: { table: keyof Tables & string; id: string }) {
  const title = useTitle();
  const row = useRow(table, id).data;
  const to = pageOf(table, id);
  const name = row ? <span dir="auto">{title(table, row)}</span> : <ShortId id={id} />;
  return to ? <Link href={to}>{name}</Link> : name;
}

/** One thing that a draft would change. */
export interface Difference {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

/** The places in which two values differ: fields by name, things in lists by their id, everything else whole. */
export function differences(before: unknown, after: unknown, path: Path = []): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after) || (isEmpty(before) && isEmpty(after))) return [];
  const plain = (one: unknown): one is Record<string, unknown> =>
    typeof one === 'object' && one !== null && !Array.isArray(one);
  const keyed = (one: unknown): one is readonly Record<string, unknown>[] =>
    Array.isArray(one) && one.length > 0 && one.every((each) => plain(each) && keyOf(each) !== undefined);
  if (plain(before) && plain(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      differences(before[name], after[name], [...path, name]),
    );
  }
  if (keyed(before) && keyed(after)) {
    return [...new Set([...before, ...after].map((one) => keyOf(one)!))].flatMap((key) =>
      differences(
        before.find((one) => keyOf(one) === key),
        after.find((one) => keyOf(one) === key),
        [...path, key],
      ),
    );
  }
  return [{ path, before, after }];
}
/** Nothing, in whatever way it is written: a form leaves out what the terms in force hold as an empty list. */
const isEmpty = (one: unknown): boolean =>
  one === undefined || one === '' || (typeof one === 'object' && one !== null && Object.keys(one).length === 0);
const keyOf = (one: Record<string, unknown>): string | undefined => {
  const key = one.id ?? one.finding;
  return typeof key === 'string' ? key : undefined;
};

/** What is in force where an entry would change it; undefined where nothing stands beside it. */
function useInForce({ kind, body }: Entry): unknown {
  const { terms } = useMechanism();
  const given = (body ?? {}) as Record<string, unknown>;
  const idIn = (name: string) => (typeof given[name] === 'string' ? (given[name] as string) : undefined);
  const agreement = useRow('agreement', kind === 'agreement.amend' ? idIn('agreement') : undefined).data;
  const settled = useRow('case', kind === 'case.settle' ? idIn('case') : undefined).data;
  const ceasefire = useRow('ceasefire', kind === 'ceasefire.extend' ? idIn('ceasefire') : undefined).data;
  return useMemo(() => {
    const fields = (row: object) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => name in ((schemaOf(kind) as Shape).properties ?? {})));
    if (kind === 'terms.adopt') return fields(terms);
    const version = agreement?.versions.findLast((one) => one.from !== undefined) ?? agreement?.versions.at(-1);
    if (version) return fields(version);
    if (settled) return { findings: settled.findings.map(({ key, standard }) => ({ finding: key, standard })) };
    if (ceasefire) return fields(ceasefire);
    return undefined;
  }, [kind, terms, agreement, settled, ceasefire]);
}

/** What an entry would change, beside what is in force; nothing where it changes nothing that stands. */
export function Beside({ entry }: { entry: Entry }) {
  const { t, n } = useWords();
  const label = useLabel();
  const finding = useFindingKey();
  const { kind } = entry;
  const inForce = useInForce(entry) as Record<string, unknown> | undefined;
  if (!inForce) return null;
  const body = entry.body as Record<string, unknown>;
  // What a draft does not speak of it leaves as it is, but for terms, which are adopted whole.
  const spoken =
    kind === 'terms.adopt'
      ? body
      : Object.fromEntries(Object.entries(body).filter(([name]) => name in inForce && name !== 'because'));
  const before =
    kind === 'terms.adopt' ? inForce : Object.fromEntries(Object.keys(spoken).map((name) => [name, inForce[name]]));
  const changes = differences(before, spoken).filter(
    ({ before, after }) => before !== undefined || after !== undefined,
  );
  return (
    <>
      <p>{t('draft.changes', { count: changes.length })}</p>
      {changes.length > 0 && (
        <div className="table-frame">
          <table className="grid beside-table">
            <thead>
              <tr>
                <th scope="col">{t('draft.field')}</th>
                <th scope="col">{t('draft.in-force')}</th>
                <th scope="col">{t('draft.in-draft')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ path, before, after }) => (
                <tr key={path.join('.')}>
                  <th scope="row">
                    {path
                      .map((one, i) =>
                        typeof one === 'number'
                          ? n(one + 1)
                          : path[i - 1] === 'findings'
                            ? finding(one)
                            : label(one, path[i - 1]),
                      )
                      .join(' › ')}
                  </th>
                  <td data-label={t('draft.in-force')}>
                    <At kind={kind} path={path} value={before} />
                  </td>
                  <td data-label={t('draft.in-draft')}>
                    <At kind={kind} path={path} value={after} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** A value somewhere within a body, by its path there. */
function At({ kind, path, value }: { kind: string; path: Path; value: unknown }) {
  let shape = (schemaOf(kind) ?? {}) as Shape;
  for (const step of path) {
    const inner = shape.additionalProperties;
    shape = shape.properties?.[step] ?? shape.items ?? (typeof inner === 'object' ? inner : {});
  }
  const names = path.filter((one) => typeof one === 'string');
  // Keys of things in lists are no fields.
  return <Value kind={kind} shape={shape} value={value} path={names.filter((one) => /^[a-z][A-Za-z-]*$/.test(one))} />;
}
