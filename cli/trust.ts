// What the command line takes from a host only after checking it: to whom something is sealed. A host that could slip in a
// recipient of its own would read what it must not. So the record is audited first, and the seal keys are those that its
// signed entries say.

import { Mechanism, type State } from '@sulh/mechanism';
import { audit, Problem, parsePolicy } from '@sulh/record';
import { httpSource } from '@sulh/record/source';
import type { Client } from './client.ts';
import { readText } from './files.ts';
import type { Signer } from './keys.ts';
import { UsageError } from './out.ts';

export interface TrustOptions {
  /** File of one's own policy, or one's own copy of the log's key. */
  readonly policy?: string;
  readonly vkey?: string;
}

/** The rules' state by the notes that the host shows to the client, each checked. Throws Problem `record-not-sound`. */
export async function checkedState(client: Client, signer: Signer, options: TrustOptions): Promise<State> {
  if (options.policy && options.vkey) throw new UsageError('give --policy or --vkey, not both.');
  const own = options.policy
    ? await readText(options.policy, 256 * 1024)
    : options.vkey
      ? `log ${options.vkey}\nquorum none\n`
      : undefined;
  const source = httpSource(
    `${client.url}/records/${client.record}`,
    fetch,
    client.authorization ? { authorization: client.authorization } : {},
  );
  const mechanism = new Mechanism(signer.origin);
  const policy = parsePolicy(own ?? (await source.policy()));
  const result = await audit(source, mechanism, { policy, now: Date.now() });
  const [first] = result.findings;
  if (first) throw new Problem('record-not-sound', { code: first.code, found: result.findings.length });
  if (result.origin !== signer.origin) throw new Problem('other-record', { expected: signer.origin });
  return mechanism.state;
}
