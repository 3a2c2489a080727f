import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkProject } from '../check/check-project.js';
import { compilePlan } from '../compile/compile-plan.js';
import type { TemplateCache } from '../compile/templates/template-cache.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import { readProject } from '../read/read-project.js';
import { plural } from '../report/plural.js';
import { readBaseline } from './baseline-file.js';
import { CONFIG_FILE } from './find-root.js';
import { openGit } from './git.js';
import { loadPlan } from './load-plan.js';
import { loadProject } from './load-project.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

/** What an edit is compared with. */
export interface OldPlan {
  /** `main at 1a2b3c4`. */
  readonly words: string;
  /** Null where the project is not there yet. */
  readonly plan: Plan | null;
}

/**
 * The plan to compare with: that of a file or folder of this name, else of the Git revision; without a name, of where this state and the default branch parted. The work tree is not touched.
 * Throws LC919 when there is none, or when what is there does not compile.
 */
export async function findOldPlan(
  terminal: Terminal,
  root: string,
  against: string | undefined,
  templates: TemplateCache,
): Promise<OldPlan> {
  const path = against === undefined ? null : resolve(terminal.cwd, against);
  if (against !== undefined && path !== null && existsSync(path)) {
    if (statSync(path).isFile()) return { words: against, plan: loadPlan(terminal, terminal.cwd, against) };
    if (existsSync(join(path, CONFIG_FILE)))
      return { words: against, plan: await compileFolder(path, against, templates) };
  }
  const git = openGit(root, terminal.env);
  const revision = against === undefined ? git.mergeBase() : git.find(against);
  const words = `${revision.name} at ${revision.commit.slice(0, 7)}`;
  const folder = mkdtempSync(join(tmpdir(), 'lifecycle-diff-'));
  try {
    git.writeFiles(revision, folder, isOfProject);
    if (!existsSync(join(folder, CONFIG_FILE)))
      return { words: `${words}, where the project is not there yet`, plan: null };
    return { words, plan: await compileFolder(folder, words, templates) };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Data and everything else that may lie beside the project are not read to make a plan. */
function isOfProject(path: string): boolean {
  return /^(?:campaigns|templates)\/|^lifecycle\.(?:config\.yaml|baseline\.json)$/.test(path);
}

/** Checks and compiles a folder as `build` does, without the caches that belong to it. */
async function compileFolder(folder: string, words: string, templates: TemplateCache): Promise<Plan> {
  const session = { read: () => readProject(folder), check: checkProject, templates };
  const {
    project,
    templates: compiled,
    findings,
    sound,
  } = await loadProject(folder, readBaseline(folder), null, session);
  if (sound && project !== null) return compilePlan(project, compiled, `lifecycle ${version()}`);
  const errors = findings.diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const place =
    first === undefined ? '' : `${first.span.file}:${first.span.start.line}: [${first.code}] ${first.message}`;
  throw new LifecycleError(
    'LC919',
    `${words} has ${plural(errors.length, 'error')}, so there is no plan to compare with`,
    [
      ...(place === '' ? [] : [`the first is ${place}`]),
      'compare with a state that passes lifecycle check, by --against, or with a plan that was built then',
    ],
  );
}
