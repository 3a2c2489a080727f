import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ReadResult } from '../read/read-project.js';
import { openStampedFile } from '../read/stamped-file.js';
import { readingKey, readingMakers, readingPackages } from './reading-key.js';

/** What was built last, and what was said of it. */
export interface Built {
  readonly hash: string;
  readonly campaigns: number;
  readonly templates: number;
  readonly notes: readonly string[];
}

/** Which plan was made of a project, for as long as nothing of either changes. */
export interface BuiltMemory {
  /** Null where anything of the project is other than it was, or the plan at `path` is not the very one that was made of it. */
  recall(reading: ReadResult, path: string): Built | null;
  keep(reading: ReadResult, path: string, built: Built): void;
}

interface Entries {
  readonly key: string;
  /** Of the bytes of the plan. */
  readonly digest: string;
  readonly built: Built;
}

const FILE = 'built.json';

/** The memory of the last build by this compiler, in one file of `folder`. One that cannot be read is empty, and one that cannot be written is left out: it saves time and is never needed. */
export function openBuiltMemory(folder: string, compiler: string): BuiltMemory {
  const file = openStampedFile<Entries>(folder, FILE, readingMakers, readingPackages);
  const keyOf = (reading: ReadResult): string => `${compiler} ${readingKey(reading)}`;
  return {
    recall(reading, path) {
      if (file.entries === null || file.entries.key !== keyOf(reading)) return null;
      return file.entries.digest === digestAt(path) ? file.entries.built : null;
    },
    keep(reading, path, built) {
      const digest = digestAt(path);
      if (digest !== null) file.write({ key: keyOf(reading), digest, built });
    },
  };
}

function digestAt(path: string): string | null {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return null;
  }
}
