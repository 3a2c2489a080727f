import { join } from 'node:path';
import { checkProject } from '../check/check-project.js';
import { type CompileAll, uncompiledTemplates } from '../compile/templates/compile-templates.js';
import { openFileCache } from '../compile/templates/file-cache.js';
import { rememberTemplates, type TemplateCache } from '../compile/templates/template-cache.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Project } from '../model/project.js';
import { ReadMemory } from '../read/read-memory.js';
import { type ReadResult, readProject, type StandIn } from '../read/read-project.js';
import { openReadingCache } from '../read/reading-cache.js';
import { unreadCampaigns } from '../read/unread-campaigns.js';
import { openCheckCache } from './check-cache.js';
import { type ChoreRoom, openChoreRoom } from './chore-room.js';
import { compileInRoom } from './compile-ahead.js';
import { type EmailMemory, openEmailMemory } from './email-memory.js';
import { type FoundMemory, openFoundMemory } from './found-memory.js';

/** One project, read again and again while somebody works on it: what did not change is not done twice. */
export interface Session {
  /** Makes ready for the first reading what more than one thread can do of it. */
  prepare?(): Promise<void>;
  /** Reads the project as it is now. */
  read(standIn: StandIn | null): ReadResult;
  /** Everything that the rules find wrong with the project that was read last. */
  check(project: Project): readonly Diagnostic[];
  readonly templates: TemplateCache;
  /** Compiles what is in no cache; without it that is done here. */
  readonly compileAll?: CompileAll;
  /** Where work is done that takes long; without it all of it is done here. */
  readonly chores?: ChoreRoom;
  /** What was found wrong with emails; without it they are not looked at. */
  readonly emails?: EmailMemory;
  /** What was found in all of it together. */
  readonly found?: FoundMemory;
}

/** Begins a session of one reading: if nothing has changed since the last of them, nothing is looked at again. */
export function openOneReading(root: string, chores: ChoreRoom = openChoreRoom()): Session {
  const session = openSession(root, chores);
  const found = openFoundMemory(join(root, '.lifecycle', 'cache'));
  return { ...session, chores, found };
}

/** Begins a session on the project in `root`, with what earlier processes left in its cache. */
export function openSession(root: string, chores: ChoreRoom | null = null): Session {
  const folder = join(root, '.lifecycle', 'cache');
  const memory = new ReadMemory();
  const readings = openReadingCache(folder);
  // Large files, and not needed where nothing changed.
  const checks = once(() => openCheckCache(folder));
  const emails = once(() => openEmailMemory(folder));
  const templates = rememberTemplates(openFileCache(folder));
  const compiler = chores && compileInRoom(chores);
  // Only a first reading asks the caches for every file; and what an editor has not saved yet would push out what is there.
  let isFirst = true;
  let isWhole = false;
  return {
    async prepare() {
      if (chores === null) return;
      const unread = unreadCampaigns(root, memory, readings);
      if (unread.length === 0) return;
      const begun = chores.begin(
        'yaml',
        unread.map(({ source: { file, text }, order }) => ({ file, text, order })),
        YAML_WEIGHT,
      );
      // While another thread begins with the campaigns, this one reads all else, and hands out the templates to follow them.
      const { project } = readProject(root, { memory, cache: readings, withoutCampaigns: true });
      if (project !== null) compiler?.begin(uncompiledTemplates(project, templates));
      for (const [at, node] of (await begun.finish()).entries()) if (node !== null) readings.put(unread[at]!.key, node);
    },
    read(standIn) {
      const result = readProject(root, { standIn, memory, cache: readings });
      isWhole = isFirst && standIn === null;
      isFirst = false;
      if (isWhole) readings.save();
      return result;
    },
    check(project) {
      const found = checkProject(project, checks());
      if (isWhole) checks().save();
      return found;
    },
    templates,
    ...(compiler === null ? {} : { compileAll: compiler.compileAll }),
    emails: {
      recall: (key) => emails().recall(key),
      keep: (key, problems) => emails().keep(key, problems),
      save: () => isWhole && emails().save(),
    },
  };
}

/** About how many milliseconds it takes to read a campaign. */
const YAML_WEIGHT = 2;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
