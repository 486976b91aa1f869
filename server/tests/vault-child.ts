// Sends a file into a vault, slowly, from where it stands, until it is killed: `vault-child.ts FOLDER [UPLOAD]`.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { State } from '@sulh/mechanism';
import { Vault } from '../vault.ts';

const [folder, known] = process.argv.slice(2) as [string, string | undefined];
const viewer = { member: 'north/monitor', organisation: 'north', seats: ['monitor'] };
const bytes = readFileSync(join(folder, 'bytes'));
const vault = await Vault.open({ folder, state: () => new State('x'), now: () => new Date(), log: () => {} });
const id = known || (await vault.begin(viewer, bytes.length, createHash('sha256').update(bytes).digest('hex')));
const { offset } = await vault.progress(id, viewer);
if (offset === bytes.length) {
  console.log('done');
  process.exit(0);
}
console.log(`at ${id} ${offset}`);
async function* slowly() {
  for (let at = offset; at < bytes.length; at += 20_000) {
    yield bytes.subarray(at, at + 20_000);
    await setTimeout(1);
  }
}
await vault.append(id, viewer, offset, Readable.from(slowly()));
// Whole: the next one finds it so.
await setTimeout(10_000);
