import { join } from 'node:path';
import { checkProject } from '../check/check-project.js';
import { openFileCache } from '../compile/templates/file-cache.js';
import { rememberTemplates, type TemplateCache } from '../compile/templates/template-cache.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Project } from '../model/project.js';
import { ReadMemory } from '../read/read-memory.js';
import { type ReadResult, readProject, type StandIn } from '../read/read-project.js';
import { openReadingCache } from '../read/reading-cache.js';
import { openCheckCache } from './check-cache.js';
import { type EmailMemory, openEmailMemory } from './email-memory.js';

/** One project, read again and again while somebody works on it: what did not change is not done twice. */
export interface Session {
  /** Reads the project as it is now. */
  read(standIn: StandIn | null): ReadResult;
  /** Everything that the rules find wrong with the project that was read last. */
  check(project: Project): readonly Diagnostic[];
  readonly templates: TemplateCache;
  /** What was found wrong with emails; without it they are not looked at. */
  readonly emails?: EmailMemory;
}

/** Begins a session on the project in `root`, with what earlier processes left in its cache. */
export function openSession(root: string): Session {
  const folder = join(root, '.lifecycle', 'cache');
  const memory = new ReadMemory();
  const readings = openReadingCache(folder);
  const checks = openCheckCache(folder);
  const emails = openEmailMemory(folder);
  // Only a first reading asks the caches for every file; and what an editor has not saved yet would push out what is there.
  let isFirst = true;
  let isWhole = false;
  return {
    read(standIn) {
      const result = readProject(root, { standIn, memory, cache: readings });
      isWhole = isFirst && standIn === null;
      isFirst = false;
      if (isWhole) readings.save();
      return result;
    },
    check(project) {
      const found = checkProject(project, checks);
      if (isWhole) checks.save();
      return found;
    },
    templates: rememberTemplates(openFileCache(folder)),
    emails: { ...emails, save: () => isWhole && emails.save() },
  };
}
