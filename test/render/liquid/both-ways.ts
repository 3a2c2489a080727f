import type { Liquid, Template } from 'liquidjs';
import { type CompiledLiquid, compileLiquid } from '../../../src/render/liquid/compile-liquid.js';
import { makeLiquid } from '../../../src/render/liquid-engine.js';
import { explainLiquid } from '../../../src/render/render-liquid.js';
import { bindKeys } from '../../../src/render/template-needs.js';

/** A text that LiquidJS can read, and what it was compiled to. */
export interface BothWays {
  readonly engine: Liquid;
  readonly parsed: Template[];
  readonly compiled: CompiledLiquid;
}

/** Null when LiquidJS cannot read it. */
export function readBothWays(source: string, lang: string, isHtml: boolean): BothWays | null {
  const engine = makeLiquid({ lang, escape: isHtml });
  let parsed: Template[];
  try {
    parsed = engine.parse(bindKeys(source));
  } catch {
    return null;
  }
  return { engine, parsed, compiled: compileLiquid(parsed, engine) };
}

/** What LiquidJS makes of it: a text, or an error in words. */
export function byLiquid({ engine, parsed }: BothWays, context: object): { text: string } | { problem: string } {
  try {
    return { text: engine.renderSync(parsed, context) as string };
  } catch (error) {
    return { problem: explainLiquid(error) };
  }
}

/** What the compiled form makes of it; null when it leaves it to LiquidJS, this time or always. */
export function byClosures({ compiled }: BothWays, context: object): string | null {
  return 'render' in compiled ? compiled.render(context) : null;
}
