import type { Project } from '../model/project.js';
import type { Span } from '../model/span.js';
import { analyzeLiquid, type LiquidFacts } from './liquid/analyze-liquid.js';
import { findIncludes } from './liquid/find-includes.js';
import { atValue, spanOf } from './place.js';
import { remember } from './remember.js';
import { allMessages, type MessagePlace } from './walk-messages.js';
import { mapsAt, textAt, type YamlMap } from './yaml-map.js';

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
    const { file, id, body, bodyOffset } = template;
    const frontMatter = template.frontMatter as unknown as YamlMap;
    const inBody = (start: number, end: number) => project.spanAt(file, bodyOffset + start, bodyOffset + end);
    return [
      ...['subject', 'preheader', 'from'].flatMap((key) => {
        const text = textAt(frontMatter, key);
        const spanAt = (from: number, to: number) => spanOf(project, atValue(frontMatter, key, [from, to]));
        return text === null ? [] : [make(project, text, { kind: 'front-matter', file, template: id, spanAt })];
      }),
      make(project, body, { kind: 'body', file, template: id, spanAt: inBody }),
    ];
  }),
  ...project.partials.map(({ file, text }) => {
    const spanAt = (start: number, end: number) => project.spanAt(file, start, end);
    return make(project, text, { kind: 'partial', file, template: null, spanAt });
  }),
  ...allMessages(project).flatMap((message) => {
    const subject = textAt(message.message, 'subject');
    const spanAt = (from: number, to: number) => spanOf(project, atValue(message.message, 'subject', [from, to]));
    const { file } = message.campaign;
    return subject === null ? [] : [make(project, subject, { kind: 'subject', file, template: null, spanAt, message })];
  }),
]);

function make(
  project: Project,
  text: string,
  about: Pick<LiquidText, 'kind' | 'file' | 'template' | 'spanAt'> & { message?: MessagePlace },
): LiquidText {
  const facts = analyzeLiquid(text);
  const paths = [
    ...findIncludes(text).map((include) => ({ ...include, kind: 'mjml' as const })),
    ...facts.partials.map(({ name, ...place }) => ({ path: name, kind: 'liquid' as const, ...place })),
  ];
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
  return { ...about, message: about.message ?? null, facts, includes, blocks };
}

function findPartial(project: Project, path: string): string | null {
  const partial = project.partials.find(({ file }) =>
    [path, `${path}.liquid`].includes(file.replace('templates/', '')),
  );
  return partial?.file ?? null;
}

function partialsOf(project: Project, id: string): string[] {
  const block = project.blocks.find((one) => one.id === id);
  return mapsAt((block?.node ?? null) as YamlMap | null, 'rules').flatMap(({ item }) => textAt(item, 'partial') ?? []);
}
