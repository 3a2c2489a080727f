import type { Channel } from '../../model/channel.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { CompiledTemplate, Plan } from '../../model/plan.js';
import type { PartialSource, Project, TemplateSource } from '../../model/project.js';
import { isTextPart } from '../../model/project.js';
import type { Span } from '../../model/span.js';
import { readTracking, type Tracking } from '../../model/tracking.js';
import { templateChannels } from '../step-channels.js';
import type { CompiledResult, TemplateInput } from './compile-template.js';
import { compileText, type TextUse } from './compile-text.js';
import { hideLiquid } from './hide-liquid.js';
import { reasonOf } from './refuse-liquid.js';
import { type FoundBlock, resolveIncludes } from './resolve-includes.js';
import { type TemplateCache, templateKey } from './template-cache.js';
import type { TemplateFinding } from './template-finding.js';

/** Compiles emails, each for itself. */
export type CompileAll = (inputs: readonly TemplateInput[]) => Promise<readonly CompiledResult[]>;

/**
 * Compiles every template of a project, by id and then language (`''` is the default). Templates with an error are left out and
 * have findings at their place. MJML is loaded only when something is not in the cache.
 */
export async function compileTemplates(
  project: Project,
  cache: TemplateCache,
  compileAll: CompileAll = compileHere,
): Promise<{ templates: Plan['templates']; diagnostics: readonly Diagnostic[] }> {
  const templates: Record<string, Record<string, CompiledTemplate>> = Object.create(null);
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const report = (finding: TemplateFinding): void => {
    const { place, ...rest } = finding;
    // A finding in a partial is the same finding for every template that includes it.
    const key = JSON.stringify([rest.code, rest.message, place]);
    if (seen.has(key)) return;
    seen.add(key);
    diagnostics.push({ ...rest, span: project.spanAt(place.file, place.start, place.end) });
  };
  const channels = templateChannels(project);
  const all = gatherAll(project, cache);
  const missing = all.filter(isMissing);
  const made = missing.length === 0 ? [] : await compileAll(missing.map(({ input }) => input));
  const results = new Map(missing.map((one, index) => [one, made[index]!]));
  for (const one of all) {
    const { template, input, findings, key, known, isOpen } = one;
    const wrong = checkFrontMatter(project, template);
    diagnostics.push(...wrong);
    for (const finding of findings) report(finding);
    if (!isOpen) continue;
    const result =
      key === null
        ? compileText(input, useOf(channels.get(template.id)))
        : (results.get(one) ?? { template: known, findings: [] });
    for (const finding of result.findings) report(finding);
    const compiled = result.template;
    if (key !== null && known === null && compiled !== null && result.findings.length === 0) cache.put(key, compiled);
    if (compiled === null || wrong.length > 0) continue;
    templates[template.id] ??= Object.create(null) as Record<string, CompiledTemplate>;
    templates[template.id]![template.lang] = compiled;
  }
  return { templates, diagnostics };
}

/** The emails of a project that its cache does not know, which are all that there is to compile with MJML: no campaign decides anything about them. */
export function uncompiledTemplates(project: Project, cache: TemplateCache): readonly TemplateInput[] {
  return gatherAll(project, cache)
    .filter(isMissing)
    .map(({ input }) => input);
}

interface Gathered {
  readonly template: TemplateSource;
  readonly input: TemplateInput;
  readonly findings: readonly TemplateFinding[];
  readonly isOpen: boolean;
  /** Null for what is not compiled with MJML, or not at all. */
  readonly key: string | null;
  readonly known: CompiledTemplate | null;
}

function gatherAll(project: Project, cache: TemplateCache): readonly Gathered[] {
  const neighbours = findNeighbours(project);
  return project.templates
    .filter((template) => !isTextPart(project, template))
    .map((template) => {
      const { input, findings } = gatherInput(neighbours, template);
      const isOpen = findings.length === 0;
      const key = isOpen && template.kind === 'mjml' ? templateKey(input) : null;
      return { template, input, findings, isOpen, key, known: key === null ? null : cache.get(key) };
    });
}

function isMissing({ isOpen, key, known }: Gathered): boolean {
  return isOpen && key !== null && known === null;
}

async function compileHere(inputs: readonly TemplateInput[]): Promise<readonly CompiledResult[]> {
  // With a warm cache neither MJML nor html-to-text is loaded, which is most of the time that checking takes.
  const { compileTemplate } = await import('./compile-template.js');
  const results: CompiledResult[] = [];
  for (const input of inputs) results.push(await compileTemplate(input));
  return results;
}

/** Loads what compiles a template and lets it compile one, so that whoever changes the next does not wait for that. */
export async function warmCompiler(): Promise<void> {
  await compileHere([smallestTemplate]);
}

/** There is little to it, but it takes all of the compiler. */
const smallestTemplate: TemplateInput = {
  source: {
    text: '<mjml><mj-body><mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section></mj-body></mjml>',
    pieces: [{ at: 0, file: '', offset: 0 }],
  },
  ...{ lang: 'en', subject: 'x', preheader: null, from: null, text: null, tracking: null },
};

function useOf(channels: ReadonlySet<Channel> | undefined): TextUse {
  if (channels?.has('webhook')) return 'json';
  return channels?.has('sms') ? 'sms' : 'words';
}

/** What templates are compiled with, so that nobody looks for it twice. */
export interface Neighbours {
  /** By file. */
  readonly partials: ReadonlyMap<string, PartialSource>;
  /** The hand-written text parts, by language and id. */
  readonly texts: ReadonlyMap<string, TemplateSource>;
  /** Of templates without one in their name. */
  readonly language: string;
  readonly findBlock: (id: string) => FoundBlock | null;
  readonly tracking: Tracking | null;
}

/** The partials, hand-written text parts and blocks of a project. */
export function findNeighbours(project: Project): Neighbours {
  const { partials, templates } = project;
  const texts = templates.filter(({ kind }) => kind === 'txt');
  return {
    partials: new Map(partials.map((partial) => [partial.file, partial])),
    texts: new Map(texts.map((text) => [`${text.lang} ${text.id}`, text])),
    language: project.config.languages?.default ?? 'en',
    findBlock: (id) => findBlock(project, id),
    tracking: readTracking(project.config),
  };
}

/** A template of a project with its partials and its hand-written text part, ready to compile. */
export function gatherInput(
  { partials, texts, language, findBlock: find, tracking }: Neighbours,
  template: TemplateSource,
): { input: TemplateInput; findings: readonly TemplateFinding[] } {
  const root = { file: template.file, text: template.body, offset: template.bodyOffset };
  const { source, findings } = resolveIncludes(root, (path) => partials.get(`templates/${path}`) ?? null, find);
  const written = texts.get(`${template.lang} ${template.id}`);
  const { subject, title, preheader, from, lang } = template.frontMatter;
  const text = written === undefined ? null : { file: written.file, offset: written.bodyOffset, body: written.body };
  const input = {
    source,
    lang: lang ?? (template.lang === '' ? language : template.lang),
    subject: (template.kind === 'mjml' ? subject : title)?.trim() ?? '',
    preheader: preheader?.trim() ?? null,
    from: from?.trim() ?? null,
    text,
    tracking: template.kind === 'mjml' ? tracking : null,
  };
  return { input, findings };
}

function findBlock(project: Project, id: string): FoundBlock | null {
  const block = project.blocks.find((one) => one.id === id);
  const file = `templates/blocks/${id}.yaml`;
  // What is wrong with a block that could not be read has been told.
  if (block === undefined) return project.broken.includes(file) ? { file, rules: [] } : null;
  const rules = block.node.rules.map((rule) => {
    const span = project.spans.value(rule, 'partial');
    return {
      conditional: rule.when !== undefined,
      partial: rule.partial,
      with: rule.with ?? {},
      place: { file: span.file, start: span.start.offset, end: span.end.offset },
    };
  });
  return { file: block.file, rules };
}

/** The Liquid of the front matter, and the subject that every email needs. */
function checkFrontMatter(project: Project, template: TemplateSource): Diagnostic[] {
  const { frontMatter, file } = template;
  const diagnostics: Diagnostic[] = [];
  if (template.kind === 'mjml' && frontMatter.subject === undefined) {
    const span: Span = project.spanAt(file, 0, 0);
    const help = ['begin the file with "---", a line "subject: …" and "---"'];
    diagnostics.push({
      code: 'LC706',
      name: 'no-subject',
      severity: 'error',
      message: 'the template has no subject',
      span,
      help,
    });
  }
  for (const key of ['subject', 'title', 'preheader', 'from'] as const) {
    const value = frontMatter[key];
    if (value === undefined) continue;
    if ((key === 'subject' || key === 'title') && value.trim().includes('\n'))
      diagnostics.push({
        code: 'LC725',
        name: 'subject-of-several-lines',
        severity: 'error',
        message: `the ${key} has a line break in it`,
        span: project.spans.value(frontMatter, key),
        help: ['write it on one line'],
      });
    const { hidden, findings } = hideLiquid(value);
    for (const { start: _start, end: _end, ...finding } of findings) {
      diagnostics.push({ ...finding, span: project.spans.value(frontMatter, key) });
    }
    if (hidden.tokens.some(({ raw }) => reasonOf(raw) !== null)) {
      const message = `HTML from data cannot stand in the ${key}`;
      const span = project.spans.value(frontMatter, key);
      diagnostics.push({
        code: 'LC525',
        name: 'misplaced-raw',
        severity: 'error',
        message,
        span,
        help: ['remove "| raw"'],
      });
    }
  }
  return diagnostics;
}
