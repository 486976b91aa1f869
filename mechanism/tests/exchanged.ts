// The two parties exchanged in any plain data, for comparing what was made with the sides in either order. Keys are told by
// whose they are: their bytes belong to a name and cannot be exchanged.

/** The names of the parties exchanged in every string and key. */
export function exchanged(value: unknown): unknown {
  return walk(value, (text) =>
    text.replace(/north|south/giu, (name) => like(name, name.toLowerCase() === 'north' ? 'south' : 'north')),
  );
}
/** The same data with nothing exchanged, in the shape that `exchanged` gives. */
export const plain = (value: unknown): unknown => walk(value, (text) => text);

const like = (model: string, name: string): string =>
  model[0] === model[0]!.toUpperCase() ? name[0]!.toUpperCase() + name.slice(1) : name;

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value).replace(/\+[0-9a-f]{8}(?:\+[A-Za-z0-9+/=]+)?/gu, '+key');
  if (Array.isArray(value)) return value.map((one) => walk(one, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const to = walk(one, change);
      // Audiences and the recipients of a seal are sorted by name, whoever is named.
      const byName = (key === 'audience' || key === 'recipients') && Array.isArray(to);
      return [change(key), byName ? to.sort() : to];
    }),
  );
}
