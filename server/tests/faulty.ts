import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { disk, type Files, type OpenFile } from '@sulh/record/folder';

/** What may befall one change of the disk. `kill` and `cut` end the process: nothing after it is done either. */
export type Fault = 'ENOSPC' | 'EROFS' | 'EIO' | 'short' | 'kill' | 'cut';

export interface FaultyDisk extends Files {
  /** How many changes of the disk were asked for. */
  readonly changes: number;
  /** Whether it refuses every change. */
  readonly full: boolean;
  /** The disk is well again: until the change number `at`, if one is told, which meets another fault. */
  heal(at?: number, fault?: Fault): void;
  /** After a `cut`: takes away or tears what no flush had made durable, in a pattern that `random` chooses. */
  loseUnflushed(random: () => number): void;
}

/**
 * The disk, on which the change number `at` meets a fault. A full or read-only disk stays so; EIO strikes once, as
 * disks do; a short write leaves half of its bytes behind.
 */
export function faultyDisk(first: number, firstFault: Fault): FaultyDisk {
  let at = first;
  let fault = firstFault;
  let changes = 0;
  let dead = false;
  const contents = new Map<string, Uint8Array | undefined>();
  const names = new Map<string, Set<string>>();
  const flushed = new Map<string, number>();

  const fail = (code: string): never => {
    throw Object.assign(new Error(code), { code, syscall: 'test' });
  };
  const change = (act: () => void, half?: () => void): void => {
    const now = changes++;
    if (dead) fail(fault === 'kill' || fault === 'cut' ? 'EKILLED' : fault);
    if (now !== at) {
      act();
      return;
    }
    dead = fault !== 'EIO' && fault !== 'short';
    if (fault === 'short' || fault === 'cut' || fault === 'kill') half?.();
    fail(fault === 'short' ? 'ENOSPC' : fault === 'kill' || fault === 'cut' ? 'EKILLED' : fault);
  };
  const newName = (path: string) => {
    const folder = dirname(path);
    names.set(folder, (names.get(folder) ?? new Set()).add(path));
  };
  const before = (path: string) => disk.read(path);

  return {
    get changes() {
      return changes;
    },
    get full() {
      return dead;
    },
    heal(next = -1, other = fault) {
      dead = false;
      at = next;
      fault = other;
    },
    makeFolder: (path) => change(() => disk.makeFolder(path)),
    list: disk.list,
    read: disk.read,
    size: disk.size,
    write(path, bytes, mode) {
      if (!contents.has(path)) contents.set(path, before(path));
      newName(path);
      change(
        () => disk.write(path, bytes, mode),
        () => disk.write(path, bytes.subarray(0, bytes.length / 2), mode),
      );
    },
    rename(from, to) {
      if (!contents.has(to)) contents.set(to, before(to));
      newName(to);
      change(() => disk.rename(from, to));
    },
    remove: (path) => change(() => disk.remove(path)),
    async sync(path) {
      change(() => {});
      await disk.sync(path);
      contents.delete(path);
      for (const name of names.get(path) ?? []) {
        // A rename is durable with its folder; the bytes were flushed before it under the temporary name.
        contents.delete(name);
      }
      names.delete(path);
    },
    open(path): OpenFile {
      const fresh = disk.read(path) === undefined;
      let file!: OpenFile;
      change(() => {
        file = disk.open(path);
      });
      if (fresh) newName(path);
      if (!flushed.has(path)) flushed.set(path, disk.read(path)?.length ?? 0);
      return {
        read: (offset, length) => file.read(offset, length),
        write: (offset, bytes) =>
          change(
            () => file.write(offset, bytes),
            () => file.write(offset, bytes.subarray(0, bytes.length / 2)),
          ),
        truncate: (size) => change(() => file.truncate(size)),
        async sync() {
          change(() => {});
          await file.sync();
          flushed.set(path, disk.read(path)?.length ?? 0);
        },
        close: () => file.close(),
      };
    },
    loseUnflushed(random) {
      for (const [path, old] of contents) {
        const fate = random();
        if (fate < 0.3) continue;
        if (fate < 0.5 && disk.read(path)) writeFileSync(path, '');
        else if (old) writeFileSync(path, old);
        else rmSync(path, { force: true });
      }
      for (const [path, size] of flushed) {
        const bytes = disk.read(path);
        if (!bytes || bytes.length <= size) continue;
        const torn = Buffer.from(readFileSync(path));
        for (let at = size; at < torn.length; at += 128) if (random() < 0.4) torn.subarray(at, at + 128).fill(0);
        writeFileSync(
          path,
          random() < 0.5 ? torn : torn.subarray(0, size + Math.floor(random() * (torn.length - size))),
        );
      }
    },
  };
}
