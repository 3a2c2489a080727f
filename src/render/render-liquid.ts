import type { Liquid, Template } from 'liquidjs';
import type { CompiledTemplate } from '../model/plan.js';
import type { LiquidContext } from './build-context.js';
import type { ByteSink } from './byte-sink.js';
import { Body } from './liquid/body.js';
import { type CompiledLiquid, compileEncoded, compileLiquid, type EncodingLiquid } from './liquid/compile-liquid.js';
import { TIDY_LINES } from './liquid/encode-lines.js';
import { QUOTED_PRINTABLE } from './liquid/encode-pieces.js';
import { makeLiquid } from './liquid-engine.js';
import { bindKeys, unbindKeys } from './template-needs.js';

/** One text of a template, ready to be rendered. */
interface Ready {
  readonly engine: Liquid;
  readonly parsed: Template[];
  readonly compiled: CompiledLiquid;
  /** The same for quoted-printable, once it was asked for. */
  encoded: EncodingLiquid | null;
}

/** By the text itself, whose hash the runtime keeps: a longer key would be hashed anew for each message. */
interface Known {
  readonly html: Map<string, Ready>;
  readonly text: Map<string, Ready>;
}

const ready = new WeakMap<CompiledTemplate, Known>();

/** Renders one text of a template, which is parsed and compiled once; throws what Liquid throws. Whatever compiled Liquid does not do, LiquidJS does. */
export function renderLiquid(
  template: CompiledTemplate,
  source: string,
  context: LiquidContext,
  isHtml: boolean,
): string {
  const { engine, parsed, compiled } = readyLiquid(template, source, isHtml);
  const made = 'render' in compiled ? compiled.render(context) : null;
  return made ?? (engine.renderSync(parsed, context) as string);
}

/** The HTML of a template in quoted-printable: equal, when it is decoded, to what `renderLiquid` gives. False when nothing was written, and that must be asked. */
export function writeEncodedHtml(template: CompiledTemplate, context: LiquidContext, sink: ByteSink): boolean {
  const before = sink.length;
  const isMade = write(template, template.html, context, new Body(sink), true);
  if (isMade) sink.trimEnd(before);
  return isMade;
}

/** The text part of a template, tidied and in quoted-printable. False when nothing was written, and `renderLiquid` must be asked. */
export function writeEncodedText(template: CompiledTemplate, context: LiquidContext, sink: ByteSink): boolean {
  const body = new Body(sink);
  return write(template, template.text, context, body, false) && body.end();
}

function write(
  template: CompiledTemplate,
  source: string,
  context: LiquidContext,
  body: Body,
  isHtml: boolean,
): boolean {
  const ready = readyLiquid(template, source, isHtml);
  ready.encoded ??= compileEncoded(ready.parsed, ready.engine, isHtml ? QUOTED_PRINTABLE : TIDY_LINES);
  const before = body.sink.length;
  if ('write' in ready.encoded && ready.encoded.write(context, body)) return true;
  body.sink.cut(before);
  return false;
}

/** What in a text is left to LiquidJS each time, in words; null when it is compiled. */
export function whyNotCompiled(template: CompiledTemplate, source: string, isHtml: boolean): string | null {
  const { compiled } = readyLiquid(template, source, isHtml);
  return 'why' in compiled ? compiled.why : null;
}

function readyLiquid(template: CompiledTemplate, source: string, isHtml: boolean): Ready {
  let known = ready.get(template);
  if (known === undefined) {
    known = { html: new Map(), text: new Map() };
    ready.set(template, known);
  }
  const own = isHtml ? known.html : known.text;
  let found = own.get(source);
  if (found === undefined) {
    const engine = makeLiquid({ lang: template.lang, escape: isHtml });
    const parsed = engine.parse(bindKeys(source));
    found = { engine, parsed, compiled: compileLiquid(parsed, engine), encoded: null };
    own.set(source, found);
  }
  return found;
}

/** What Liquid found wrong, in words of a template's author. */
export function explainLiquid(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = error.message.split('\n')[0]!.replace(/, (?:file:.*?, )?line:\d+, col:\d+$/, '');
  const unknown = /^undefined variable: (.*)$/.exec(said);
  return unknown === null ? said : `${unbindKeys(unknown[1] ?? '')} is unknown`;
}
