import type { Piece, SourceText } from './source-text.js';
import type { TemplateFinding } from './template-finding.js';

/** The text of a partial by its path relative to the template root (`partials/header.mjml`), or null. */
export type FindPartial = (path: string) => { readonly file: string; readonly text: string } | null;

const deepest = 8;
/** Comments are matched first so that an include inside one is left alone. */
const includes =
  /<!--[\s\S]*?-->|\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}|<mj-include\b([^>]*)>(?:\s*<\/mj-include\s*>)?|\{%-?\s*include\b([\s\S]*?)-?%\}/g;

/**
 * Puts the text of partials in the place of `<mj-include path="partials/…" />` and `{% include "partials/…" %}`. Only partials of
 * the project can be named; what cannot be resolved is a finding at the include and leaves nothing behind.
 */
export function resolveIncludes(
  root: { readonly file: string; readonly text: string; readonly offset: number },
  find: FindPartial,
): { source: SourceText; findings: readonly TemplateFinding[] } {
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
  append(root, [root.file]);
  return { source: { text, pieces }, findings };
}

function mjmlPath(attributes: string): string | null {
  return /^\s*path\s*=\s*(["'])([^"'{}]*)\1\s*\/?\s*$/.exec(attributes)?.[2] ?? null;
}

function liquidPath(rest: string): string | null {
  return /^\s*(["'])([^"'{}]*)\1\s*$/.exec(rest)?.[2] ?? null;
}
