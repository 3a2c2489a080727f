import type { Diagnostic } from '../../model/diagnostic.js';
import type { FilePlace } from './pieced-text.js';

/** A finding about a template before its place has a line: a Diagnostic with an offset in place of a span. */
export type TemplateFinding = Omit<Diagnostic, 'span' | 'related' | 'fix'> & { readonly place: FilePlace };

/** What the stages of the template compiler hand on: a finding at offsets of the text they were given. */
export type StageFinding = Omit<TemplateFinding, 'place'> & { readonly start: number; readonly end: number };

/** A message that says nothing: the finding without its place. */
export const noText = {
  code: 'LC707',
  name: 'no-text',
  severity: 'error',
  message: 'the message has no text at all',
} as const;
