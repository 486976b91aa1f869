import * as fs from 'node:fs';
import { dirname } from 'node:path';

/**
 * What a record's folder needs of a disk: the few operations at which a crash or a fault can strike, so that tests can
 * strike at each. Writes land in the system's cache at once; only `sync` waits for the disk, and so is the one that
 * does not block.
 */
export interface Files {
  /** Makes a folder and those above it. */
  makeFolder(path: string): void;
  /** Names in a folder; none when there is no such folder. */
  list(path: string): string[];
  /** A whole file, or undefined when there is none. */
  read(path: string): Uint8Array | undefined;
  /** How many bytes a file has, or undefined when there is none. */
  size(path: string): number | undefined;
  /** Writes a whole new file. */
  write(path: string, bytes: Uint8Array, mode?: number): void;
  /** Puts a file in another's place, in one step. */
  rename(from: string, to: string): void;
  /** Removes a file or folder, if there. */
  remove(path: string): void;
  /** Makes a file's bytes, or a folder's names, durable. */
  sync(path: string): Promise<void>;
  /** Opens a file to read and write at places, making it if need be. */
  open(path: string): OpenFile;
}

export interface OpenFile {
  /** Up to `length` bytes; fewer at the end of the file. */
  read(offset: number, length: number): Uint8Array;
  /** Writes all bytes or throws; when it throws, some may have been written. */
  write(offset: number, bytes: Uint8Array): void;
  truncate(size: number): void;
  /** Makes what was written durable (fdatasync). */
  sync(): Promise<void>;
  close(): void;
}

/** The disk itself. */
export const disk: Files = {
  makeFolder(path) {
    fs.mkdirSync(path, { recursive: true });
  },
  list(path) {
    return absent(() => fs.readdirSync(path)) ?? [];
  },
  read(path) {
    return absent(() => fs.readFileSync(path));
  },
  size(path) {
    return fs.statSync(path, { throwIfNoEntry: false })?.size;
  },
  write(path, bytes, mode = 0o644) {
    const fd = fs.openSync(path, 'w', mode);
    try {
      writeAll(fd, bytes, 0);
    } finally {
      fs.closeSync(fd);
    }
  },
  rename(from, to) {
    fs.renameSync(from, to);
  },
  remove(path) {
    fs.rmSync(path, { recursive: true, force: true });
  },
  sync(path) {
    return new Promise((resolve, reject) => {
      fs.open(path, 'r', (openError, fd) => {
        if (openError) return reject(openError);
        fs.fsync(fd, (error) => fs.close(fd, () => (error ? reject(error) : resolve())));
      });
    });
  },
  open(path) {
    const fd = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
    return {
      read(offset, length) {
        const bytes = Buffer.allocUnsafe(length);
        let done = 0;
        while (done < length) {
          const count = fs.readSync(fd, bytes, done, length - done, offset + done);
          if (count === 0) break;
          done += count;
        }
        return new Uint8Array(bytes.buffer, bytes.byteOffset, done);
      },
      write(offset, bytes) {
        writeAll(fd, bytes, offset);
      },
      truncate(size) {
        fs.ftruncateSync(fd, size);
      },
      sync() {
        return new Promise((resolve, reject) => {
          fs.fdatasync(fd, (error) => (error ? reject(error) : resolve()));
        });
      },
      close() {
        fs.closeSync(fd);
      },
    };
  },
};

function writeAll(fd: number, bytes: Uint8Array, offset: number): void {
  let done = 0;
  while (done < bytes.length) done += fs.writeSync(fd, bytes, done, bytes.length - done, offset + done);
}

function absent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces a file in one step: whoever reads sees the old bytes or the new. Durable only after a `sync`. */
export function replaceFile(files: Files, path: string, bytes: Uint8Array): void {
  const temporary = `${path}.tmp`;
  files.write(temporary, bytes);
  files.rename(temporary, path);
}

/** Replaces a file and waits until the new bytes would survive a power cut. */
export async function replaceFileDurably(files: Files, path: string, bytes: Uint8Array, mode?: number): Promise<void> {
  const temporary = `${path}.tmp`;
  files.write(temporary, bytes, mode);
  await files.sync(temporary);
  files.rename(temporary, path);
  await files.sync(dirname(path));
}
