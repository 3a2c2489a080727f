import { createHash } from 'node:crypto';
import { filesOf, locateFinding } from '../check/email/locate-finding.js';
import { remember } from '../check/remember.js';
import { allMessages, type MessagePlace, variantsOf } from '../check/walk/walk-messages.js';
import { textAt } from '../check/yaml-map.js';
import { compilePlan } from '../compile/compile-plan.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { CompiledTemplate, Plan } from '../model/plan.js';
import type { Project, TemplateSource } from '../model/project.js';
import { heldBack } from '../preview/held-back.js';
import { kept } from '../render/kept.js';
import type { ChoreRoom } from './chore-room.js';
import type { EmailMemory } from './email-memory.js';
import type { EmailProblem } from './find-email-problems.js';

/** A finding about one message in one of its languages. */
export interface EmailDiagnostic {
  /** Id of the message, as in a preview. */
  readonly message: string;
  /** The template file, relative to the project root. */
  readonly file: string;
  readonly diagnostic: Diagnostic;
}

/**
 * What the rules for emails find in a project that is sound without them. A message of which nothing changed that it is made of is not made again, and where that is so of all of them
 * nothing is compiled, rendered or parsed.
 */
export async function checkEmails(
  project: Project,
  templates: Plan['templates'],
  memory: EmailMemory,
  chores?: ChoreRoom,
): Promise<readonly EmailDiagnostic[]> {
  const places = allMessages(project).filter(({ channel, id }) => channel === 'email' && id !== null);
  const common = commonKey(project);
  const digestTemplate = digestTemplates(project, templates);
  const known = new Map<MessagePlace, readonly EmailProblem[]>();
  const missing = new Map<MessagePlace, string>();
  for (const place of places) {
    const key = keyOf(common, place, digestTemplate);
    const problems = memory.recall(key);
    if (problems === null) missing.set(place, key);
    else known.set(place, problems);
  }
  if (missing.size > 0) {
    // While this thread makes the first of them, another one loads what looks at them.
    chores?.begin('emails', [[]], 0);
    const { findEmailProblems } = await import('./find-email-problems.js');
    const needed = new Set([...missing.keys()].flatMap(templateIds));
    const some = Object.fromEntries(Object.entries(templates).filter(([id]) => needed.has(id)));
    // A message is made of its own campaign and what all share; lowering and hashing the others would take most of the time after an edit.
    const concerned = new Set(Array.from(missing.keys(), ({ campaign }) => campaign));
    const campaigns = project.campaigns.filter((one) => concerned.has(one));
    const found = await findEmailProblems(
      // No email shows the hash of a plan, and to write out the whole plan for it takes a while.
      compilePlan({ ...project, campaigns }, some, 'check', () => 'sha256:none'),
      project,
      new Set([...missing.keys()].map(stepOf)),
      undefined,
      chores,
    );
    for (const [place, key] of missing) {
      const problems = found.get(stepOf(place)) ?? [];
      memory.keep(key, problems);
      known.set(place, problems);
    }
  }
  memory.save();
  return places.flatMap((place) => (known.get(place) ?? []).flatMap((problem) => locate(project, place, problem)));
}

function locate(project: Project, place: MessagePlace, problem: EmailProblem): EmailDiagnostic[] {
  const { message, file } = problem;
  const template = templatesByFile(project).get(file);
  if (template === undefined) return [];
  if ('heldBack' in problem) {
    const named = { id: message, campaign: place.campaign.id, step: place.id ?? '' };
    return [{ message, file, diagnostic: heldBack(project, named, template, problem.heldBack) }];
  }
  const variant = variantsOf(place).find((one) => `${stepOf(place)}/${textAt(one, 'id')}` === message);
  const diagnostic = locateFinding(project, { place, named: variant ?? place.message, template }, problem);
  return [{ message, file, diagnostic }];
}

function stepOf({ campaign, id }: MessagePlace): string {
  return `${campaign.id}/${id}`;
}

function templateIds(place: MessagePlace): string[] {
  return [place.message, ...variantsOf(place)].flatMap((one) => textAt(one, 'template') ?? []);
}

/** What every message depends on: the configuration, the blocks, the personas. */
function commonKey({ sources, configFile, blocks, personas }: Project): string {
  const files = new Set([configFile, ...[...blocks, ...personas].map(({ file }) => file)]);
  return digest(sources.flatMap(({ path, sha256 }) => (files.has(path) ? [`${path} ${sha256}`] : [])).join('\n'));
}

/** Of a campaign only what a message is made with: its step may move or wait longer, and the message stays the same. */
function keyOf(common: string, place: MessagePlace, digestTemplate: (template: string) => string): string {
  const { campaign, id, message } = place;
  const { name, triggers } = campaign.node;
  const shown = [...new Set(templateIds(place))].map(digestTemplate);
  return digest(JSON.stringify([common, campaign.id, name, triggers, id, message, shown]));
}

/** By id: a template in all its languages, as it is compiled and as it is written. */
function digestTemplates(project: Project, templates: Plan['templates']): (template: string) => string {
  const known = new Map<string, string>();
  return (template) =>
    kept(known, Number.POSITIVE_INFINITY, template, () => {
      const compiled = Object.entries(templates[template] ?? {}).map(([tag, one]) => [tag, digestOf(one)]);
      const sources = (templatesById(project).get(template) ?? []).map((one) =>
        filesOf(project, one).map((file) => digests(project).get(file)),
      );
      return digest(JSON.stringify([template, compiled, sources]));
    });
}

const digests = remember(
  (project: Project): ReadonlyMap<string, string> => new Map(project.sources.map(({ path, sha256 }) => [path, sha256])),
);

const templatesByFile = remember(
  (project: Project): ReadonlyMap<string, TemplateSource> =>
    new Map(project.templates.map((template) => [template.file, template])),
);

const templatesById = remember((project: Project): ReadonlyMap<string, readonly TemplateSource[]> => {
  const templates = new Map<string, TemplateSource[]>();
  for (const one of project.templates) templates.set(one.id, [...(templates.get(one.id) ?? []), one]);
  return templates;
});

const digestOf = remember((template: CompiledTemplate): string => digest(JSON.stringify(template)));

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
