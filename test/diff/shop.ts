import { exampleProject } from '../../src/check/example/example-project.js';
import { compilePlan } from '../../src/compile/compile-plan.js';
import { compileTemplates } from '../../src/compile/templates/compile-templates.js';
import { rememberTemplates } from '../../src/compile/templates/template-cache.js';
import type { Census } from '../../src/model/census.js';
import type { Plan } from '../../src/model/plan.js';
import type { Project } from '../../src/model/project.js';
import { readFiles } from '../check/read-files.js';

/** Files by path. */
export type Files = Readonly<Record<string, string>>;

/** Some files of the example shop changed: `[from, to]` in a text that is there, a whole text, or null for a file that is gone. */
export type Edits = Readonly<Record<string, readonly (readonly [from: string, to: string])[] | string | null>>;

const cache = rememberTemplates({ get: () => null, put: () => {} });

/** The files with the edits made; every text to replace must be there once. */
export function edit(files: Files, edits: Edits): Files {
  const all: Record<string, string> = { ...files };
  for (const [path, change] of Object.entries(edits)) {
    if (change === null) delete all[path];
    else if (typeof change === 'string') all[path] = change;
    else
      for (const [from, to] of change) {
        const parts = (all[path] ?? '').split(from);
        if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} times ${from}`);
        all[path] = parts.join(to);
      }
  }
  return all;
}

/** The example shop, whose cart campaign finishes what people started or follows the newest plan. */
export function shop(policy: 'pinned' | 'follow'): Files {
  return edit(exampleProject, {
    'campaigns/cart.yaml': [['stage: [active, prospect]\n', `stage: [active, prospect]\nin_flight: ${policy}\n`]],
  });
}

const done = new Map<string, Promise<Built>>();

/** A plan and the files that it was made of. */
export interface Built {
  readonly plan: Plan;
  readonly project: Project;
}

/** Reads and compiles files; the same ones once. */
export function built(files: Files): Promise<Built> {
  const key = JSON.stringify(files);
  const result = done.get(key) ?? build(files);
  done.set(key, result);
  return result;
}

async function build(files: Files): Promise<Built> {
  const project = readFiles(files);
  const { templates, diagnostics } = await compileTemplates(project, cache);
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new Error(JSON.stringify(diagnostics));
  return { plan: compilePlan(project, templates, 'test'), project };
}

/** A census of the shop: so many people in each of these steps of the cart. */
export function counted(people: number, steps: readonly string[]): Census {
  const waiting = steps.map((step) => ({ step, structure: 'a', people }));
  const past = steps.map((step) => ({ step, journeys: people * 10 }));
  const campaign = (id: string) => ({
    campaign: id,
    inside: people * steps.length,
    over: people * 100,
    waiting,
    past,
  });
  return {
    format: 1,
    project: 'acme-shop',
    lineage: 'l',
    serial: 4182,
    campaigns: [campaign('cart'), campaign('monthly')],
  };
}
