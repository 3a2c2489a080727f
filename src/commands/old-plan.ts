import { compilePlan } from '../compile/compile-plan.js';
import type { TemplateCache } from '../compile/templates/template-cache.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import type { Project } from '../model/project.js';
import { plural } from '../report/plural.js';
import { loadFolder } from './load-folder.js';
import { withOldFiles } from './old-files.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

/** What an edit is compared with. */
export interface OldPlan {
  /** `main at 1a2b3c4`. */
  readonly words: string;
  /** Null where the project is not there yet. */
  readonly plan: Plan | null;
  /** What the plan was made of; null where only the plan is there. */
  readonly project: Project | null;
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
  return withOldFiles(terminal, root, against, async (old): Promise<OldPlan> => {
    switch (old.kind) {
      case 'plan':
        return { words: old.words, plan: old.plan, project: null };
      case 'none':
        return { words: old.words, plan: null, project: null };
      case 'folder':
        return { words: old.words, ...(await compileFolder(old.folder, old.words, templates)) };
    }
  });
}

/** Checks and compiles a folder as `build` does. */
async function compileFolder(
  folder: string,
  words: string,
  templates: TemplateCache,
): Promise<Pick<OldPlan, 'plan' | 'project'>> {
  const { project, templates: compiled, findings, sound } = await loadFolder(folder, templates);
  if (sound && project !== null) return { project, plan: compilePlan(project, compiled, `lifecycle ${version()}`) };
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
