import type { Project, TemplateSource } from '../../model/project.js';
import type { Span } from '../../model/span.js';
import { memoryOf } from '../check-memory.js';
import type { LiquidFacts } from '../liquid/analyze-liquid.js';
import { type LiquidReading, readLiquid } from '../liquid/read-liquid.js';
import { atValue, spanOf } from '../place.js';
import { remember } from '../remember.js';
import { allMessages, type MessagePlace, variantsOf } from '../walk/walk-messages.js';
import { mapsAt, textAt, type YamlMap } from '../yaml-map.js';

/** One text that Liquid will run on: the body or front matter of a template, a partial, or a subject in a campaign. */
export interface LiquidText {
  readonly kind: 'body' | 'front-matter' | 'partial' | 'subject';
  /** The template's or partial's file; the campaign's for a subject. */
  readonly file: string;
  readonly facts: LiquidFacts;
  readonly includes: readonly PartialUse[];
  readonly blocks: readonly BlockUse[];
  /** The place of a stretch of the text. */
  readonly spanAt: (start: number, end: number) => Span;
  /** The message whose subject it is, else null. */
  readonly message: MessagePlace | null;
  /** Id of the template it is part of; null for partials. */
  readonly template: string | null;
}

/** A place that takes in a block, and the kind of partial it takes of it. */
export interface BlockUse {
  readonly id: string;
  readonly kind: 'mjml' | 'liquid';
  readonly span: Span;
}

/** A place that pulls in a partial, by name or through a block; `file` is null when there is no such partial. */
export interface PartialUse {
  /** Relative to `templates/`, as written. */
  readonly written: string;
  readonly file: string | null;
  readonly span: Span;
  /** The block that chooses it; null for a partial that is named. */
  readonly block: string | null;
}

/** Every Liquid text of the project. */
export const allLiquidTexts = remember((project: Project): readonly LiquidText[] => [
  ...project.templates.flatMap((template) => {
    const { file, id, bodyOffset } = template;
    const frontMatter = template.frontMatter as unknown as YamlMap;
    const inBody = (start: number, end: number) => project.spanAt(file, bodyOffset + start, bodyOffset + end);
    const { body, lines } = readTemplateLiquid(project, template);
    return [
      ...lines.map(({ key, reading }) => {
        const spanAt = (from: number, to: number) => spanOf(project, atValue(frontMatter, key, [from, to]));
        return make(project, reading, { kind: 'front-matter', file, template: id, message: null, spanAt });
      }),
      make(project, body, { kind: 'body', file, template: id, message: null, spanAt: inBody }),
    ];
  }),
  ...project.partials.map((partial) => {
    const { file } = partial;
    const spanAt = (start: number, end: number) => project.spanAt(file, start, end);
    return make(project, readText(project, partial.text), {
      kind: 'partial',
      file,
      template: null,
      message: null,
      spanAt,
    });
  }),
  ...allMessages(project).flatMap((message) =>
    [message.message, ...variantsOf(message)].flatMap((holder) => {
      const text = textAt(holder, 'subject');
      const spanAt = (from: number, to: number) => spanOf(project, atValue(holder, 'subject', [from, to]));
      const { file } = message.campaign;
      if (text === null) return [];
      const reading = readText(project, text);
      return [make(project, reading, { kind: 'subject', file, template: null, message, spanAt })];
    }),
  ),
]);

function readText(project: Project, text: string): LiquidReading {
  return memoryOf(project).recallLiquid(text, readLiquid);
}

function readTemplateLiquid(project: Project, template: TemplateSource) {
  const frontMatter = template.frontMatter as unknown as YamlMap;
  const lines = ['subject', 'title', 'preheader', 'from'].flatMap((key) => {
    const text = textAt(frontMatter, key);
    return text === null ? [] : [{ key, reading: readText(project, text) }];
  });
  return { body: readText(project, template.body), lines };
}

function make(
  project: Project,
  { facts, paths }: LiquidReading,
  about: Omit<LiquidText, 'facts' | 'includes' | 'blocks'>,
): LiquidText {
  const blocks: BlockUse[] = [];
  const includes = paths.flatMap(({ path, kind, start, end }): PartialUse[] => {
    const span = about.spanAt(start, end);
    const id = /^blocks\/(.+)$/.exec(path)?.[1];
    if (id === undefined) return [{ written: path, file: findPartial(project, path), span, block: null }];
    blocks.push({ id, kind, span });
    return partialsOf(project, id).map((name) => {
      const written = `partials/${name}.${kind}`;
      return { written, file: findPartial(project, written), span, block: id };
    });
  });
  return { ...about, facts, includes, blocks };
}

const partialFiles = remember(
  (project: Project): ReadonlySet<string> => new Set(project.partials.map(({ file }) => file)),
);

function findPartial(project: Project, path: string): string | null {
  const files = partialFiles(project);
  return [`templates/${path}`, `templates/${path}.liquid`].find((file) => files.has(file)) ?? null;
}

function partialsOf(project: Project, id: string): string[] {
  const block = project.blocks.find((one) => one.id === id);
  return mapsAt((block?.node ?? null) as YamlMap | null, 'rules').flatMap(({ item }) => textAt(item, 'partial') ?? []);
}
