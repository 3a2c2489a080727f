import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic } from '../model/diagnostic.js';
import type { ReadResult } from '../read/read-project.js';
import { openStampedFile } from '../read/stamped-file.js';
import { readingKey, readingMakers, readingPackages } from './reading-key.js';

/** Everything that was found wrong with a project, for as long as nothing of it changes. */
export interface FoundMemory {
  /** Null where anything is other than it was. */
  recall(reading: ReadResult): readonly Diagnostic[] | null;
  keep(reading: ReadResult, found: readonly Diagnostic[]): void;
}

interface Entries {
  readonly key: string;
  readonly found: readonly Diagnostic[];
}

const FILE = 'found.json';
/** The memory of what was found last, in one file of `folder`. One that cannot be read is empty, and one that cannot be written is left out: it saves time and is never needed. */
export function openFoundMemory(folder: string): FoundMemory {
  const file = openStampedFile<Entries>(folder, FILE, readingMakers, readingPackages);
  return {
    recall: (reading) => (file.entries?.key === readingKey(reading) ? file.entries.found : null),
    keep(reading, found) {
      const entries: Entries = { key: readingKey(reading), found };
      // JSON cannot say everything.
      if (isDeepStrictEqual(JSON.parse(JSON.stringify(found)), found)) file.write(entries);
    },
  };
}
