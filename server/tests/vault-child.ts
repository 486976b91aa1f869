// Sends a file into a vault from where it stands, part by part, saying each, until it is killed: `vault-child.ts FOLDER
// PARTS [UPLOAD]`. After so many parts it only waits for that.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { State } from '@sulh/mechanism';
import { Vault } from '../vault.ts';

const [folder, parts, known] = process.argv.slice(2) as [string, string, string | undefined];
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
  let said = 0;
  for (let at = offset; at < bytes.length; at += 20_000) {
    yield bytes.subarray(at, at + 20_000);
    console.log('part');
    if (++said >= Number(parts)) await new Promise(() => {});
    await setTimeout(1);
  }
}
// Alive until it is killed, also when it has nothing more to send: whole, the next one finds it so.
setInterval(() => {}, 60_000);
await vault.append(id, viewer, offset, Readable.from(slowly()));
console.log('all');
