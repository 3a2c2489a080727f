import { lockText } from '../compile/lock-text.js';
import { LOCK_FILE, type LockFile } from '../model/lock-file.js';
import { replaceFile } from './replace-file.js';

/** Writes `lifecycle.lock` of the project in `root`, whole or not at all. Throws LC916 when it cannot. */
export function writeLock(root: string, lock: LockFile): void {
  replaceFile(root, LOCK_FILE, lockText(lock));
}
