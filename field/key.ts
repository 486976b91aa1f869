// The key of this device. It is made here, cannot leave (a non-extractable CryptoKey), and signs entries and sign-ins.

import { ED25519, type Entry, entryText, formatNote, formatVkey, keyIdOf } from '@sulh/record';

export interface DeviceKey {
  /** `<origin>/<organisation>/<device>`: the name under which the organisation's lead enrols it. */
  readonly name: string;
  /** What the lead enrols: name, key hash and public key. */
  readonly vkey: string;
  readonly pair: CryptoKeyPair;
}

/** Makes a key that can sign here and can be exported nowhere. Fails where the browser has no Ed25519. */
export async function makeKey(name: string): Promise<DeviceKey> {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair;
  const key = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { name, vkey: formatVkey({ name, type: ED25519, key }), pair };
}

/** Signs a text that ends in a newline; the result is a signed note (c2sp.org/signed-note). */
export async function signWith(key: DeviceKey, text: string): Promise<string> {
  const signature = await crypto.subtle.sign('Ed25519', key.pair.privateKey, new TextEncoder().encode(text));
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', key.pair.publicKey));
  const keyId = keyIdOf(key.name, ED25519, raw);
  return formatNote({ text, signatures: [{ name: key.name, keyId, signature: new Uint8Array(signature) }] });
}

export const signEntryWith = (key: DeviceKey, origin: string, entry: Entry): Promise<string> =>
  signWith(key, entryText(origin, entry));
