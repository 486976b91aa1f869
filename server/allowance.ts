// How many entries one member, and all keys of one organisation together, may put on the record within an hour: a stolen key or
// a side of ill will cannot fill it in a night. The host's flow, not a rule: what was let in replays whatever the allowance is.

import { Problem, parseNote, type Received } from '@sulh/record';
import { Budget } from './budget.ts';

/** Of one member an hour; its organisation's keys have five times as many together. */
export const ENTRIES_AN_HOUR = 2_000;
const MEMBERS = 5;
const HOUR_MS = 3_600_000;
/** So many entries of the record's last hour are looked at when a host starts, the newest: more than five organisations may write. */
const RECALLED = 50_000;

/** What a record holds, in the order in which it came. */
interface Held {
  readonly size: number;
  receivedAt(index: number): string;
  note(index: number): string;
}

export class Allowance {
  readonly #limits: { readonly member: number; readonly organisation: number };
  readonly #members: Budget;
  readonly #organisations: Budget;
  readonly #now: () => Date;

  constructor(anHour: number, now: () => Date) {
    this.#limits = { member: anHour, organisation: anHour * MEMBERS };
    this.#members = new Budget(this.#limits.member, HOUR_MS, now);
    this.#organisations = new Budget(this.#limits.organisation, HOUR_MS, now);
    this.#now = now;
  }

  /** Counts what the record took in within the last hour: that its host was stopped since forgives nothing. */
  recall(record: Held): void {
    const hourAgo = this.#now().getTime() - HOUR_MS;
    const at = (index: number): number => Date.parse(record.receivedAt(index));
    let first = record.size;
    while (first > 0 && record.size - first < RECALLED && at(first - 1) > hourAgo) first -= 1;
    for (let index = first; index < record.size; index++)
      this.#spend(authorOf(parseNote(record.note(index)).signatures[0]!.name), at(index));
  }

  /** Why the author of an entry whose signatures hold must wait: Problem `allowance-used`. */
  refuses(received: Received): Problem | undefined {
    const { member, organisation } = authorOf(received.signers[0]!.name);
    const own = this.#members.wait(member);
    if (own > 0) return new Problem('allowance-used', { who: member, limit: this.#limits.member, seconds: own });
    const all = organisation === undefined ? 0 : this.#organisations.wait(organisation);
    if (all === 0) return undefined;
    return new Problem('allowance-used', { who: organisation!, limit: this.#limits.organisation, seconds: all });
  }

  /** Counts an entry that was let in. */
  spend(received: Received): void {
    this.#spend(authorOf(received.signers[0]!.name));
  }

  #spend({ member, organisation }: ReturnType<typeof authorOf>, at?: number): void {
    this.#members.spend(member, at);
    if (organisation !== undefined) this.#organisations.spend(organisation, at);
  }
}

/**
 * Whose allowance an entry is of: its first signer's. A root key has one to itself, so that an organisation whose members' keys
 * are in other hands can still revoke them.
 */
function authorOf(signer: string): { member: string; organisation?: string } {
  const [organisation, seat] = signer.split('/').slice(-2) as [string, string];
  const member = `${organisation}/${seat}`;
  return seat === 'root' ? { member } : { member, organisation };
}
