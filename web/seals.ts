// The identities that open what is sealed, in this browser. Each becomes an X25519 CryptoKey that no script can read out
// again, kept in IndexedDB. Where the browser has no such keys none is kept: what is sealed is then opened by the `sulh` command.

import { Problem, sealRecipient } from '@sulh/record';

export interface HeldIdentity {
  readonly recipient: string;
  readonly key: CryptoKey;
}

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open('sulh-seal', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('identity', { keyPath: 'recipient' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function store<T>(mode: IDBTransactionMode, run: (all: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction('identity', mode);
      const request = run(transaction.objectStore('identity'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
/** PKCS #8 of an X25519 key, RFC 8410 section 7: this prefix, then the 32 bytes. */
const PKCS8 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20];

/** The 32 bytes of an identity as age writes it (bech32). Throws Problem `bad-key`. */
function bytesOf(identity: string): Uint8Array {
  const data = /^AGE-SECRET-KEY-1([A-Z0-9]{58})$/.exec(identity.trim())?.[1]?.toLowerCase();
  const values = [...(data ?? '')].map((letter) => LETTERS.indexOf(letter));
  if (values.length === 0 || values.includes(-1)) throw new Problem('bad-key', { why: 'identity' });
  const bytes = new Uint8Array(32);
  let held = 0;
  let bits = 0;
  let at = 0;
  // The last six letters are the check sum: a wrong letter gives another recipient, which is shown.
  for (const value of values.slice(0, -6)) {
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    if (at < 32) bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}

/** Takes identities in, a line each as `sulh key seal` writes them. Throws Problem `bad-key` or `cannot-keep`. */
export async function keepIdentities(text: string): Promise<HeldIdentity[]> {
  const lines = text.split('\n').map((line) => line.trim());
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (identities.length === 0 || identities.length > 20) throw new Problem('bad-key', { why: 'identity' });
  const held: HeldIdentity[] = [];
  for (const identity of identities) {
    const bytes = bytesOf(identity);
    const pkcs8 = new Uint8Array([...PKCS8, ...bytes]);
    try {
      const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'X25519' }, false, ['deriveBits']);
      const recipient = await sealRecipient(key);
      await store('readwrite', (all) => all.put({ recipient, key }));
      held.push({ recipient, key });
    } catch {
      throw new Problem('cannot-keep', {});
    } finally {
      bytes.fill(0);
      pkcs8.fill(0);
    }
  }
  return held;
}

/** The identities that this browser keeps. */
export const heldIdentities = async (): Promise<HeldIdentity[]> =>
  typeof indexedDB === 'undefined'
    ? []
    : store('readonly', (all) => all.getAll() as IDBRequest<HeldIdentity[]>).catch(() => []);

export const forgetIdentity = (recipient: string): Promise<unknown> =>
  store('readwrite', (all) => all.delete(recipient));
