import type { CodedFinding } from '../check/email/lint-email.js';
import type { EmailBytes } from '../check/email/rendered-email.js';
import type { CompiledResult, TemplateInput } from '../compile/templates/compile-template.js';
import type { PackedNode } from '../read/pack-node.js';
import { readPacked } from '../read/read-packed.js';
import type { YamlOrder } from '../read/read-yaml.js';

/** Work that every thread does alike: plain data is asked, and what comes of it is plain data that nothing else decides. */
export interface Chores {
  /** To read YAML; null where there is anything to say of it, which whoever reads the project says. */
  readonly yaml: { readonly asked: YamlChore; readonly done: PackedNode | null };
  readonly template: { readonly asked: TemplateInput; readonly done: CompiledResult };
  /** To look at emails that are much alike. */
  readonly emails: { readonly asked: readonly EmailBytes[]; readonly done: readonly (readonly CodedFinding[])[] };
}

/** A text and what it is to be. */
export interface YamlChore {
  readonly file: string;
  readonly text: string;
  readonly order: YamlOrder;
}

type Ways = { readonly [K in keyof Chores]: (asked: Chores[K]['asked']) => Promise<Chores[K]['done']> };

// What a way needs is loaded when something is asked of it.
const ways: Ways = {
  yaml: async ({ file, text, order }) => readPacked(file, text, order),
  async template(input) {
    const { compileTemplate } = await import('../compile/templates/compile-template.js');
    return compileTemplate(input);
  },
  async emails(alike) {
    const { lintEmails } = await import('../check/email/lint-email.js');
    return lintEmails(alike);
  },
};

/** Does one, here. */
export function doChore<K extends keyof Chores>(kind: K, asked: Chores[K]['asked']): Promise<Chores[K]['done']> {
  return ways[kind](asked);
}
