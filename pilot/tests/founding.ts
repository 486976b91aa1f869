// Founds the pilot through the real rules, with real keys and signatures left out: what a founding does, without a host.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Mechanism } from '@sulh/mechanism';
import { type Entry, newId, newKey, type Problem, parseVkey, type Received } from '@sulh/record';
import { filled, hoursOf, PILOT, type PilotAct } from '../index.ts';

export const FOUNDED = Date.parse('2026-11-21T08:00:00Z');

const bytes = (file: string) => readFileSync(new URL(PILOT.files[file]!));
const seed = (name: string) => createHash('sha256').update(`pilot test ${name}`).digest();

export interface Founding {
  readonly mechanism: Mechanism;
  readonly ids: ReadonlyMap<string, string>;
  readonly entries: readonly Received[];
  /** Acts that were refused, with the reason. */
  readonly refused: readonly { act: PilotAct; problem: Problem }[];
}

export function found(acts: readonly PilotAct[] = PILOT.acts): Founding {
  const mechanism = new Mechanism(PILOT.origin);
  const ids = new Map<string, string>();
  const vkeys = new Map<string, string>();
  const entries: Received[] = [];
  const refused: { act: PilotAct; problem: Problem }[] = [];
  const vkey = (key: string) => {
    if (!vkeys.has(key)) vkeys.set(key, newKey(`${PILOT.origin}/${key}`, seed(key)).vkey);
    return vkeys.get(key)!;
  };
  const instant = (offset: string) => new Date(FOUNDED + hoursOf(offset) * 3_600_000).toISOString();
  for (const [index, act] of acts.entries()) {
    const at = instant(act.at ?? '0h');
    const id = newId(Date.parse(at), seed(`id ${index}`).subarray(0, 10));
    const known = {
      id(name: string) {
        const there = ids.get(name);
        if (!there) throw new Error(`${act.as} refers to ${name}, which no earlier act is`);
        return there;
      },
      time: instant,
      vkey,
      text: (file: string) => bytes(file).toString('utf8'),
      sha256: (file: string) => createHash('sha256').update(bytes(file)).digest('hex'),
    };
    const entry: Entry = {
      kind: act.kind,
      id,
      at,
      audience: typeof act.audience === 'object' ? [...act.audience] : (act.audience ?? 'members'),
      refs: (act.refs ?? []).map((one) => filled(one, known) as string),
      body: filled(act.body, known),
      salt: 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    const authors = (typeof act.by === 'string' ? [act.by] : act.by).map((key) => parseVkey(vkey(key)));
    const signers = mechanism.keysFor(entry, authors).map((one) => ({ name: parseVkey(one).name, vkey: one }));
    const received = { index: entries.length, receivedAt: at, entry, signers, leaf: id };
    const problem = mechanism.admit(received);
    if (problem) refused.push({ act, problem });
    else entries.push(received);
    ids.set(act.as, id);
  }
  return { mechanism, ids, entries, refused };
}
