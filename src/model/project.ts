import type { BlockFile } from './block-file.js';
import type { CampaignFile } from './campaign-file.js';
import type { ConfigFile } from './config-file.js';
import type { LockFile } from './lock-file.js';
import type { PersonaFile } from './persona-file.js';
import type { Span, Spans } from './span.js';
import type { TemplateFrontMatter } from './template-front-matter.js';

/** Everything the marketer wrote, read and sound in shape; names are not resolved yet. Lists are sorted by `file`. */
export interface Project {
  readonly configFile: string;
  readonly config: ConfigFile;
  /** `lifecycle.lock`; null when there is none, or none that can be read. */
  readonly lock: LockFile | null;
  readonly campaigns: readonly CampaignSource[];
  readonly templates: readonly TemplateSource[];
  readonly partials: readonly PartialSource[];
  readonly blocks: readonly BlockSource[];
  readonly personas: readonly PersonaSource[];
  /** Every file that was read, the configuration too. */
  readonly sources: readonly SourceText[];
  /** Files left out of the lists because they have errors: what only they use or provide cannot be judged (`unused`, `unknown template`). */
  readonly broken: readonly string[];
  /** Where the objects and lists of `config`, of each campaign's, block's and persona's `node` and of each template's `frontMatter` stand. */
  readonly spans: Spans;
  /** The place of a stretch of one of `sources`: 0-based UTF-16 offsets into its text, `end` exclusive; both are held inside the text. */
  spanAt(file: string, start: number, end: number): Span;
}

/** One campaign file; its id is the file's name without `.yaml`. */
export interface CampaignSource {
  readonly file: string;
  readonly id: string;
  readonly node: CampaignFile;
}

/** One template file: `templates/cart/help.de.mjml` has the id `cart/help`, the kind `mjml` and the language `de`. */
export interface TemplateSource {
  readonly file: string;
  readonly id: string;
  readonly kind: 'mjml' | 'liquid' | 'txt';
  /** A language tag; empty for the default language. */
  readonly lang: string;
  /** Empty when the file has none. */
  readonly frontMatter: TemplateFrontMatter;
  /** What follows the front matter. */
  readonly body: string;
  /** Where `body` begins in the file's text, so that a place in the body is `spanAt(file, bodyOffset + start, bodyOffset + end)`. */
  readonly bodyOffset: number;
}

/** Whether a `.txt` file is the plain-text part of an email, and no message of its own: the email's MJML stands beside it, in whatever language. */
export function isTextPart(project: Pick<Project, 'templates' | 'broken'>, { id, kind }: TemplateSource): boolean {
  return kind === 'txt' && hasEmail(project, id);
}

/** Whether there is an MJML file of this id, one that could not be read too. */
export function hasEmail({ templates, broken }: Pick<Project, 'templates' | 'broken'>, id: string): boolean {
  return (
    templates.some((template) => template.id === id && template.kind === 'mjml') ||
    broken.some((file) => file.startsWith(`templates/${id}.`) && file.endsWith('.mjml'))
  );
}

/** One file of `templates/partials/`; its id is the path below that folder without the ending (`footer`). */
export interface PartialSource {
  readonly file: string;
  readonly id: string;
  readonly kind: 'mjml' | 'liquid' | 'txt';
  readonly text: string;
}

/** One file of `templates/blocks/`; its id is the path below that folder without the ending (`hero`). */
export interface BlockSource {
  readonly file: string;
  readonly id: string;
  readonly node: BlockFile;
}

/** One file of `schemas/personas/`; its id is the file's name without `.yaml`. */
export interface PersonaSource {
  readonly file: string;
  readonly id: string;
  readonly node: PersonaFile;
}

/** The folder of personas, relative to the project root: no campaign depends on them, and so no plan. */
export const PERSONAS = 'schemas/personas';

/** One file as it was read: without a byte order mark, with `\n` line ends, so that every checkout has the same text and hash. */
export interface SourceText {
  /** Relative to the project root, with forward slashes. */
  readonly path: string;
  /** Hexadecimal, over the UTF-8 bytes of `text`. */
  readonly sha256: string;
  readonly text: string;
}
