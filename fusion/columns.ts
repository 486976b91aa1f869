/** Columns as event data sets commonly name them, read as the fields of a report. A report's own field goes before. */

const ALSO: Readonly<Record<string, readonly string[]>> = {
  id: ['report_id', 'event_id', 'data_id', 'uuid'],
  source: ['source_office', 'outlet', 'publisher', 'reporter', 'dataset'],
  kind: ['event_type', 'type', 'category'],
  // A day of publication is near the day of the event; it stands in only where no other day is given.
  from: ['event_date', 'date', 'date_start', 'start_date', 'start', 'published'],
  to: ['enddate', 'date_end', 'end_date', 'end'],
  lat: ['latitude'],
  lon: ['longitude', 'lng', 'long'],
  radius_km: ['loc_prec_km', 'precision_km'],
  place: ['location', 'place_name', 'where'],
  killed_min: ['killed', 'deaths', 'fatalities', 'dead'],
  killed_max: ['killed', 'deaths', 'fatalities', 'dead'],
  wounded_min: ['wounded', 'injured'],
  wounded_max: ['wounded', 'injured'],
  text: ['headline', 'title', 'account', 'description', 'summary', 'notes'],
};
const ACTORS = ['actor_a', 'actor_b', 'actor1', 'actor2', 'side_a', 'side_b'];

const given = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** Renames the fields of one record; `used` is told each field that was read as another. */
export function asFields(
  fields: ReadonlyMap<string, unknown>,
  used: (field: string, as: string) => void,
): ReadonlyMap<string, unknown> {
  let out: Map<string, unknown> | undefined;
  const read = new Set<string>();
  const put = (own: string, value: unknown, ...from: string[]): void => {
    out ??= new Map(fields);
    out.set(own, value);
    for (const field of from) {
      read.add(field);
      used(field, own);
    }
  };
  // Events numbered within each data set: the set's name is part of the id.
  if (!fields.has('id') && given(fields.get('event')) && given(fields.get('dataset')))
    put('id', `${fields.get('dataset')} ${fields.get('event')}`, 'event');
  for (const [own, names] of Object.entries(ALSO)) {
    if (fields.has(own) || out?.has(own)) continue;
    const name = names.find((one) => given(fields.get(one)));
    if (name !== undefined) put(own, fields.get(name), name);
  }
  if (!fields.has('actors')) {
    const names = ACTORS.filter((one) => typeof fields.get(one) === 'string' && fields.get(one) !== '');
    if (names.length > 0)
      put(
        'actors',
        names.map((one) => fields.get(one)),
        ...names,
      );
  }
  for (const name of read) out?.delete(name);
  return out ?? fields;
}

/** Whether a header of these columns can name its reports. */
export const namesReports = (columns: readonly string[]): boolean =>
  ['id', ...(ALSO.id ?? [])].some((one) => columns.includes(one)) ||
  (columns.includes('event') && columns.includes('dataset'));
