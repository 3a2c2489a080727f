import type { CompiledTemplate } from '../model/plan.js';

/** A row that a template shows something of: the catalog, and the row's key or the value that is the key. */
export interface Lookup {
  readonly catalog: string;
  readonly key:
    | { readonly kind: 'written'; readonly text: string }
    | { readonly kind: 'value'; readonly root: 'event' | 'profile'; readonly name: string };
}

/** What must be known before a message can be rendered. */
export interface TemplateNeeds {
  /** Ids of the blocks whose choice it shows. */
  readonly blocks: readonly string[];
  readonly lookups: readonly Lookup[];
  /** Whether it shows the code of its incentive. */
  readonly code: boolean;
}

const liquid = /\{\{.*?\}\}|\{%.*?%\}/gs;
const lookup = /\bcatalogs\.([a-z]\w*)\[\s*(?:(event|profile)\.(\w+)|"([^"]*)"|'([^']*)')\s*\]/g;
const block = /\bblocks\["([^"]+)"\]/g;
const known = new WeakMap<CompiledTemplate, Map<string, TemplateNeeds>>();

/** What a compiled template, with its own subject or another, asks for; each thing once. */
export function templateNeeds(template: CompiledTemplate, subject: string | null): TemplateNeeds {
  const bySubject = known.get(template) ?? new Map<string, TemplateNeeds>();
  known.set(template, bySubject);
  const first = subject ?? template.subject;
  const needs = bySubject.get(first) ?? findNeeds([first, template.from ?? '', template.html, template.text]);
  bySubject.set(first, needs);
  return needs;
}

function findNeeds(texts: readonly string[]): TemplateNeeds {
  const blocks = new Set<string>();
  const lookups = new Map<string, Lookup>();
  let code = false;
  for (const [tag] of texts.flatMap((text) => [...text.matchAll(liquid)])) {
    code ||= /\bincentive\.code\b/.test(tag);
    for (const match of tag.matchAll(block)) blocks.add(match[1]!);
    for (const [written, catalog = '', root, name = '', ...quoted] of tag.matchAll(lookup)) {
      const key: Lookup['key'] =
        root === 'event' || root === 'profile'
          ? { kind: 'value', root, name }
          : { kind: 'written', text: quoted[0] ?? quoted[1] ?? '' };
      lookups.set(written, { catalog, key });
    }
  }
  return { blocks: [...blocks], lookups: [...lookups.values()], code };
}

/**
 * Liquid whose lookups go through `keys["event.sku"]`, which is blank where the value is unknown: LiquidJS lets `default` stand in for an unknown row, but not for an unknown key.
 */
export function bindKeys(source: string): string {
  return source.replace(liquid, (tag) =>
    tag.replace(lookup, (written, catalog: string, root: string | undefined, name: string) =>
      root === undefined ? written : `catalogs.${catalog}[keys["${root}.${name}"]]`,
    ),
  );
}

/** The words of an error about Liquid that was bound, as it was written. */
export function unbindKeys(message: string): string {
  return message.replace(/\[keys\["?([\w.]+)"?\]\]|keys\.([\w.]+)/g, (_, path: string) => `[${path}]`);
}
