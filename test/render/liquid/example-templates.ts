import { fileURLToPath } from 'node:url';
import { loadProject } from '../../../src/commands/load-project.js';
import { rememberTemplates } from '../../../src/compile/templates/template-cache.js';
import type { CompiledTemplate } from '../../../src/model/plan.js';
import { readProject } from '../../../src/read/read-project.js';
import { casesIn, readSound, withFolder } from '../../check/read-case.js';

/** One text of a compiled template, as it is rendered. */
export interface TemplateText {
  /** Project, template, language and part. */
  readonly name: string;
  readonly template: CompiledTemplate;
  readonly source: string;
  readonly isHtml: boolean;
}

const cache = rememberTemplates({ get: () => null, put: () => undefined });
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Every text of every template of the shop, the starter and each `step`-th of the sound example projects; texts without Liquid are left out. */
export async function exampleTexts(step: number): Promise<readonly TemplateText[]> {
  const texts = [...(await textsOf('shop', ROOT)), ...(await textsOf('starter', `${ROOT}starter`))];
  for (const [at, name] of casesIn('ok').entries())
    if (at % step === 0) texts.push(...(await withFolder(readSound(name), (root) => textsOf(name, root))));
  return texts;
}

async function textsOf(project: string, root: string): Promise<TemplateText[]> {
  const session = { read: () => readProject(root), check: () => [], templates: cache };
  const { templates } = await loadProject(root, {}, null, session);
  return Object.entries(templates).flatMap(([id, languages]) =>
    Object.entries(languages).flatMap(([lang, template]) =>
      (['subject', 'from', 'html', 'text'] as const).flatMap((part) => {
        const source = template[part];
        if (source === null || !source.includes('{')) return [];
        return [{ name: `${project} ${id} ${lang} ${part}`, template, source, isHtml: part === 'html' }];
      }),
    ),
  );
}
