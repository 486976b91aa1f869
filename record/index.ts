export {
  ed25519Public,
  ed25519Sign,
  ed25519Verify,
  ed25519VerifyAsync,
  mldsa44Public,
  mldsa44Sign,
  mldsa44Verify,
  sha256,
} from '#crypto';
export * from './audit.ts';
export * from './bytes.ts';
export * from './checkpoint.ts';
export * from './cosignature.ts';
export * from './entry.ts';
export * from './fork.ts';
export * from './keyfile.ts';
export * from './note.ts';
export * from './policy.ts';
export * from './problem.ts';
export * from './proof.ts';
export * from './rulebook.ts';
export * from './sealing.ts';
export * from './signers.ts';
export * from './tiles.ts';
export * from './tree.ts';
export * from './witness.ts';
