import type { Diagnostic } from '../../model/diagnostic.js';
import type { Project, TemplateSource } from '../../model/project.js';
import type { Span } from '../../model/span.js';
import { remember } from '../remember.js';
import { allLiquidTexts, type LiquidText } from '../templates/liquid-texts.js';
import { withPartials } from '../templates/template-uses.js';
import type { MessagePlace } from '../walk/walk-messages.js';
import { textAt, type YamlMap } from '../yaml-map.js';
import type { EmailFinding } from './email-rule.js';
import { emailRules } from './email-rules.js';
import type { CodedFinding } from './lint-email.js';

/** Who sends an email, and the file that it is made of. */
export interface EmailSource {
  readonly place: MessagePlace;
  /** The mapping whose subject stands in place of the template's, if it has one: the message, or a variant of its test. */
  readonly named: YamlMap;
  readonly template: TemplateSource;
}

/** A finding about an email at its line: where what it is about is written, if that stands in the template and its partials once, else at the top of the template. */
export function locateFinding(project: Project, source: EmailSource, { code, finding }: CodedFinding): Diagnostic {
  const { name, severity } = rules.get(code) ?? { name: code, severity: 'warning' };
  const { at, ...rest } = finding;
  return { code, name, severity, ...rest, span: spanOf(project, source, at) };
}

const rules = new Map(emailRules.map((rule) => [rule.code, rule]));

function spanOf(project: Project, { place, named, template }: EmailSource, at: EmailFinding['at']): Span {
  const frontMatter = template.frontMatter;
  if (at === 'subject') {
    const holder = [named, place.message].find((one) => textAt(one, 'subject') !== null) ?? frontMatter;
    return project.spans.value(holder, 'subject');
  }
  if (at === 'preheader')
    return frontMatter.preheader === undefined
      ? project.spans.key(frontMatter, 'subject')
      : project.spans.value(frontMatter, 'preheader');
  const texts = textsOf(project, template);
  for (const words of at) {
    const pattern = patternOf(words);
    const found = texts.flatMap(({ file, text, offset }) =>
      Array.from(text.matchAll(pattern), ({ 0: all, index }) => ({ file, start: offset + index, length: all.length })),
    );
    const [only, another] = found;
    if (only !== undefined && another === undefined)
      return project.spanAt(only.file, only.start, only.start + only.length);
  }
  return project.spanAt(template.file, 0, 0);
}

/** White space, and what HTML writes in more than one way, is found as it is written. */
function patternOf(words: string): RegExp {
  const parts = words
    .trim()
    .split(/\s+/)
    .map((word) =>
      word
        .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
        .replaceAll('&', '(?:&|&amp;|&#38;)')
        .replaceAll('"', '["\']')
        .replace(/^([\w-]+):$/, '$1\\s*:'),
    );
  return new RegExp(parts.join('\\s*').replace(/(?<=\w)\\s\*(?=\w)/g, '\\s+'), 'gi');
}

interface SearchedText {
  readonly file: string;
  readonly text: string;
  readonly offset: number;
}

/** The text of a template with all that it takes in. */
export function sourceOf(project: Project, template: TemplateSource): string {
  return textsOf(project, template)
    .map(({ text }) => text)
    .join('\n');
}

/** The files that a template is made of: itself and all that it takes in. */
export function filesOf(project: Project, template: TemplateSource): readonly string[] {
  return textsOf(project, template).map(({ file }) => file);
}

function textsOf(project: Project, template: TemplateSource): readonly SearchedText[] {
  const known = searched(project);
  const found = known.get(template) ?? findTexts(project, template);
  known.set(template, found);
  return found;
}

const searched = remember((_project: Project) => new Map<TemplateSource, readonly SearchedText[]>());

function findTexts(project: Project, { file, body, bodyOffset }: TemplateSource): readonly SearchedText[] {
  const own: SearchedText = { file, text: body, offset: bodyOffset };
  const liquid = bodies(project).get(file);
  if (liquid === undefined) return [own];
  return [
    own,
    ...withPartials(project, liquid).flatMap((one): SearchedText[] => {
      const text = partials(project).get(one.file);
      return text === undefined ? [] : [{ file: one.file, text, offset: 0 }];
    }),
  ];
}

const partials = remember(
  (project: Project): ReadonlyMap<string, string> => new Map(project.partials.map(({ file, text }) => [file, text])),
);

const bodies = remember(
  (project: Project): ReadonlyMap<string, LiquidText> =>
    new Map(allLiquidTexts(project).flatMap((text) => (text.kind === 'body' ? [[text.file, text] as const] : []))),
);
