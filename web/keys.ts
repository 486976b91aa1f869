// Keys of the members who use this browser. Where the browser can, a key becomes a CryptoKey that no script can read out
// again, kept in IndexedDB; an imported key is turned into one too. A page that is not served safely has no such keys:
// there a key lives only as long as the page, and the office says so.

import {
  ED25519,
  formatVkey,
  fromBase64,
  keyIdOf,
  memberOf,
  type NoteSignature,
  newKey,
  Problem,
  parseSkey,
  signText,
  utf8,
} from '@sulh/record';

export interface HeldKey {
  /** Key name: `<origin>/<organisation>/<seat or device>`. */
  readonly name: string;
  readonly vkey: string;
  readonly keyId: number;
  /** Kept across visits, unreadable to scripts; otherwise gone with the page. */
  readonly kept: boolean;
  sign(text: string): Promise<NoteSignature>;
}

interface Stored {
  vkey: string;
  name: string;
  keyId: number;
  key: CryptoKey;
}

/** Whether this page may hold keys that cannot be read out. */
export const canKeep = (): boolean =>
  typeof crypto !== 'undefined' && !!crypto.subtle && typeof indexedDB !== 'undefined';

// PKCS #8 of an Ed25519 seed, RFC 8410 section 7: this prefix, then the 32 bytes.
const PKCS8 = fromBase64('MC4CAQAwBQYDK2VwBCIEIA==');

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('sulh', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('key', { keyPath: 'vkey' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function store<T>(mode: IDBTransactionMode, run: (keys: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction('key', mode);
      const request = run(transaction.objectStore('key'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

const ofStored = ({ vkey, name, keyId, key }: Stored): HeldKey => ({
  name,
  vkey,
  keyId,
  kept: true,
  sign: async (text) => ({
    name,
    keyId,
    signature: new Uint8Array(await crypto.subtle.sign('Ed25519', key, utf8(text) as BufferSource)),
  }),
});

/** Keys that live only as long as this page. */
const passing: HeldKey[] = [];

/** The line of a key file that holds the key. Throws Problem `bad-key`. */
export async function keyIn(file: File): Promise<string> {
  if (file.size > 4_096) throw new Problem('bad-key', { why: 'length' });
  return (await file.text()).split('\n').find((one) => one.startsWith('PRIVATE+KEY+')) ?? '';
}

/** A key from its text, which is kept nowhere. Throws Problem `bad-key`. */
export function ofText(skey: string): HeldKey {
  const { name, type, keyId, key } = parseSkey(skey.trim());
  if (type !== ED25519) throw new Problem('bad-key', { why: 'type' });
  return {
    name,
    keyId,
    vkey: formatVkey({ name, type: ED25519, key }),
    kept: false,
    sign: async (text) => signText(text, skey.trim()),
  };
}

/** Takes in a key as text (`PRIVATE+KEY+...`). Throws Problem `bad-key`. */
export async function importKey(skey: string): Promise<HeldKey> {
  const { name, keyId, type, seed, key } = parseSkey(skey.trim());
  if (type !== ED25519) throw new Problem('bad-key', { why: 'type' });
  if (canKeep()) {
    try {
      const pkcs8 = new Uint8Array([...PKCS8, ...seed]);
      const made = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
      pkcs8.fill(0);
      const stored: Stored = { vkey: formatVkey({ name, type, key }), name, keyId, key: made };
      await store('readwrite', (keys) => keys.put(stored));
      return ofStored(stored);
    } catch {
      // A browser without Ed25519 or without storage: the key stays with the page.
    }
  }
  const held = ofText(skey);
  if (!passing.some((one) => one.vkey === held.vkey)) passing.push(held);
  return held;
}

/** Makes a key for a member. Its `vkey` is what the lead enrols. */
export async function makeKey(origin: string, member: string): Promise<HeldKey> {
  const name = `${origin}/${member}`;
  if (canKeep()) {
    try {
      const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
      const key = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
      const stored: Stored = {
        vkey: formatVkey({ name, type: ED25519, key }),
        name,
        keyId: keyIdOf(name, ED25519, key),
        key: pair.privateKey,
      };
      await store('readwrite', (keys) => keys.put(stored));
      return ofStored(stored);
    } catch {
      // As above.
    }
  }
  const held = ofText(newKey(name, crypto.getRandomValues(new Uint8Array(32))).skey);
  passing.push(held);
  return held;
}

/** The keys of a record that this browser holds. */
export async function heldKeys(origin: string): Promise<HeldKey[]> {
  const stored = canKeep()
    ? await store('readonly', (keys) => keys.getAll() as IDBRequest<Stored[]>).catch(() => [])
    : [];
  return [...stored.map(ofStored), ...passing].filter((key) => memberOf(origin, key.name) !== undefined);
}

export async function forgetKey(vkey: string): Promise<void> {
  const index = passing.findIndex((one) => one.vkey === vkey);
  if (index >= 0) passing.splice(index, 1);
  if (canKeep()) await store('readwrite', (keys) => keys.delete(vkey)).catch(() => undefined);
}

/** `<organisation>/<seat or device>` of a held key. */
export function memberOfKey(origin: string, key: { name: string }): string {
  const member = memberOf(origin, key.name);
  return member ? `${member.organisation}/${member.seat}` : '';
}
