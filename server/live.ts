// Who is listening: one hub per record. What an entry's listener hears is decided per listener, by its viewer's audience.

export interface Listener {
  /** Called for each committed entry, in order; decides itself what its viewer may see. */
  entry(event: LiveEntry): void;
  checkpoint(event: LiveCheckpoint): void;
  /** Drafts of these members have changed. */
  draft(members: readonly string[]): void;
  /** The host is closing. */
  close(): void;
}

export interface LiveEntry {
  readonly index: number;
  readonly id: string;
  readonly kind: string;
  readonly receivedAt: string;
  readonly audience: 'public' | 'members' | readonly string[];
  readonly rows: readonly (readonly [table: string, id: string, audience: 'public' | 'members' | readonly string[]])[];
}

export interface LiveCheckpoint {
  readonly size: number;
  readonly signedAt: string;
  /** Whether the terms' quorum of log witnesses cosigned this very checkpoint. */
  readonly witnessed: boolean;
  /** How many entries the newest witnessed checkpoint covers; 0 before the first. */
  readonly witnessedSize: number;
}

export class Hub {
  readonly #listeners = new Set<Listener>();

  get size(): number {
    return this.#listeners.size;
  }

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  say(entries: readonly LiveEntry[], checkpoint: LiveCheckpoint): void {
    for (const listener of [...this.#listeners]) {
      for (const entry of entries) listener.entry(entry);
      listener.checkpoint(checkpoint);
    }
  }

  sayDraft(members: readonly string[]): void {
    for (const listener of [...this.#listeners]) listener.draft(members);
  }

  close(): void {
    for (const listener of [...this.#listeners]) listener.close();
    this.#listeners.clear();
  }
}
