// Pages of docs/ that are generated: the table of every kind of entry, and of every problem.

import { kindsTable } from '@sulh/mechanism';
import { PROBLEMS } from '@sulh/server';
import { FOUND, OWN } from './problems.ts';

const GENERATED = '<!-- Generated from the code by `npm run docs`. Change the code, not this page. -->';
const cell = (words: string) => words.replaceAll('|', '\\|').replaceAll('\n', ' ');

interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  default?: unknown;
  description?: string;
  $ref?: string;
  $defs?: Record<string, Schema>;
}

/** What a value may be, in a few words. */
function shapeOf(schema: Schema, depth = 0): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((one) => `\`${String(one)}\``).join(', ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return [...new Set(either.map((one) => shapeOf(one, depth)))].join(' or ');
  if (schema.type === 'array')
    return `list of ${schema.items ? shapeOf(schema.items, depth) : 'anything'}${schema.maxItems ? `, at most ${schema.maxItems}` : ''}`;
  if (schema.type === 'object') {
    if (!schema.properties) {
      const values = schema.additionalProperties;
      return typeof values === 'object' ? `by name: ${shapeOf(values, depth + 1)}` : 'object';
    }
    if (depth > 1) return 'object';
    const required = new Set(schema.required ?? []);
    return `{ ${Object.entries(schema.properties)
      .map(
        ([name, one]) => `${name}${required.has(name) ? '' : '?'}${depth === 0 ? `: ${shapeOf(one, depth + 1)}` : ''}`,
      )
      .join(depth === 0 ? '; ' : ', ')} }`;
  }
  if (schema.type === 'string') {
    if (schema.format === 'date-time') return 'instant, UTC';
    if (schema.format === 'date') return 'day';
    if (schema.pattern?.startsWith('^[0-9a-f]{8}-')) return 'id of an entry';
    return schema.maxLength ? `text, at most ${schema.maxLength}` : 'text';
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    const { minimum, maximum } = schema;
    const range = minimum !== undefined && maximum !== undefined && maximum < 1e15 ? `, ${minimum} to ${maximum}` : '';
    return `${schema.type === 'integer' ? 'whole number' : 'number'}${range}`;
  }
  return typeof schema.type === 'string' ? schema.type : 'anything';
}

/** docs/entries.md: every kind of entry, who may write it, what it needs, how it is refused. */
export function entriesPage(): string {
  const kinds = kindsTable();
  const groups = new Map<string, typeof kinds>();
  for (const kind of kinds) {
    const aggregate = kind.name.slice(0, kind.name.indexOf('.'));
    groups.set(aggregate, [...(groups.get(aggregate) ?? []), kind]);
  }
  const lines = [
    '# Every kind of entry',
    '',
    GENERATED,
    '',
    `There are ${kinds.length} kinds. An entry is a signed note (see [api.md](api.md)); below is what its \`body\` holds. \`?\` marks`,
    'what may be left out. An entry that breaks a rule is refused by name, and nothing is written; every kind can also be',
    'refused as `unknown-kind`, `invalid-body`, `unknown-key`, `revoked-key`, `wrong-seat`, `same-signer`, `one-signer`,',
    '`unknown-audience`, `audience-not-allowed` or `audience-without-author`. All names are explained in',
    '[problems.md](problems.md).',
    '',
  ];
  for (const [aggregate, members] of groups) {
    lines.push(`## ${aggregate}`, '');
    for (const { name, says, seats, signers, audience, refusals, schema } of members) {
      lines.push(`### \`${name}\``, '', says, '');
      lines.push(`- **Who**: ${seats.join(', ')}${signers === 'several' ? '; several may sign one entry' : ''}.`);
      if (audience === 'public') lines.push('- **Audience**: public only.');
      if (audience === 'open') lines.push('- **Audience**: public or members.');
      if (refusals.length > 0) lines.push(`- **Refused as**: ${refusals.map((one) => `\`${one}\``).join(', ')}.`);
      const { properties = {}, required = [] } = schema as Schema;
      const fields = Object.entries(properties);
      if (fields.length > 0) {
        lines.push('', '| field | what it holds |', '| --- | --- |');
        for (const [field, one] of fields)
          lines.push(`| \`${field}\`${required.includes(field) ? '' : '?'} | ${cell(shapeOf(one))} |`);
      }
      lines.push('');
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** docs/problems.md: every named problem, what it says and what the caller can do. */
export function problemsPage(): string {
  const row = ([code, { status, says, todo }]: [string, { status: number; says: string; todo: string }]) =>
    `| \`${code}\` | ${status || ''} | ${cell(says)} | ${cell(todo)} |`;
  const inOrder = (problems: Readonly<Record<string, { status: number; says: string; todo: string }>>) =>
    Object.entries(problems)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(row);
  return `${[
    '# Every problem by its name',
    '',
    GENERATED,
    '',
    'A host answers a request that it cannot serve with `application/problem+json` (RFC 9457). `code` is stable and is what a',
    'program acts on; the sentence comes in the language asked for. `{…}` is filled from the problem’s own fields.',
    '',
    '| code | status | what it says | what you can do |',
    '| --- | --- | --- | --- |',
    ...inOrder(PROBLEMS),
    '',
    '## Of the command line alone',
    '',
    '| code | | what it says | what you can do |',
    '| --- | --- | --- | --- |',
    ...inOrder({ ...OWN, ...FOUND }),
  ].join('\n')}\n`;
}
