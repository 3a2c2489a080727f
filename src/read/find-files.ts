import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareText, type Diagnostic } from '../model/diagnostic.js';
import { unreadable } from './read-file.js';

const MAX_DEPTH = 16;
const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** The regular files below a folder, and what stands in the way of others. */
export interface FoundFiles {
  /** Relative to the project root, with forward slashes, sorted by code units. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Lists every file below `folder` of the project; hidden ones are left out, a missing folder is empty. Links, pipes and names that are the
 * same on some computers (`Help` and `help`) are findings.
 */
export function findFiles(root: string, folder: string): FoundFiles {
  const files: string[] = [];
  const diagnostics: Diagnostic[] = [];
  if (lstatSync(join(root, folder), { throwIfNoEntry: false })?.isSymbolicLink() === true)
    report(folder, 'is a link', 'put the folder itself here');
  else visit(folder, 0);
  return { files: files.sort(compareText), diagnostics };

  function visit(path: string, depth: number): void {
    const seen = new Map<string, string>();
    for (const entry of list(path)) {
      const file = `${path}/${entry.name}`;
      const folded = entry.name.normalize('NFC').toLowerCase();
      const twin = seen.get(folded);
      seen.set(folded, file);
      if (twin !== undefined) report(file, `has the same name as ${twin} on many computers`, 'rename one of them');
      else if (RESERVED_ON_WINDOWS.test(entry.name) || /[. ]$/.test(entry.name))
        report(file, 'has a name that Windows cannot have', 'rename it');
      else if (entry.isSymbolicLink()) report(file, 'is a link', 'put the file itself here');
      else if (entry.isFile()) files.push(file);
      else if (!entry.isDirectory()) report(file, 'is not a regular file', 'take it away');
      else if (depth < MAX_DEPTH) visit(file, depth + 1);
      else report(file, 'lies too deep', `keep folders at most ${MAX_DEPTH} deep`);
    }
  }

  function list(path: string): readonly Dirent[] {
    try {
      const entries = readdirSync(join(root, path), { withFileTypes: true });
      return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => compareText(a.name, b.name));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      if (code !== 'ENOENT') report(path, `cannot be listed (${code})`);
      return [];
    }
  }

  function report(file: string, why: string, help?: string): void {
    diagnostics.push(unreadable(file, why, help));
  }
}
