import { compileTemplate, type TemplateInput } from '../../../src/compile/templates/compile-template.js';
import { resolveIncludes } from '../../../src/compile/templates/resolve-includes.js';
import type { TemplateFinding } from '../../../src/compile/templates/template-finding.js';
import type { CompiledTemplate } from '../../../src/model/plan.js';

const file = 'templates/cart/help.mjml';

/** Compiles MJML as the project would, with partials by path; findings are shown as `file:line:col CODE message`. */
export async function compileText(
  text: string,
  options: Partial<Omit<TemplateInput, 'source'>> & { partials?: Record<string, string> } = {},
): Promise<{ template: CompiledTemplate | null; shown: string[]; findings: readonly TemplateFinding[] }> {
  const { partials = {}, ...rest } = options;
  const find = (path: string) =>
    partials[path] === undefined ? null : { file: `templates/${path}`, text: partials[path] };
  const { source, findings } = resolveIncludes({ file, text, offset: 0 }, find);
  const texts: Record<string, string> = { [file]: text, 'templates/cart/help.txt': rest.text?.body ?? '' };
  for (const [path, partial] of Object.entries(partials)) texts[`templates/${path}`] = partial;
  const show = (all: readonly TemplateFinding[]) =>
    all.map(({ place, code, message }) => {
      const before = texts[place.file]!.slice(0, place.start).split('\n');
      return `${place.file.replace('templates/', '')}:${before.length}:${before.at(-1)!.length + 1} ${code} ${message}`;
    });
  if (findings.length > 0) return { template: null, shown: show(findings), findings };
  const input = {
    source,
    lang: 'en',
    subject: 'Hello',
    preheader: null,
    from: null,
    text: null,
    tracking: null,
    ...rest,
  };
  const result = await compileTemplate(input);
  return { template: result.template, shown: show(result.findings), findings: result.findings };
}

/** A whole template around the inside of one `<mj-column>`. */
export function inColumn(inside: string): string {
  return `<mjml><mj-body><mj-section><mj-column>\n${inside}\n</mj-column></mj-section></mj-body></mjml>`;
}
