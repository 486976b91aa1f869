#!/usr/bin/env node
// Starts the `sulh` command with the Node that the project is pinned to, whatever Node a person has.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { MAJOR, pinnedNode, ROOT } from '../scripts/pinned.mjs';

const node = pinnedNode();
if (!node) {
  console.error(`sulh: Node ${MAJOR} is not installed here. Run \`npm ci\` (or \`npm start\`) in ${ROOT} first.`);
  process.exit(2);
}
const child = spawn(node, [join(ROOT, 'cli/sulh.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.on('SIGTERM', () => child.kill('SIGTERM'));
// A terminal's Ctrl-C reaches the command too: it decides how to end.
process.on('SIGINT', () => {});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1)));
