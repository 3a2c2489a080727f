import type { Template } from 'liquidjs';
import type { CompiledTemplate } from '../model/plan.js';
import type { LiquidContext } from './build-context.js';
import { makeLiquid } from './liquid-engine.js';
import { bindKeys, unbindKeys } from './template-needs.js';

const parsed = new WeakMap<CompiledTemplate, Map<string, Template[]>>();

/** Renders one text of a template, which is parsed once; throws what Liquid throws. */
export function renderLiquid(
  template: CompiledTemplate,
  source: string,
  context: LiquidContext,
  isHtml: boolean,
): string {
  const engine = makeLiquid({ lang: template.lang, escape: isHtml });
  let known = parsed.get(template);
  if (known === undefined) {
    known = new Map();
    parsed.set(template, known);
  }
  const key = `${isHtml} ${source}`;
  let templates = known.get(key);
  if (templates === undefined) {
    templates = engine.parse(bindKeys(source));
    known.set(key, templates);
  }
  return engine.renderSync(templates, context) as string;
}

/** What Liquid found wrong, in words of a template's author. */
export function explainLiquid(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = error.message.split('\n')[0]!.replace(/, (?:file:.*?, )?line:\d+, col:\d+$/, '');
  const unknown = /^undefined variable: (.*)$/.exec(said);
  return unknown === null ? said : `${unbindKeys(unknown[1] ?? '')} is unknown`;
}
