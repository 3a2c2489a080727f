import { join } from 'node:path';
import { openFileCache } from '../compile/templates/file-cache.js';
import { rememberTemplates, type TemplateCache } from '../compile/templates/template-cache.js';
import { ReadMemory } from '../read/read-memory.js';
import { type ReadResult, readProject, type StandIn } from '../read/read-project.js';
import { openReadingCache } from '../read/reading-cache.js';

/** One project, read again and again while somebody works on it: what did not change is not done twice. */
export interface Session {
  /** Reads the project as it is now. */
  read(standIn: StandIn | null): ReadResult;
  readonly templates: TemplateCache;
}

/** Begins a session on the project in `root`, with what earlier processes left in its cache. */
export function openSession(root: string): Session {
  const folder = join(root, '.lifecycle', 'cache');
  const memory = new ReadMemory();
  const cache = openReadingCache(folder);
  let isFirst = true;
  return {
    read(standIn) {
      const result = readProject(root, { standIn, memory, cache });
      // Only a first reading asks the cache for every file; and what an editor has not saved yet would push out what is there.
      if (isFirst && standIn === null) cache.save();
      isFirst = false;
      return result;
    },
    templates: rememberTemplates(openFileCache(folder)),
  };
}
