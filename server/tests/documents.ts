// Documents for a host's tests: parties with names that a newsroom would write, and a way to keep a text.

import { type Audience, sha256, toHex, utf8 } from '@sulh/record';
import type { Act } from '../founding.ts';
import { acts, type Town } from './town.ts';

/** The town's parties by names that a newsroom would write. */
export function namedActs(more: object = {}): Act[] {
  const names: Record<string, string> = { north: 'Norvia', south: 'Sudoria' };
  const [terms, ...rest] = acts();
  const body = terms!.body as { organisations: { id: string; name: object }[]; places: object[] };
  const organisations = body.organisations.map((one) => ({ ...one, name: { en: names[one.id] ?? `The ${one.id}` } }));
  const places = body.places.map((one) => ({
    ...one,
    name: { en: 'Halvek Gate' },
    sideNames: { south: { en: 'Ostrom' } },
  }));
  return [{ ...terms!, body: { ...body, organisations, places, ...more } } as Act, ...rest];
}

export async function keep(
  town: Town,
  text: string,
  audience: Audience = 'members',
  more: object = {},
): Promise<string> {
  const bytes = utf8(text);
  const body = {
    file: 'a.txt',
    sha256: toHex(sha256(bytes)),
    size: bytes.length,
    media: 'text/plain',
    language: 'en',
    text,
    ...more,
  };
  return (await town.say('watch/monitor', 'document.keep', body, audience)).id;
}
