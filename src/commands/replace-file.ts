import { chmodSync, lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { LifecycleError } from '../model/failure.js';

/**
 * Writes a file of the project in `root` whole or not at all; what is there keeps its permissions. Throws LC916 when it cannot be written, is a link, or lies
 * outside the project behind one.
 */
export function replaceFile(root: string, file: string, text: string): void {
  const path = join(root, file);
  const fresh = `${path}.new`;
  try {
    const inside = relative(realpathSync(root), realpathSync(dirname(path)));
    if (inside.split(sep)[0] === '..') throw new Error('it lies outside the project, behind a link');
    const before = lstatSync(path, { throwIfNoEntry: false });
    if (before !== undefined && !before.isFile()) throw new Error('it is not a regular file');
    // `wx`: a file of that name that is somebody else's is left alone.
    writeFileSync(fresh, text, { flag: 'wx' });
    try {
      if (before !== undefined) chmodSync(fresh, before.mode & 0o777);
      renameSync(fresh, path);
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LifecycleError(
      'LC916',
      `${file} cannot be written: ${why}`,
      [`mend that, or change the file by hand`],
      3,
      {
        cause,
      },
    );
  }
}
