import type { Project, TemplateSource } from '../model/project.js';

/** The template, its text part, and what they take in, each behind what takes it in. */
export function templateTexts(project: Project, template: TemplateSource): readonly Project['sources'][number][] {
  const { id, lang } = template;
  const own = project.templates.filter((one) => one.id === id && one.lang === lang).map(({ file }) => file);
  const files = new Set([template.file, ...own]);
  const texts: Project['sources'][number][] = [];
  for (const file of files) {
    const source = project.sources.find(({ path }) => path === file);
    if (source === undefined) continue;
    texts.push(source);
    const chosen = project.blocks.find((block) => block.file === file)?.node.rules.map((rule) => rule.partial) ?? [];
    for (const block of project.blocks) if (takesIn(source.text, `blocks/${block.id}`)) files.add(block.file);
    for (const partial of project.partials)
      if (takesIn(source.text, `partials/${partial.id}`) || chosen.includes(partial.id)) files.add(partial.file);
  }
  return texts;
}

/** Includes are written as paths, with or without the ending. */
function takesIn(text: string, path: string): boolean {
  return [`${path}"`, `${path}'`, `${path}.`].some((written) => text.includes(written));
}
