import type { Diagnostic } from '../../model/diagnostic.js';

/** Warnings that nothing uses a template, a block, a segment, a trait or a partial. */
const unused = new Set(['LC220', 'LC226', 'LC230', 'LC231', 'LC232']);

/** Errors behind which a use may hide: a name that stands for nothing, a branch or a step that nobody comes to, a thing that cannot be used yet. */
const hiding = new Set([
  'LC201',
  'LC202',
  'LC205',
  'LC210',
  'LC211',
  'LC215',
  'LC225',
  'LC401',
  'LC404',
  'LC504',
  'LC610',
]);

/** The findings without those that nothing uses a name, while an error says that some use is written wrongly: that is the mistake to mend first, and what is left unused is told after it. */
export function hushUnused(found: readonly Diagnostic[]): Diagnostic[] {
  if (!found.some(({ code }) => hiding.has(code))) return [...found];
  return found.filter(({ code }) => !unused.has(code));
}
