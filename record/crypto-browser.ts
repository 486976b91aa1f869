import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
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

/** Whether an Ed25519 signature holds; false, never an error, for keys and signatures that are not well formed. */
export function ed25519Verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  try {
    // RFC 8032 rather than ZIP 215: what the host's OpenSSL refuses is refused here too.
    return ed25519.verify(signature, message, key, { zip215: false });
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
