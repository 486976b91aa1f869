// Log witnesses for the demonstration: one for each party and guarantor, with keys of their own, so that the second tick can
// be seen on one machine. They run inside the host's process: they show how it looks, and prove nothing against this host.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { organisationsAs, parties, TermsBody, termsInForce } from '@sulh/mechanism';
import { formatVkey, newCosignerKey, newId, Problem, parseSkey, signEntry, toBase64, utf8 } from '@sulh/record';
import { type RunningWitness, startWitness } from '@sulh/record/witness-server';
import { demoRootOf } from './founding.ts';
import type { OpenRecord } from './records.ts';

/**
 * Starts the witnesses of a demonstration on `port` and the ports after it (0: any free ones), and has the terms name them, by an entry that
 * every party and the chair sign as always. Throws Problem `port-busy`, `folder-in-use`, or a refusal of the terms.
 */
export async function startDemoWitnesses(data: string, record: OpenRecord, port: number): Promise<RunningWitness[]> {
  const terms = termsInForce(record.state);
  if (!terms) throw new Problem('no-terms');
  const sides = parties(record.state);
  const guarantors = organisationsAs(record.state, 'guarantor');
  const logs = [{ origin: record.origin, vkeys: [record.sequencer.vkey] }];
  const running: RunningWitness[] = [];
  const lines: string[] = [];
  try {
    for (const [i, organisation] of [...sides, ...guarantors].entries()) {
      const folder = join(data, 'witnesses', record.name, organisation);
      const skey = cosignerKey(folder, `${record.origin}/${organisation}/witness`);
      const witness = await startWitness({ folder, logs, skeys: [skey], port: port === 0 ? 0 : port + i });
      running.push(witness);
      lines.push(`witness ${organisation} ${formatVkey(parseSkey(skey))} ${witness.url}`);
    }
    const policy = [
      ...lines,
      `group parties all ${sides.join(' ')}`,
      `group guarantors any ${guarantors.join(' ')}`,
      'group joint all parties guarantors',
      'quorum joint',
      '',
    ].join('\n');
    if (terms.witnessPolicy !== policy)
      await adopt(data, record, { ...terms, witnessPolicy: policy }, [...sides, terms.chair]);
    return running;
  } catch (error) {
    for (const witness of running) await witness.close();
    throw error;
  }
}

function cosignerKey(folder: string, name: string): string {
  const path = join(folder, 'key');
  if (existsSync(path)) return readFileSync(path, 'utf8').trimEnd();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { skey } = newCosignerKey(name, randomBytes(32), 'ed25519');
  writeFileSync(path, `${skey}\n`, { mode: 0o600, flag: 'wx' });
  return skey;
}

async function adopt(data: string, record: OpenRecord, terms: object, signers: readonly string[]): Promise<void> {
  const body = Object.fromEntries(Object.entries(terms).filter(([field]) => field in TermsBody.shape));
  const now = new Date();
  const entry = {
    kind: 'terms.adopt',
    id: newId(now.getTime(), randomBytes(10)),
    at: now.toISOString(),
    audience: 'public' as const,
    refs: [],
    body,
    salt: toBase64(randomBytes(16)),
  };
  const roots = signers.map((organisation) => demoRootOf(data, record.name, organisation));
  await record.submit(utf8(signEntry(record.origin, entry, roots)));
}
