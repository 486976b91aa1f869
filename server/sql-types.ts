// How values come back from SQL: one table for PGlite and for a PostgreSQL server, which differ by default (int8, bytea)
// or agree on something harmful (a `date` as a moment in the local time zone).

const INT8 = 20;
const BYTEA = 17;
const DATE = 1082;
const TIMESTAMPTZ = 1184;
const POINT = 600;

const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.slice(2).match(/../g) ?? [], (two) => Number.parseInt(two, 16));

/** PostgreSQL type to parser of its text form. Counts and indexes are below 2^53. */
export const PARSERS: Record<number, (text: string) => unknown> = {
  [INT8]: Number,
  [BYTEA]: bytes,
  [DATE]: (text) => text,
  [TIMESTAMPTZ]: (text) => new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString(),
  [POINT]: (text) => text,
};
