// Threads that verify signatures: one for each core, each with whole batches, so that little is spent on the way.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { uint32 } from './bytes.ts';
import type { SignatureJob, VerifyMany } from './signers.ts';

export interface Verifiers {
  readonly verify: VerifyMany;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  /** How many batches it has. */
  busy: number;
}

/** What stands before each message: its length, the key, the signature. */
export const JOB_HEADER = 4 + 32 + 64;

/** Starts threads that verify; a call with many jobs at once costs least. Close them. */
export function startVerifiers(count: number = availableParallelism()): Verifiers {
  const waiting = new Map<number, { resolve: (held: boolean[]) => void; reject: (error: Error) => void }>();
  let next = 0;
  /** A thread that broke answers nothing more. */
  let failed: Error | undefined;
  const threads = Array.from({ length: count }, (): Thread => {
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url));
    const thread = { worker, busy: 0 };
    worker.unref();
    worker.on('message', ({ id, held }: { id: number; held: Uint8Array }) => {
      thread.busy--;
      if (thread.busy === 0) worker.unref();
      waiting.get(id)?.resolve(Array.from(held, (one) => one === 1));
      waiting.delete(id);
    });
    worker.on('error', (error: Error) => {
      failed = error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    return thread;
  });
  return {
    verify(jobs) {
      if (failed) return Promise.reject(failed);
      const thread = threads.reduce((least, one) => (one.busy < least.busy ? one : least));
      const id = next++;
      const packed = pack(jobs);
      thread.busy++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        // Only what is asked keeps the process alive.
        thread.worker.ref();
        thread.worker.postMessage({ id, packed }, [packed.buffer]);
      });
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

function pack(jobs: readonly SignatureJob[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const { message } of jobs) length += JOB_HEADER + message.length;
  const packed = new Uint8Array(length);
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const { key, message, signature } of jobs) {
    view.setUint32(at, message.length);
    packed.set(key, at + 4);
    packed.set(signature, at + 36);
    packed.set(message, at + JOB_HEADER);
    at += JOB_HEADER + message.length;
  }
  return packed;
}

/** The jobs that were packed: windows on the bytes. */
export function* unpack(packed: Uint8Array): Generator<Omit<SignatureJob, 'name'>> {
  for (let at = 0; at < packed.length; ) {
    const start = at + JOB_HEADER;
    const end = start + uint32(packed, at);
    yield {
      key: packed.subarray(at + 4, at + 36),
      signature: packed.subarray(at + 36, start),
      message: packed.subarray(start, end),
    };
    at = end;
  }
}
