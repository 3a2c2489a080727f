import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkProject } from '../../src/check/check-project.js';
import { exampleProject } from '../../src/check/example/example-project.js';
import { compilePlan } from '../../src/compile/compile-plan.js';
import type { Plan } from '../../src/model/plan.js';
import type { Project } from '../../src/model/project.js';
import { readProject } from '../../src/read/read-project.js';

/** A project that was read and found sound, its plan, and the text of its files. */
export interface Loaded {
  readonly project: Project;
  readonly plan: Plan;
  readonly sources: (file: string) => string | null;
}

/** The example shop of this repository. */
export const shop = (): Loaded => load(fileURLToPath(new URL('../..', import.meta.url)));

/** The rules' example project with one campaign more, `letters.yaml`: the text given behind its obligatory keys. */
export function withCampaign(text: string, config: (text: string) => string = (same) => same): Loaded {
  const head = 'name: Letters\ngoal: Show something\nkpi: {metric: order_rate, window: 5d}\n';
  const example = exampleProject['lifecycle.config.yaml'] ?? '';
  const files = { ...exampleProject, 'lifecycle.config.yaml': config(example), 'campaigns/letters.yaml': head + text };
  const root = mkdtempSync(join(tmpdir(), 'lifecycle-tests-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return load(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function load(root: string): Loaded {
  const { project, diagnostics, sources } = readProject(root);
  const errors = [...diagnostics, ...(project === null ? [] : checkProject(project))].filter(
    ({ severity }) => severity === 'error',
  );
  if (project === null || errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  return { project, plan: compilePlan(project, {}, 'test'), sources: (file) => texts.get(file) ?? null };
}
