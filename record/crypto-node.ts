import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
// RFC 9881: the private key as its 32-byte seed, and the public key, for id-ml-dsa-44.
const MLDSA44_PKCS8 = Buffer.from('3034020100300b060960864801650304031104228020', 'hex');
const MLDSA44_SPKI = Buffer.from('30820532300b06096086480165030403110382052100', 'hex');

/** Parsed keys, so that a key that signs often is parsed once; emptied when full, so that strangers cannot grow it. */
function keyCache(parse: (raw: Uint8Array) => KeyObject): (raw: Uint8Array) => KeyObject {
  const cache = new Map<string, KeyObject>();
  return (raw) => {
    const name = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
    let key = cache.get(name);
    if (!key) {
      key = parse(raw);
      if (cache.size >= 4096) cache.clear();
      cache.set(name, key);
    }
    return key;
  };
}

const privateKey = (prefix: Buffer) =>
  keyCache((seed) => createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' }));
const publicKey = (prefix: Buffer) =>
  keyCache((raw) => createPublicKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'spki' }));

const ed25519Private = privateKey(ED25519_PKCS8);
const ed25519Key = publicKey(ED25519_SPKI);
const mldsa44Private = privateKey(MLDSA44_PKCS8);
const mldsa44Key = publicKey(MLDSA44_SPKI);

const bytes = (buffer: Buffer): Uint8Array => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);

/** SHA-256, 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  // A buffer for each hash costs more than the hash.
  const text = hash('sha256', data, 'latin1');
  const out = new Uint8Array(32);
  for (let i = 0; i < 32; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** The 32-byte Ed25519 public key of a 32-byte seed. */
export function ed25519Public(seed: Uint8Array): Uint8Array {
  return new Uint8Array(createPublicKey(ed25519Private(seed)).export({ format: 'der', type: 'spki' }).subarray(-32));
}

/** A 64-byte Ed25519 signature (RFC 8032). */
export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return bytes(sign(null, message, ed25519Private(seed)));
}

/** Whether an Ed25519 signature holds; false, never an error, for keys and signatures that are not well formed. */
export function ed25519Verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  try {
    return verify(null, message, ed25519Key(key), signature);
  } catch {
    return false;
  }
}

/** As ed25519Verify, off the calling thread where the platform can do so. */
export function ed25519VerifyAsync(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    if (key.length !== 32 || signature.length !== 64) return resolve(false);
    try {
      verify(null, message, ed25519Key(key), signature, (error, ok) => resolve(!error && ok));
    } catch {
      resolve(false);
    }
  });
}

/** The 1312-byte ML-DSA-44 public key of a 32-byte seed (FIPS 204). */
export function mldsa44Public(seed: Uint8Array): Uint8Array {
  return new Uint8Array(createPublicKey(mldsa44Private(seed)).export({ format: 'der', type: 'spki' }).subarray(-1312));
}

/** A 2420-byte ML-DSA-44 signature with an empty context. */
export function mldsa44Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return bytes(sign(null, message, mldsa44Private(seed)));
}

/** Whether an ML-DSA-44 signature holds; false for keys and signatures that are not well formed. */
export function mldsa44Verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 1312 || signature.length !== 2420) return false;
  try {
    return verify(null, message, mldsa44Key(key), signature);
  } catch {
    return false;
  }
}
