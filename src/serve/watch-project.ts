import { join, relative } from 'node:path';
import { watch } from 'chokidar';
import { LOCK_FILE } from '../model/lock-file.js';
import { PERSONAS } from '../model/project.js';

/** Until nothing has been saved for so long, more may come: an editor that writes and renames, a branch that is checked out. */
const QUIET_MS = 25;

/** What of a project is watched: what `check` reads. */
const FILES = ['lifecycle.config.yaml', 'lifecycle.baseline.json', LOCK_FILE];
const FOLDERS = ['campaigns', 'templates', PERSONAS];

/** A watch on the files of a project. */
export interface Watch {
  /** Resolves once everything is watched. */
  readonly ready: Promise<void>;
  /** Resolves when something was saved since the last time, and nothing for a moment after it; false when the watch was closed. */
  next(): Promise<boolean>;
  close(): Promise<void>;
}

/** Watches the files of the project in `root`; however many are saved at once, it is one change. */
export function watchProject(root: string, sleep: (ms: number) => Promise<void>): Watch {
  let changes = 0;
  let seen = 0;
  let isOpen = true;
  let wake: () => void = () => undefined;
  const nameOf = (path: string): string => relative(root, path).replaceAll('\\', '/');
  // A folder that is not there yet is seen when it comes: what is watched is the root, and all else in it left out.
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (path) => !isWatched(nameOf(path)),
  });
  const notice = (): void => {
    changes += 1;
    wake();
  };
  watcher.on('all', (_event, path) => {
    if (isOurs(nameOf(path))) notice();
  });
  // Of two saves within a twentieth of a second chokidar tells the first alone, and what it would show is not there any more.
  watcher.on('raw', (_event, name, details) => {
    const { watchedPath } = details as { readonly watchedPath: string };
    if ([watchedPath, join(watchedPath, name)].some((path) => isOurs(nameOf(path)))) notice();
  });
  // A folder that may not be read, or is gone in the middle of being listed: the check says so.
  watcher.on('error', () => wake());
  return {
    ready: new Promise((done) => watcher.once('ready', () => done())),
    async next() {
      while (isOpen && changes === seen)
        await new Promise<void>((done) => {
          wake = done;
        });
      while (isOpen && changes !== seen) {
        seen = changes;
        await sleep(QUIET_MS);
      }
      return isOpen;
    },
    async close() {
      isOpen = false;
      wake();
      await watcher.close();
    },
  };
}

/** Whether it is one of the files, or lies in one of the folders. */
function isOurs(name: string): boolean {
  return FILES.includes(name) || FOLDERS.some((folder) => name === folder || name.startsWith(`${folder}/`));
}

/** What is ours, and what leads there. */
function isWatched(name: string): boolean {
  if (name.split('/').some((part) => part.startsWith('.'))) return false;
  return name === '' || isOurs(name) || FOLDERS.some((folder) => folder.startsWith(`${name}/`));
}
