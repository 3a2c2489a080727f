import type { CompiledTemplate } from '../../model/plan.js';
import { makeLiquid } from '../../render/liquid-engine.js';
import { countSegments, MOST_SEGMENTS } from '../../render/sms-segments.js';
import { tidyText } from '../../render/tidy-text.js';
import type { TemplateInput } from './compile-template.js';
import { hideLiquid, showLiquid } from './hide-liquid.js';
import { placeOf } from './pieced-text.js';
import { placeInJson } from './place-in-json.js';
import { noText, type StageFinding, type TemplateFinding } from './template-finding.js';
import { placeInText } from './write-text.js';

/** What a text is for: words for a text message, words, or JSON for a program. */
export type TextUse = 'sms' | 'words' | 'json';

/**
 * Compiles a template of a channel other than email: each value gets the filter that its place needs (nothing in words, percent-encoding in a web address, escaping in JSON).
 * The same input gives the same text. `template` is null when there is an error.
 */
export function compileText(
  input: TemplateInput,
  use: TextUse,
): { template: CompiledTemplate | null; findings: readonly TemplateFinding[] } {
  const { source, lang, subject } = input;
  const { hidden, findings: liquidFindings } = hideLiquid(source.text);
  const found: StageFinding[] = [...liquidFindings];
  const report = () => found.map(({ start, end, ...rest }) => ({ ...rest, place: placeOf(source, start, end) }));
  if (found.length > 0) return { template: null, findings: report() };
  const isJson = use === 'json';
  const placed = isJson ? placeInJson(hidden) : { text: placeInText(hidden), findings: [] };
  found.push(...placed.findings);
  const text = isJson ? placed.text.trim() : tidyText(placed.text).trim();
  if (text === '') found.push({ ...noText, start: 0, end: 0 });
  if (use === 'sms') found.push(...weigh(writtenAlways(source.text)));
  if (found.length > 0) return { template: null, findings: report() };
  makeLiquid({ lang, escape: false }).parse(text);
  return { template: { lang, subject, preheader: null, from: null, html: '', text }, findings: [] };

  /** The words that stand in every message: outside all branches and loops, without the values. */
  function writtenAlways(body: string): string {
    let depth = 0;
    let at = 0;
    let words = '';
    for (const { kind, name, start, end } of hidden.tokens) {
      if (depth === 0) words += body.slice(at, start);
      at = end;
      if (kind !== 'tag') continue;
      if (/^(?:if|unless|case|for)$/.test(name)) depth += 1;
      if (/^end(?:if|unless|case|for)$/.test(name)) depth -= 1;
    }
    return tidyText(showLiquid(words + body.slice(at), { ...hidden, tokens: [] })).trim();
  }
}

function weigh(words: string): StageFinding[] {
  const { count, alphabet } = countSegments(words);
  if (count <= MOST_SEGMENTS) return [];
  return [
    {
      code: 'LC711',
      name: 'too-many-segments',
      severity: 'error',
      message: `the text takes at least ${count} SMS segments, more than ${MOST_SEGMENTS}`,
      notes: [`it is sent in ${alphabet}, ${alphabet === 'GSM-7' ? '153' : '67'} characters to a segment`],
      help: ['shorten it, or link to the rest'],
      start: 0,
      end: 0,
    },
  ];
}
