import type { Diagnostic } from '../model/diagnostic.js';
import type { PartialSource, TemplateSource } from '../model/project.js';
import type { TemplateFrontMatter } from '../model/template-front-matter.js';
import type { FileText } from './file-text.js';
import { findControl } from './find-control.js';
import { finding } from './finding.js';
import { makeGroup } from './make-group.js';
import type { NodeSpans } from './node-spans.js';
import { readYaml } from './read-yaml.js';
import type { ReadingCache } from './reading-cache.js';

const TEMPLATE = /^templates\/([\w-]+(?:\/[\w-]+)*)(?:\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.(mjml|liquid|txt)$/;
const PARTIAL = /^templates\/partials\/([\w-]+(?:\/[\w-]+)*)\.(mjml|liquid|txt)$/;

const BLOCK = /^templates\/blocks\/([\w-]+(?:\/[\w-]+)*)\.yaml$/;

type Kind = TemplateSource['kind'];

/** What the path of a file below `templates/` says of it; a text says why it is none of them. */
export type TemplatePath =
  | { readonly role: 'template'; readonly id: string; readonly lang: string; readonly kind: Kind }
  | { readonly role: 'partial'; readonly id: string; readonly kind: Kind }
  | { readonly role: 'block'; readonly id: string }
  | { readonly role: 'unknown'; readonly why: string; readonly help: string };

/** Tells templates, partials, blocks and other files apart by their path. */
export function readTemplatePath(file: string): TemplatePath {
  if (file.startsWith('templates/blocks/')) {
    const block = BLOCK.exec(file);
    if (block) return { role: 'block', id: block[1]! };
    return {
      role: 'unknown',
      why: 'is not a block',
      help: 'blocks end in .yaml and have plain names (hero.yaml); keep other files elsewhere',
    };
  }
  const partial = PARTIAL.exec(file);
  if (partial) return { role: 'partial', id: partial[1]!, kind: partial[2] as Kind };
  const template = file.startsWith('templates/partials/') ? null : TEMPLATE.exec(file);
  if (template) return { role: 'template', id: template[1]!, lang: template[2] ?? '', kind: template[3] as Kind };
  return {
    role: 'unknown',
    why: 'is not a template',
    help: 'templates end in .mjml, .liquid or .txt and have plain names (help.mjml, help.de.mjml); keep other files elsewhere',
  };
}

/** Reads a template: its front matter, and what follows. Null with findings. */
export function readTemplate(
  source: FileText,
  path: Extract<TemplatePath, { role: 'template' }>,
  spans: NodeSpans,
  cache: ReadingCache | null = null,
): { readonly template: TemplateSource | null; readonly diagnostics: readonly Diagnostic[] } {
  const { text, file } = source;
  const control = findControl(source);
  if (control) return { template: null, diagnostics: [control] };
  const opening = /^---[ \t]*\n/.exec(text);
  let bodyOffset = 0;
  let frontMatter: TemplateFrontMatter = makeGroup<never>();
  if (opening) {
    const start = opening[0].length;
    const closing = /^---[ \t]*$/m.exec(text.slice(start));
    if (!closing) return { template: null, diagnostics: [notClosed(source)] };
    const end = start + closing.index;
    bodyOffset = Math.min(end + closing[0].length + 1, text.length);
    const order = {
      schema: 'template.schema.json',
      name: 'the front matter',
      stretch: [start, end],
      optional: true,
    } as const;
    const { value, findings } = readYaml(source, order, spans, cache);
    if (findings.length > 0) return { template: null, diagnostics: findings };
    frontMatter = (value as TemplateFrontMatter | null) ?? frontMatter;
  }
  if (Object.keys(frontMatter).length === 0) spans.record(frontMatter, source, [0, 0]);
  const { id, kind, lang } = path;
  return { template: { file, id, kind, lang, frontMatter, body: text.slice(bodyOffset), bodyOffset }, diagnostics: [] };
}

/** Reads a partial: text only. */
export function readPartial(
  source: FileText,
  { id, kind }: Extract<TemplatePath, { role: 'partial' }>,
): { readonly partial: PartialSource | null; readonly diagnostics: readonly Diagnostic[] } {
  const control = findControl(source);
  if (control) return { partial: null, diagnostics: [control] };
  return { partial: { file: source.file, id, kind, text: source.text }, diagnostics: [] };
}

function notClosed(source: FileText): Diagnostic {
  return finding('LC101', {
    message: 'the front matter has no end',
    span: source.spanAt(0, 3),
    label: 'begins here',
    help: ['put a line with --- after its last key'],
  });
}
