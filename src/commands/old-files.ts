import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Plan } from '../model/plan.js';
import { CONFIG_FILE } from './find-root.js';
import { openGit } from './git.js';
import { loadPlan } from './load-plan.js';
import type { Terminal } from './terminal.js';

/** What an edit is compared with, in words such as `main at 1a2b3c4`, and as `--against` names it again: a plan, a folder with a project, or a state in which the project is not there yet. */
export type OldFiles =
  | { readonly kind: 'plan'; readonly words: string; readonly name: string; readonly plan: Plan }
  | { readonly kind: 'folder'; readonly words: string; readonly name: string; readonly folder: string }
  | { readonly kind: 'none'; readonly words: string; readonly name: string };

/**
 * Finds the plan or folder of that name, else the files of the Git revision; without a name, those of where this state and the default branch parted. Files of a revision are there for as
 * long as `use` takes; the work tree is not touched. Throws LC919 when there is nothing of that name.
 */
export async function withOldFiles<Result>(
  terminal: Terminal,
  root: string,
  against: string | undefined,
  use: (old: OldFiles) => Promise<Result>,
): Promise<Result> {
  const path = against === undefined ? null : resolve(terminal.cwd, against);
  if (against !== undefined && path !== null && existsSync(path)) {
    if (statSync(path).isFile())
      return use({ kind: 'plan', words: against, name: against, plan: loadPlan(terminal, terminal.cwd, against) });
    if (existsSync(join(path, CONFIG_FILE)))
      return use({ kind: 'folder', words: against, name: against, folder: path });
  }
  const git = openGit(root, terminal.env);
  const revision = against === undefined ? git.mergeBase() : git.find(against);
  const words = `${revision.name} at ${revision.commit.slice(0, 7)}`;
  const name = revision.commit.slice(0, 12);
  const folder = mkdtempSync(join(tmpdir(), 'lifecycle-diff-'));
  try {
    git.writeFiles(revision, folder, isOfProject);
    if (!existsSync(join(folder, CONFIG_FILE)))
      return await use({ kind: 'none', words: `${words}, where the project is not there yet`, name });
    return await use({ kind: 'folder', words, name, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Data and everything else that may lie beside the project are not read to make a plan. */
function isOfProject(path: string): boolean {
  return /^(?:campaigns|templates)\/|^lifecycle\.(?:config\.yaml|baseline\.json|lock)$/.test(path);
}
