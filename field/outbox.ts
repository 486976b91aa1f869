// What waits to be sent. A report is signed once, kept as those very bytes, and sent until the record answers: the record
// gives the same receipt for the same note, so that sending twice is safe and nothing is lost or doubled.

import { containedJson } from '@sulh/exchange/contained';
import { leafOf, type Policy, Problem, parsePolicy, verifyProof } from '@sulh/record';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Attachment } from './files.ts';
import type { DeviceKey } from './key.ts';

export interface Outgoing {
  /** Id of the entry. */
  readonly id: string;
  readonly note: string;
  /** When it was signed on this device, UTC. */
  readonly at: string;
  readonly event: string;
  /** Hashes of the files that the report names. */
  readonly files?: readonly string[];
  readonly state: 'waiting' | 'recorded' | 'witnessed' | 'refused';
  /** The tlog-proof that the record answered with. */
  readonly proof?: string;
  readonly index?: number;
  /** Why it was refused: the code, and the host's words in the reader's language of then. */
  readonly problem?: Refusal;
  /** What the form held, until the record has it: a refused report is mended from there. */
  readonly draft?: Record<string, string>;
}

export interface Refusal {
  readonly code: string;
  /** What is wrong, and what can be done now. */
  readonly detail?: string;
  readonly todo?: string;
}

/** What the device knows of its mechanism while it has no network. */
export interface Enrolment {
  readonly record: string;
  readonly origin: string;
  readonly policy: string;
  readonly organisation: string;
  readonly mechanism: unknown;
}

interface Store extends DBSchema {
  outbox: { key: string; value: Outgoing };
  attachment: { key: string; value: Attachment };
  kept: {
    key: 'key' | 'enrolment' | 'draft' | 'language';
    value: DeviceKey | Enrolment | Record<string, string> | string;
  };
}
let opening: Promise<IDBPDatabase<Store>> | undefined;
const store = () => {
  opening ??= openDB<Store>('sulh-field', 2, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('outbox', { keyPath: 'id' });
        db.createObjectStore('kept');
      }
      if (from < 2) db.createObjectStore('attachment', { keyPath: 'sha256' });
    },
  });
  return opening;
};

export const kept = async <T>(name: 'key' | 'enrolment' | 'draft' | 'language'): Promise<T | undefined> =>
  (await (await store()).get('kept', name)) as T | undefined;
export const keep = async (name: 'key' | 'enrolment' | 'draft' | 'language', value: never | object | string) => {
  await (await store()).put('kept', value as Enrolment, name);
};
export const forget = async (name: 'draft' | 'key' | 'enrolment') => (await store()).delete('kept', name);

export const putAttachment = async (one: Attachment) => (await store()).put('attachment', one);
export const attachment = async (sha256: string) => (await store()).get('attachment', sha256);
export const attached = async () => (await store()).getAll('attachment');
export const dropAttachment = async (sha256: string) => (await store()).delete('attachment', sha256);

export const drop = async (id: string) => (await store()).delete('outbox', id);
export const queue = async (outgoing: Outgoing) => (await store()).put('outbox', outgoing);
/** Newest first. */
export const outbox = async (): Promise<Outgoing[]> =>
  (await (await store()).getAll('outbox')).sort((a, b) => (a.at < b.at ? 1 : -1));

/**
 * Sends what waits, oldest first. Returns how many the record took in. A refusal is kept with its code; a missing network
 * or a busy host leaves the report waiting.
 */
export async function send(enrolment: Enrolment, language: string, fetcher: typeof fetch = fetch): Promise<number> {
  let sent = 0;
  for (const one of (await outbox()).reverse()) {
    if (one.state === 'refused' || one.state === 'witnessed') continue;
    try {
      await queue(
        one.state === 'waiting'
          ? await submit(one, enrolment, language, fetcher)
          : await recheck(one, enrolment, fetcher),
      );
      if (one.state === 'waiting') sent++;
    } catch {
      break; // no network, or the host cannot take it now: try again later, in order
    }
  }
  return sent;
}

async function submit(one: Outgoing, enrolment: Enrolment, language: string, fetcher: typeof fetch): Promise<Outgoing> {
  const answer = await fetcher(`/records/${enrolment.record}/entries`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8', 'accept-language': language },
    body: one.note,
  });
  if (answer.ok) return checked(one, await answer.text(), enrolment);
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Error('later');
  const { code = 'internal', detail, todo } = containedJson(await answer.text()) as Partial<Refusal>;
  return { ...one, state: 'refused', problem: { code, ...(detail ? { detail } : {}), ...(todo ? { todo } : {}) } };
}

/** Asks for a fresher proof, in case the log witnesses have cosigned since. */
async function recheck(one: Outgoing, enrolment: Enrolment, fetcher: typeof fetch): Promise<Outgoing> {
  const answer = await fetcher(`/records/${enrolment.record}/entries/${one.id}/proof`);
  if (!answer.ok) return one;
  try {
    return checked(one, await answer.text(), enrolment);
  } catch {
    return one;
  }
}

/**
 * The ticks are earned on the device: it checks the proof against the policy it enrolled with, not the host's word. One
 * tick: in a checkpoint that the log signed. Two: cosigned by the quorum of the terms as well.
 */
function checked(one: Outgoing, proof: string, enrolment: Enrolment): Outgoing {
  const policy = parsePolicy(enrolment.policy);
  const leaf = leafOf(one.note);
  try {
    const { index } = verifyProof(proof, leaf, { ...policy, quorum: 'none' });
    const { draft: _, ...rest } = one;
    return { ...rest, state: witnessed(proof, leaf, policy) ? 'witnessed' : 'recorded', proof, index };
  } catch (problem) {
    if (problem instanceof Problem) return { ...one, state: 'refused', problem: { code: 'proof-invalid' } };
    throw problem;
  }
}

function witnessed(proof: string, leaf: Uint8Array, policy: Policy): boolean {
  if (policy.quorum === 'none') return false;
  try {
    verifyProof(proof, leaf, policy);
    return true;
  } catch {
    return false;
  }
}

/** Panic wipe: key, reports, drafts, everything that this app kept on the device. */
export async function wipe(): Promise<void> {
  (await store()).close();
  opening = undefined;
  await new Promise<void>((resolve) => {
    const deleting = indexedDB.deleteDatabase('sulh-field');
    deleting.onsuccess = deleting.onerror = deleting.onblocked = () => resolve();
  });
  for (const name of await caches.keys()) await caches.delete(name);
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
}
