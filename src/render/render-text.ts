import type { Channel } from '../model/channel.js';
import type { CompiledTemplate } from '../model/plan.js';
import type { LiquidContext } from './build-context.js';
import { breaksLine } from './clean-value.js';
import { explainLiquid, renderLiquid } from './render-liquid.js';
import { countSegments, MOST_SEGMENTS } from './sms-segments.js';
import { tidyText } from './tidy-text.js';

/** What a person is shown, or a program is told, by a message that is no email. */
export interface RenderedText {
  /** Null when the template has none. */
  readonly title: string | null;
  /** The words; for a webhook, JSON. */
  readonly text: string;
}

/** A rendered text, or why there is none: it must be held back. */
export type TextRendered = { readonly ok: RenderedText } | { readonly problem: string };

const LONGEST_TITLE = 255;

/**
 * Renders a template of any channel but email for one person; the same input gives the same text. An unknown value without a `default` is a problem, and so are an
 * empty text, a title of several lines, more than ten SMS segments, and a webhook's text that is not JSON.
 */
export function renderText(channel: Channel, template: CompiledTemplate, context: LiquidContext): TextRendered {
  try {
    const title = template.subject === '' ? null : renderLiquid(template, template.subject, context, false).trim();
    const problem = title === null ? null : titleProblem(title);
    if (problem !== null) return { problem };
    const made = renderLiquid(template, template.text, context, false);
    // What is told to a program is the value itself, unusual line breaks and all.
    const text = (channel === 'webhook' ? made : tidyText(made)).trim();
    if (text === '') return { problem: 'the text is empty' };
    if (channel === 'sms') {
      const { count } = countSegments(text);
      if (count > MOST_SEGMENTS) return { problem: `the text takes ${count} segments, more than ${MOST_SEGMENTS}` };
    }
    if (channel === 'webhook' && !isJson(text)) return { problem: 'what the template makes is not JSON' };
    return { ok: { title, text } };
  } catch (error) {
    return { problem: explainLiquid(error) };
  }
}

function titleProblem(title: string): string | null {
  if (title === '') return 'the title is empty';
  if (breaksLine(title)) return 'the title holds a line break or a control character';
  const length = [...title].length;
  return length > LONGEST_TITLE ? `the title has ${length} characters, more than ${LONGEST_TITLE}` : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
