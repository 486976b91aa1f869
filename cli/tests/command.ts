// Runs the real command as a person does: `sulh …` in a process of its own, with an empty folder to work in.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
const SULH = join(ROOT, 'cli/sulh.mjs');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `sulh` to its end. `input` goes to its standard input. */
export function sulh(args: readonly string[], { cwd = ROOT, input = '', env = {} } = {}): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [SULH, ...args], { cwd, env: { ...process.env, ...env } });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      out += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      err += part;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, out, err }));
    child.stdin.on('error', () => {}).end(input);
  });
}

/** The commands of a guide below a heading, its title too: one list for each block, long lines in one. */
export function guide(name: string): (heading: string) => string[][] {
  const page = readFileSync(join(ROOT, 'docs/guides', name), 'utf8');
  return (heading) => {
    const section = page.split(/^##? /m).find((one) => one.startsWith(heading));
    if (section === undefined) throw new Error(`${name} has no section ${heading}`);
    return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) =>
      text.replaceAll('\\\n', ' ').trim().split('\n'),
    );
  };
}

/** The key file, in `folder`, of a member of the demonstration whose host keeps its data in `data`. */
export function demoKeyFile(folder: string, data: string, member: string): string {
  const keys = JSON.parse(readFileSync(join(data, 'demo-keys.json'), 'utf8')) as Record<string, Record<string, string>>;
  const file = join(folder, `${member.replace('/', '-')}.key`);
  writeFileSync(file, `${keys['doha-istanbul']![member]}\n`, { mode: 0o600 });
  return file;
}

/** A folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-cli-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Started {
  readonly url: string;
  readonly said: () => string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `sulh start` on a free port and waits until it says where it is. */
export function started(data: string, args: readonly string[] = [], env = {}): Promise<Started> {
  return new Promise((done, fail) => {
    // Not through the launcher: what is killed is the host itself.
    const child = spawn(
      process.execPath,
      [join(ROOT, 'cli/sulh.ts'), 'start', '--port', '0', '--data', data, ...args],
      {
        env: { ...process.env, ...env },
      },
    );
    let said = '';
    const ended = new Promise<number | null>((end) => child.on('exit', (code) => end(code)));
    const heard = (part: string) => {
      said += part;
      const url = /Sulh is running at (\S+)/.exec(said)?.[1];
      // The last line that it says when it is ready.
      if (url && said.includes('Stop with Ctrl-C'))
        done({
          url,
          said: () => said,
          stop(signal = 'SIGTERM') {
            child.kill(signal);
            return ended;
          },
        });
    };
    child.stdout.setEncoding('utf8').on('data', heard);
    child.stderr.setEncoding('utf8').on('data', heard);
    ended.then((code) => fail(new Error(`sulh start ended with ${code}: ${said}`)));
  });
}
