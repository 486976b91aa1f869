import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { sha256 as nobleSha256, sha512 } from '@noble/hashes/sha2.js';
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';

/** SHA-256, 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return nobleSha256(data);
}

/** The 32-byte Ed25519 public key of a 32-byte seed. */
export function ed25519Public(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}

/** A 64-byte Ed25519 signature (RFC 8032). */
export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed);
}

/**
 * Whether an Ed25519 signature holds; false, never an error, for keys and signatures that are not well formed. By the strict
 * equation, as OpenSSL and Go check it: by the one that leaves out what is of small order, whoever made a key for that could
 * sign what holds in a browser and nowhere else.
 */
export function ed25519Verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  const { Point } = ed25519;
  try {
    const point = Point.fromBytes(key);
    const nonce = Point.fromBytes(signature.subarray(0, 32));
    const hash = sha512.create().update(signature.subarray(0, 32)).update(key).update(message).digest();
    const times = Point.Fn.create(bytesToNumberLE(hash));
    // Throws for what is not below the group's order.
    const left = Point.BASE.multiplyUnsafe(bytesToNumberLE(signature.subarray(32)));
    return !point.isSmallOrder() && left.equals(nonce.add(point.multiplyUnsafe(times)));
  } catch {
    return false;
  }
}

/** As ed25519Verify, off the calling thread where the platform can do so. */
export async function ed25519VerifyAsync(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  return ed25519Verify(key, message, signature);
}

/** The 1312-byte ML-DSA-44 public key of a 32-byte seed (FIPS 204). */
export function mldsa44Public(seed: Uint8Array): Uint8Array {
  return ml_dsa44.keygen(seed).publicKey;
}

/** A 2420-byte ML-DSA-44 signature with an empty context. */
export function mldsa44Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ml_dsa44.sign(message, ml_dsa44.keygen(seed).secretKey);
}

/** Whether an ML-DSA-44 signature holds; false for keys and signatures that are not well formed. */
export function mldsa44Verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 1312 || signature.length !== 2420) return false;
  try {
    return ml_dsa44.verify(signature, message, key);
  } catch {
    return false;
  }
}
