// Asking the log witnesses for cosignatures. All at once, each at its own pace: a slow or dead witness holds nothing up,
// and catches up when it is back. Acknowledging an entry never waits for this; the second tick does.

import {
  addSignatures,
  bodyWithin,
  evaluatePolicy,
  fromUtf8,
  type NoteSignature,
  type Policy,
  Problem,
  parseCheckpoint,
  parseNote,
  parseVkey,
  toBase64,
  verifyCosignature,
} from '@sulh/record';
import { delay, rest } from './pace.ts';

/** What it needs of the log. */
export interface CosignedLog {
  /** The newest checkpoint that the log signed. */
  checkpoint(): string;
  consistency(older: number, newer: number): Uint8Array[];
}

export interface WitnessState {
  readonly name: string;
  /** Size of the last checkpoint that it cosigned for us; undefined before the first answer. */
  readonly size?: number;
  /** POSIX seconds of that cosignature. */
  readonly time?: number;
  /** Why the last attempt failed, by name; undefined when it did not. */
  readonly failing?: string;
}

/** How long one request may take. */
const TIMEOUT = 10_000;
/** The most bytes of an answer. */
const MOST = 64 * 1024;
/** How long a round waits for its slowest witness before the next checkpoint goes round without it. */
const PATIENCE = 1_000;

interface Asked {
  readonly name: string;
  readonly vkey: string;
  readonly url: string;
  /** The size that this witness is known to have cosigned last. */
  known: number;
  /** The checkpoint that it cosigned last. */
  last?: string;
  state: WitnessState;
  failures: number;
  /** Under way, or resting after a failure. */
  busy: boolean;
}

/** One checkpoint going round, with the cosignatures that came in so far. */
interface Round {
  readonly checkpoint: string;
  readonly cosignatures: NoteSignature[];
}

export class Cosigning {
  readonly #policy: Policy;
  readonly #log: CosignedLog;
  readonly #fetch: typeof fetch;
  readonly #onWitnessed: (checkpoint: string) => void;
  readonly #witnesses: Asked[];
  #round: Round | undefined;
  #witnessed: string | undefined;
  #running = false;
  #closed = new AbortController();

  constructor(
    policy: Policy,
    log: CosignedLog,
    options: { fetch?: typeof fetch; witnessed?: string; onWitnessed?: (checkpoint: string) => void } = {},
  ) {
    this.#policy = policy;
    this.#log = log;
    this.#fetch = options.fetch ?? fetch;
    this.#witnessed = options.witnessed;
    this.#onWitnessed = options.onWitnessed ?? (() => {});
    this.#witnesses = policy.witnesses.flatMap(({ name, vkey, url }) =>
      url === undefined ? [] : [{ name, vkey, url, known: 0, state: { name }, failures: 0, busy: false }],
    );
  }

  /** The newest checkpoint that the policy's quorum cosigned, with the cosignatures. */
  get witnessed(): string | undefined {
    return this.#witnessed;
  }

  get states(): WitnessState[] {
    return this.#witnesses.map(({ state }) => state);
  }

  /** Tells that the log has a new checkpoint. Returns at once. */
  advance(): void {
    if (!this.#running) void this.#goRound();
  }

  close(): void {
    this.#closed.abort();
  }

  /** As long as a free witness has not cosigned the newest checkpoint, that checkpoint goes round to all that are free. */
  async #goRound(): Promise<void> {
    this.#running = true;
    while (!this.#closed.signal.aborted) {
      const newest = this.#log.checkpoint();
      const free = this.#witnesses.filter(({ busy, last }) => !busy && last !== newest);
      if (free.length === 0) break;
      if (this.#round?.checkpoint !== newest) this.#round = { checkpoint: newest, cosignatures: [] };
      const round = this.#round;
      await Promise.race([Promise.all(free.map((witness) => this.#ask(witness, round))), delay(PATIENCE)]);
    }
    this.#running = false;
  }

  /** A late answer still counts for its own round. */
  async #ask(witness: Asked, round: Round): Promise<void> {
    witness.busy = true;
    try {
      const { signature, time } = await this.#cosignature(witness, round.checkpoint);
      witness.failures = 0;
      witness.last = round.checkpoint;
      witness.state = { name: witness.name, size: parseCheckpoint(round.checkpoint).size, time };
      witness.busy = false;
      round.cosignatures.push(signature);
      this.#judge(round);
      this.advance();
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      witness.failures++;
      witness.state = { ...witness.state, failing: error instanceof Problem ? error.code : 'witness-unreachable' };
      void delay(rest(witness.failures)).then(() => {
        witness.busy = false;
        this.advance();
      });
    }
  }

  #judge(round: Round): void {
    const checkpoint = addSignatures(round.checkpoint, round.cosignatures);
    if (!evaluatePolicy(this.#policy, checkpoint).witnessed) return;
    const before = this.#witnessed === undefined ? -1 : parseCheckpoint(this.#witnessed).size;
    if (parseCheckpoint(checkpoint).size < before) return;
    this.#witnessed = checkpoint;
    this.#onWitnessed(checkpoint);
  }

  /** `add-checkpoint`, once more with the size that the witness knows if it answers 409. */
  async #cosignature(witness: Asked, checkpoint: string): Promise<{ signature: NoteSignature; time: number }> {
    const { size } = parseCheckpoint(checkpoint);
    for (let attempt = 0; attempt < 2; attempt++) {
      const old = Math.min(witness.known, size);
      const proof = old === 0 ? [] : this.#log.consistency(old, size);
      const answer = await this.#fetch(`${witness.url.replace(/\/$/, '')}/add-checkpoint`, {
        method: 'POST',
        body: `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint}`,
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT), this.#closed.signal]),
        redirect: 'error',
      });
      const text = fromUtf8(await bodyWithin(answer, MOST, () => new Problem('witness-unreachable', { limit: MOST })));
      if (answer.status === 409 && /^\d{1,16}\n$/.test(text)) {
        const known = Number(text);
        // A witness that saw more than we have: an old backup of the log was restored, or there are two of us.
        if (known > size) throw new Problem('witness-ahead', { known, size });
        witness.known = known;
        continue;
      }
      if (answer.status === 422) throw new Problem('witness-refuses', { size });
      if (answer.status !== 200) throw new Problem('witness-unreachable', { status: answer.status });
      const found = ownSignature(checkpoint, text, witness.vkey);
      witness.known = size;
      return found;
    }
    throw new Problem('witness-unreachable', { status: 409 });
  }
}

/**
 * The newest line of the witness's own key; all of its lines are verified, and others ignored, as the protocol demands. One is
 * enough: a checkpoint full of one witness's lines would have no room for the others'.
 */
function ownSignature(checkpoint: string, lines: string, vkey: string): { signature: NoteSignature; time: number } {
  const key = parseVkey(vkey);
  const parsed = parseCheckpoint(checkpoint);
  const { signatures } = parseNote(`${parsed.note.text}\n${lines}`);
  const [newest] = signatures
    .filter(({ name, keyId }) => name === key.name && keyId === key.keyId)
    .map((signature) => ({ signature, time: verifyCosignature(parsed, signature, key) }))
    .sort((a, b) => b.time - a.time);
  if (!newest) throw new Problem('bad-cosignature', { why: 'missing' });
  return newest;
}
