import type { CompiledTemplate } from '../model/plan.js';
import { type EncodedBodies, ROOM } from './assemble-email.js';
import type { LiquidContext } from './build-context.js';
import { ByteSink } from './byte-sink.js';
import { breaksLine } from './clean-value.js';
import { encodeBody } from './quoted-printable.js';
import { explainLiquid, renderLiquid, writeEncodedHtml, writeEncodedText } from './render-liquid.js';
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

/** The same with its bodies as they leave. */
export interface EncodedParts extends Pick<RenderedParts, 'subject' | 'from'> {
  readonly bodies: EncodedBodies;
}

/** A rendered message, or why there is none: it must be held back. */
export type Rendered<Parts = RenderedParts> = { readonly ok: Parts } | { readonly problem: string };

const longestSubject = 255;

/**
 * Renders a compiled template for one person; the same input gives the same text. A value that is unknown where it is shown without
 * a `default` is a problem, never a blank; so is a subject that is empty, too long or not one line.
 */
export function renderEmail(input: RenderInput): Rendered {
  return render(input, (template, context, heads) => ({
    html: renderLiquid(template, template.html, context, true),
    text: renderTextPart(template, context),
    // Last: it takes long to add to what was spread.
    ...heads,
  }));
}

/** Bytes in which most emails have room: mail programs cut off what is longer. */
const ONE_EMAIL = 128 * 1024;

/** The same email with both bodies encoded into `sink`, ready for `assembleEmail`. What is written in the template was encoded before. */
export function encodeEmail(input: RenderInput, sink: ByteSink = new ByteSink(ONE_EMAIL)): Rendered<EncodedParts> {
  return render(input, (template, context, heads) => {
    sink.cut(0);
    sink.skip(ROOM.before);
    if (!writeEncodedText(template, context, sink)) sink.ascii(encodeBody(textBeside(template, context)));
    const text = sink.length;
    sink.skip(ROOM.between);
    if (!writeEncodedHtml(template, context, sink))
      sink.ascii(encodeBody(renderLiquid(template, template.html, context, true)));
    const html = sink.length;
    sink.skip(ROOM.behind);
    const within = sink.take();
    return {
      bodies: { html: within.subarray(text + ROOM.between, html), text: within.subarray(ROOM.before, text), within },
      ...heads,
    };
  });
}

/** Where there is something wrong with both parts, that with the HTML is told. */
function textBeside(template: CompiledTemplate, context: LiquidContext): string {
  try {
    return renderTextPart(template, context);
  } catch (error) {
    renderLiquid(template, template.html, context, true);
    throw error;
  }
}

function render<Parts>(
  { template, subject: override, context }: RenderInput,
  finish: (template: CompiledTemplate, context: LiquidContext, heads: Pick<RenderedParts, 'subject' | 'from'>) => Parts,
): Rendered<Parts> {
  try {
    const subject = renderLiquid(template, override ?? template.subject, context, false).trim();
    const problem = subjectProblem(subject);
    if (problem !== null) return { problem };
    const withSubject = { ...context, message: { ...context.message, subject } };
    const from = template.from === null ? null : renderLiquid(template, template.from, withSubject, false).trim();
    return { ok: finish(template, withSubject, { subject, from }) };
  } catch (error) {
    return { problem: explainLiquid(error) };
  }
}

function renderTextPart(template: CompiledTemplate, context: LiquidContext): string {
  const text = tidyText(renderLiquid(template, template.text, context, false));
  if (text.trim() === '') throw new Error('the text part is empty');
  return text;
}

function subjectProblem(subject: string): string | null {
  if (subject === '') return 'the subject is empty';
  if (breaksLine(subject)) return 'the subject holds a line break or a control character';
  const length = subject.length <= longestSubject ? 0 : [...subject].length;
  return length > longestSubject ? `the subject has ${length} characters, more than ${longestSubject}` : null;
}
