import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Where a project lies in its Git repository: `''`, or a folder with a slash at the end (`shops/kettle/`); `''` also outside of any. */
export function folderInRepository(root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    // A file, not a folder, in worktrees and submodules.
    if (existsSync(join(folder, '.git'))) {
      const path = relative(folder, root).replaceAll('\\', '/');
      return path === '' ? '' : `${path}/`;
    }
    if (dirname(folder) === folder) return '';
  }
}
