import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Problem } from './problem.ts';

/**
 * Takes a folder for this process alone and returns what gives it back. The lock is the operating system's own, on the
 * file `lock`, held through SQLite, which does so alike on every system: it is gone with the process however that ended,
 * so it cannot be left behind by a crash, mistaken for another process of the same number, or won by two at once.
 * Throws Problem `folder-in-use` with what the holder wrote of itself.
 */
export function lockFolder(folder: string): () => void {
  const holder = join(folder, 'lock.holder');
  const database = new DatabaseSync(join(folder, 'lock'));
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    throw new Problem('folder-in-use', {
      folder,
      holder: existsSync(holder) ? readFileSync(holder, 'utf8').slice(0, 200) : '',
    });
  }
  try {
    // For people only; nothing is decided by it.
    writeFileSync(holder, `process ${process.pid}, since ${new Date().toISOString()}\n`);
  } catch (error) {
    database.close();
    throw error;
  }
  let held = true;
  return () => {
    if (held) database.close();
    held = false;
  };
}
