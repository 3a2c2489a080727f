import type { FilePlace, Piece, PiecedText } from './pieced-text.js';
import type { TemplateFinding } from './template-finding.js';

/** The text of a partial by its path relative to the template root (`partials/header.mjml`), or null. */
export type FindPartial = (path: string) => { readonly file: string; readonly text: string } | null;

/** A block by its id, or null; `with` is in the order of the file. */
export type FindBlock = (id: string) => FoundBlock | null;

/** Rules that choose a partial, as a template takes them in. */
export interface FoundBlock {
  readonly file: string;
  readonly rules: readonly {
    readonly conditional: boolean;
    readonly partial: string;
    readonly with: Readonly<Record<string, string | number | boolean>>;
    /** Where the partial is named. */
    readonly place: FilePlace;
  }[];
}

const deepest = 8;
/** Comments are matched first so that an include inside one is left alone. */
const includes =
  /<!--[\s\S]*?-->|\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}|<mj-include\b([^>]*)>(?:\s*<\/mj-include\s*>)?|\{%-?\s*include\b([\s\S]*?)-?%\}/g;

/**
 * Puts the text of partials in the place of `<mj-include path="partials/…" />` and `{% include "partials/…" %}`, and of a block (`blocks/…`) all its partials, each in the branch of its
 * rule: `blocks["hero"]` is the number of the rule that holds. Only partials and blocks of the project can be named; what cannot be resolved is a finding at the include and leaves nothing behind.
 */
export function resolveIncludes(
  root: { readonly file: string; readonly text: string; readonly offset: number },
  find: FindPartial,
  findBlock: FindBlock = () => null,
): { source: PiecedText; findings: readonly TemplateFinding[] } {
  const findings: TemplateFinding[] = [];
  const pieces: Piece[] = [];
  let text = '';

  const findPartial: FindPartial = (path) => {
    const isInside = path.startsWith('partials/') && !path.split('/').some((name) => /^\.{0,2}$/.test(name));
    return isInside ? find(path) : null;
  };
  const append = (part: { file: string; text: string; offset: number }, trail: readonly string[]): void => {
    const add = (from: number, to: number): void => {
      if (from === to && text !== '') return;
      pieces.push({ at: text.length, file: part.file, offset: part.offset + from });
      text += part.text.slice(from, to);
    };
    let at = 0;
    for (const match of part.text.matchAll(includes)) {
      const written = match[1] ?? match[2];
      if (written === undefined) continue;
      add(at, match.index);
      at = match.index + match[0].length;
      const isLiquid = match[1] === undefined;
      const path = isLiquid ? liquidPath(written) : mjmlPath(written);
      const name = path ?? '';
      const from = match.index + (name === '' ? 0 : match[0].indexOf(name, isLiquid ? 0 : match[0].indexOf('path')));
      const place = {
        file: part.file,
        start: part.offset + from,
        end: part.offset + (name === '' ? at : from + name.length),
      };
      const complain = (message: string, help: string): void => {
        findings.push({ code: 'LC511', name: 'bad-include', severity: 'error', message, help: [help], place });
      };
      if (path === null) {
        const example = isLiquid ? '{% include "partials/name.liquid" %}' : '<mj-include path="partials/name.mjml" />';
        complain('an include takes one written path and nothing else', `write ${example}`);
        continue;
      }
      const block = /^blocks\/(.+)$/.exec(path)?.[1];
      if (block !== undefined) {
        appendBlock(block, isLiquid, place, trail);
        continue;
      }
      const partial = findPartial(path) ?? (isLiquid ? findPartial(`${path}.liquid`) : null);
      if (partial === null) {
        const help = ['partials are files in templates/partials: write partials/name.mjml'];
        const message = `there is no partial "${path}"`;
        findings.push({ code: 'LC504', name: 'unknown-partial', severity: 'error', message, help, place });
      } else if (trail.includes(partial.file)) {
        complain(`${partial.file} includes itself`, `it is included by way of ${[...trail, partial.file].join(' > ')}`);
      } else if (trail.length > deepest) {
        complain(`includes are nested more than ${deepest} deep`, 'include the partial from the template itself');
      } else {
        append({ file: partial.file, text: partial.text, offset: 0 }, [...trail, partial.file]);
      }
    }
    add(at, part.text.length);
  };
  function appendBlock(id: string, isLiquid: boolean, place: FilePlace, trail: readonly string[]): void {
    const block = findBlock(id);
    if (block === null) {
      const help = ['blocks are files in templates/blocks: write blocks/name for templates/blocks/name.yaml'];
      const message = `there is no block "${id}"`;
      findings.push({ code: 'LC225', name: 'unknown-block', severity: 'error', message, help, place });
      return;
    }
    if (trail.includes(block.file)) {
      const help = [`it is included by way of ${[...trail, block.file].join(' > ')}`];
      const message = `${block.file} includes itself`;
      findings.push({ code: 'LC511', name: 'bad-include', severity: 'error', message, help, place });
      return;
    }
    const write = (tags: string, offset: number): void => {
      pieces.push({ at: text.length, file: block.file, offset });
      // MJML keeps Liquid between its tags only inside mj-raw.
      text += isLiquid || tags === '' ? tags : `<mj-raw>${tags}</mj-raw>`;
    };
    // Nobody comes to a rule behind one for everybody: that is told by its own rule.
    const last = block.rules.findIndex(({ conditional }) => !conditional);
    const rules = last < 0 ? block.rules : block.rules.slice(0, last + 1);
    const branches = rules.some(({ conditional }) => conditional);
    for (const [index, rule] of rules.entries()) {
      const { start } = rule.place;
      const opening = index === 0 ? 'if' : 'elsif';
      const test = rule.conditional ? `{% ${opening} blocks["${id}"] == ${index} %}` : branches ? '{% else %}' : '';
      write(test + assignments(rule.with), start);
      const path = `partials/${rule.partial}.${isLiquid ? 'liquid' : 'mjml'}`;
      const partial = findPartial(path);
      const inside = [...trail, block.file];
      if (partial === null) {
        const message = `there is no partial "${path}"`;
        const help = [`add the file templates/${path}`];
        findings.push({ code: 'LC504', name: 'unknown-partial', severity: 'error', message, help, place: rule.place });
      } else if (inside.includes(partial.file)) {
        const help = [`it is included by way of ${[...inside, partial.file].join(' > ')}`];
        const message = `${partial.file} includes itself`;
        findings.push({ code: 'LC511', name: 'bad-include', severity: 'error', message, help, place: rule.place });
      } else append({ file: partial.file, text: partial.text, offset: 0 }, [...inside, partial.file]);
    }
    if (branches) write('{% endif %}', rules.at(-1)?.place.end ?? 0);
  }
  append(root, [root.file]);
  return { source: { text, pieces }, findings };
}

/** Liquid that gives a partial its values. What would end a tag or a text is written as the code of its character. */
function assignments(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      const written =
        typeof value === 'string'
          ? `"${value.replace(/["'\\{}%<>\p{Cc}]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
          : String(value);
      return `{% assign ${name} = ${written} %}`;
    })
    .join('');
}

function mjmlPath(attributes: string): string | null {
  return /^\s*path\s*=\s*(["'])([^"'{}]*)\1\s*\/?\s*$/.exec(attributes)?.[2] ?? null;
}

function liquidPath(rest: string): string | null {
  return /^\s*(["'])([^"'{}]*)\1\s*$/.exec(rest)?.[2] ?? null;
}
