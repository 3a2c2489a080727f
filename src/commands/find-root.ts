import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LifecycleError } from '../model/failure.js';
import type { Terminal } from './terminal.js';

/** The file that makes a folder a project. */
export const CONFIG_FILE = 'lifecycle.config.yaml';

/** The project's folder: `--project`, or the nearest one upwards that has a `lifecycle.config.yaml`. */
export function findRoot(terminal: Terminal, project: string | undefined): string {
  if (project !== undefined) {
    const root = resolve(terminal.cwd, project);
    if (existsSync(join(root, CONFIG_FILE))) return root;
    throw new LifecycleError(
      'LC900',
      `there is no ${CONFIG_FILE} in ${project}`,
      ['give the folder that has it, or make a project with lifecycle init'],
      2,
    );
  }
  for (let folder = resolve(terminal.cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, CONFIG_FILE))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new LifecycleError(
    'LC900',
    `there is no ${CONFIG_FILE} here or in any folder above`,
    ['go to the project, name it with --project DIR, or make one with lifecycle init'],
    2,
  );
}
