import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LifecycleError } from '../model/failure.js';
import { LOCK_FILE, type LockFile } from '../model/lock-file.js';

/** What the lock says of the people who come into campaigns; nothing where there is no lock. Throws LC961 when it cannot be read. */
export function loadTraffic(root: string): NonNullable<LockFile['traffic']> {
  const path = join(root, LOCK_FILE);
  if (!existsSync(path)) return {};
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as LockFile | null)?.traffic ?? {};
  } catch (cause) {
    throw new LifecycleError(
      'LC961',
      `${LOCK_FILE} cannot be read: it is not JSON`,
      ['see what is wrong with lifecycle check, or take it from Git again'],
      3,
      { cause },
    );
  }
}
