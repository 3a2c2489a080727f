import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { CompiledTemplate } from '../../model/plan.js';
import type { TemplateInput } from './compile-template.js';

/** Compiled templates by key. Only templates without findings are put in. */
export interface TemplateCache {
  get(key: string): CompiledTemplate | null;
  put(key: string, template: CompiledTemplate): void;
}

/** A cache that does not ask another for the same template twice. */
export function rememberTemplates(cache: TemplateCache): TemplateCache {
  const known = new Map<string, CompiledTemplate>();
  return {
    get(key) {
      const template = known.get(key) ?? cache.get(key);
      if (template !== null) known.set(key, template);
      return template;
    },
    put(key, template) {
      known.set(key, template);
      cache.put(key, template);
    },
  };
}

/** To be raised with every change of what the template compiler writes. */
const recipe = 6;

const require = createRequire(import.meta.url);
const makers = ['mjml', 'html-to-text'].map(
  (name) => `${name} ${(require(`${name}/package.json`) as { version: string }).version}`,
);

/** The hash of everything that decides what a template compiles to: the input, our recipe, the libraries' versions. */
export function templateKey(input: TemplateInput): string {
  const { lang, subject, preheader, from, tracking } = input;
  const links = tracking && [[...tracking.parameters], tracking.only, tracking.unsubscribe];
  const parts = [recipe, makers, lang, subject, preheader, from, input.source.text, input.text?.body ?? null, links];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
