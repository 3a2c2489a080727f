import type { CompiledTemplate } from '../model/plan.js';
import type { LiquidContext } from './build-context.js';
import { breaksLine } from './clean-value.js';
import { explainLiquid, renderLiquid } from './render-liquid.js';
import { tidyText } from './tidy-text.js';

/** What a message is made of. */
export interface RenderInput {
  readonly template: CompiledTemplate;
  /** Liquid in place of the template's subject, or null. */
  readonly subject: string | null;
  readonly context: LiquidContext;
}

/** The parts of a message that depend on the person. */
export interface RenderedParts {
  readonly subject: string;
  /** In place of the channel's sender, or null. */
  readonly from: string | null;
  readonly html: string;
  readonly text: string;
}

/** A rendered message, or why there is none: it must be held back. */
export type Rendered = { readonly ok: RenderedParts } | { readonly problem: string };

const longestSubject = 255;

/**
 * Renders a compiled template for one person; the same input gives the same text. A value that is unknown where it is shown without
 * a `default` is a problem, never a blank; so is a subject that is empty, too long or not one line.
 */
export function renderEmail({ template, subject: override, context }: RenderInput): Rendered {
  try {
    const subject = renderLiquid(template, override ?? template.subject, context, false).trim();
    const problem = subjectProblem(subject);
    if (problem !== null) return { problem };
    const withSubject = { ...context, message: { ...context.message, subject } };
    const from = template.from === null ? null : renderLiquid(template, template.from, withSubject, false).trim();
    const html = renderLiquid(template, template.html, withSubject, true);
    const text = tidyText(renderLiquid(template, template.text, withSubject, false));
    if (text.trim() === '') return { problem: 'the text part is empty' };
    return { ok: { subject, from, html, text } };
  } catch (error) {
    return { problem: explainLiquid(error) };
  }
}

function subjectProblem(subject: string): string | null {
  if (subject === '') return 'the subject is empty';
  if (breaksLine(subject)) return 'the subject holds a line break or a control character';
  const length = [...subject].length;
  return length > longestSubject ? `the subject has ${length} characters, more than ${longestSubject}` : null;
}
