import type { Channel } from '../model/channel.js';
import type { CompiledTemplate } from '../model/plan.js';
import type { LiquidContext } from './build-context.js';
import { ByteSink } from './byte-sink.js';
import { type EncodedParts, encodeEmail, type RenderedParts, renderEmail } from './render-email.js';
import { type RenderedText, renderText } from './render-text.js';

/** One message that is to be rendered: plain data, so that it can be done elsewhere. */
export interface RenderJob {
  readonly channel: Channel;
  readonly template: CompiledTemplate;
  /** Liquid in place of the template's subject, or null. */
  readonly subject: string | null;
  readonly context: LiquidContext;
  /** To be sent: an email comes with its bodies encoded. */
  readonly toSend?: true;
}

/** What became of it: an email or words, or why it must be held back. */
export type RenderedMessage =
  | { readonly kind: 'email'; readonly parts: RenderedParts }
  | { readonly kind: 'encoded'; readonly parts: EncodedParts }
  | { readonly kind: 'words'; readonly words: RenderedText }
  | { readonly kind: 'none'; readonly problem: string };

/** Renders messages, each on its own, and gives what became of each in their order. */
export type RenderAll = (jobs: readonly RenderJob[]) => Promise<readonly RenderedMessage[]>;

/** Renders one message of any channel; the same job gives the same text. What is encoded is written into `sink` and taken from there. */
export function renderMessage(
  { channel, template, subject, context, toSend }: RenderJob,
  sink?: ByteSink,
): RenderedMessage {
  if (channel === 'email' && toSend) {
    const email = encodeEmail({ template, subject, context }, sink);
    return 'problem' in email ? { kind: 'none', ...email } : { kind: 'encoded', parts: email.ok };
  }
  if (channel === 'email') {
    const email = renderEmail({ template, subject, context });
    return 'problem' in email ? { kind: 'none', ...email } : { kind: 'email', parts: email.ok };
  }
  const words = renderText(channel, template, context);
  return 'problem' in words ? { kind: 'none', ...words } : { kind: 'words', words: words.ok };
}

/** Renders here and now, with nothing but Liquid's own limits to hold a template back. */
export const renderHere: RenderAll = async (jobs) => {
  const sink = new ByteSink();
  return jobs.map((job) => renderMessage(job, sink));
};
