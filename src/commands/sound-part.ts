import { checkProject } from '../check/check-project.js';
import { compilePlan, hashPlan } from '../compile/compile-plan.js';
import { compileTemplates } from '../compile/templates/compile-templates.js';
import type { TemplateCache } from '../compile/templates/template-cache.js';
import { compareText } from '../model/diagnostic.js';
import type { Plan } from '../model/plan.js';
import type { Project } from '../model/project.js';
import type { LoadedProject } from './load-project.js';
import { version } from './version.js';

/** What can be planned of a project that may have errors. */
export interface SoundPart {
  /** Null where something is wrong that concerns all of it. */
  readonly plan: Plan | null;
  /** Ids of the campaigns that are not in it: they, or what they use, have errors. Sorted. */
  readonly left: readonly string[];
}

/** The plan of a project without the campaigns that have errors, or that use what has. */
export async function soundPart(loaded: LoadedProject, cache: TemplateCache): Promise<SoundPart> {
  const { project, sound, templates } = loaded;
  if (project === null) return { plan: null, left: [] };
  if (sound) return { plan: compilePlan(project, templates, compiler()), left: [] };
  // Without a file that is wrong, those that need it are wrong, until what is left stands by itself.
  let part = without(project, new Set(project.broken));
  for (;;) {
    const compiled = await compileTemplates(part, cache);
    const found = [...checkProject(part), ...compiled.diagnostics];
    const wrong = new Set(found.flatMap(({ severity, span }) => (severity === 'error' ? [span.file] : [])));
    if (wrong.size === 0) {
      const kept = new Set(part.campaigns.map(({ id }) => id));
      const all = [...project.campaigns.map(({ id }) => id), ...project.broken.flatMap(campaignOf)];
      const left = [...new Set(all)].filter((id) => !kept.has(id)).sort(compareText);
      return { plan: compilePlan(part, compiled.templates, compiler()), left };
    }
    const next = without(part, wrong);
    if (filesOf(next) === filesOf(part)) return { plan: null, left: [] };
    part = next;
  }
}

/** The plan without some campaigns, and with the hash of what is left; what only they used stays. */
export function withoutCampaigns(plan: Plan, ids: readonly string[]): Plan {
  if (!plan.campaigns.some(({ id }) => ids.includes(id))) return plan;
  const rest = { ...plan, campaigns: plan.campaigns.filter(({ id }) => !ids.includes(id)) };
  return { ...rest, hash: hashPlan(rest) };
}

/** A template that is wrong in one language is left out in all: else those people would seem to get another. */
function without(project: Project, wrong: ReadonlySet<string>): Project {
  const templates = new Set([...wrong].map(templateOf));
  return {
    ...project,
    campaigns: project.campaigns.filter(({ file }) => !wrong.has(file)),
    templates: project.templates.filter(({ id }) => !templates.has(id)),
    partials: project.partials.filter(({ file }) => !wrong.has(file)),
    blocks: project.blocks.filter(({ file }) => !wrong.has(file)),
    broken: [],
  };
}

/** `templates/cart/help.de.mjml` is of `cart/help`. */
function templateOf(file: string): string {
  return /^templates\/((?:[^/]+\/)*[^/.]+)\./.exec(file)?.[1] ?? '';
}

function campaignOf(file: string): readonly string[] {
  const id = /^campaigns\/(?:.*\/)?([^/]+)\.yaml$/.exec(file)?.[1];
  return id === undefined ? [] : [id];
}

function filesOf({ campaigns, templates, partials, blocks }: Project): string {
  return [...campaigns, ...templates, ...partials, ...blocks].map(({ file }) => file).join('\n');
}

function compiler(): string {
  return `lifecycle ${version()}`;
}
