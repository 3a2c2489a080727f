import type { CompiledTemplate } from '../../model/plan.js';
import type { Tracking } from '../../model/tracking.js';
import { makeLiquid } from '../../render/liquid-engine.js';
import { checkStructure } from './check-structure.js';
import { deriveText, joinTags } from './derive-text.js';
import { findBorrowedPictures } from './find-borrowed-pictures.js';
import { addPreheader, finishHead } from './finish-html.js';
import { type HiddenText, hideLiquid, showLiquid } from './hide-liquid.js';
import { mjmlFinding } from './mjml-finding.js';
import { type PiecedText, placeOf } from './pieced-text.js';
import { placeValues } from './place-values.js';
import { runMjml } from './run-mjml.js';
import { noText, type StageFinding, type TemplateFinding } from './template-finding.js';
import { writeText } from './write-text.js';

/** A template with its includes resolved: MJML with Liquid, the lines of its front matter, and the text part if one was written. */
export interface TemplateInput {
  readonly source: PiecedText;
  /** BCP 47. */
  readonly lang: string;
  readonly subject: string;
  readonly preheader: string | null;
  readonly from: string | null;
  readonly text: { readonly file: string; readonly offset: number; readonly body: string } | null;
  /** What is added to its links; null: nothing. */
  readonly tracking: Tracking | null;
}

/** What comes of a template; `template` is null when there is an error. */
export interface CompiledResult {
  readonly template: CompiledTemplate | null;
  readonly findings: readonly TemplateFinding[];
}

const MOST_FINDINGS = 50;

/**
 * Compiles one template: MJML is run once, each value gets the filter that its place needs, the text part is made. The same input
 * gives the same bytes.
 */
export async function compileTemplate(input: TemplateInput): Promise<CompiledResult> {
  const { source, lang, subject, preheader, from, tracking } = input;
  const findings: TemplateFinding[] = [];
  const report = (found: readonly StageFinding[]): void => {
    // One mistake may be made ten thousand times, and each place is looked for.
    const more = found.slice(0, Math.max(0, MOST_FINDINGS - findings.length));
    for (const { start, end, ...rest } of more) findings.push({ ...rest, place: placeOf(source, start, end) });
  };
  const isBroken = () => findings.some((finding) => finding.severity === 'error');

  const { hidden, findings: liquidFindings } = hideLiquid(source.text);
  report(liquidFindings);
  if (hidden.prefix !== '') report(checkStructure(hidden));
  if (isBroken()) return { template: null, findings };

  const mjml = await compileMjml(hidden);
  report(mjml.findings);
  if (isBroken()) return { template: null, findings };

  report(findBorrowedPictures(mjml.html, hidden));
  const placed = placeValues(mjml.html, hidden, tracking);
  report(placed.findings);
  const { own } = placed;
  let text = '';
  if (input.text === null) text = joinTags(showLiquid(deriveText(own.text, own.word), own));
  else {
    const { file, offset, body } = input.text;
    const written = writeText(body, placed.links, tracking);
    text = written.text;
    for (const { start, end, ...rest } of written.findings) {
      findings.push({ ...rest, place: { file, start: offset + start, end: offset + end } });
    }
  }
  const document = finishHead(showLiquid(dropBlankLines(own.text), own), lang);
  const html = preheader === null ? document : addPreheader(document, preheader);
  if (text.trim() === '' && !isBroken()) report([{ ...noText, start: 0, end: 0 }]);
  if (isBroken()) return { template: null, findings };
  makeLiquid({ lang, escape: true }).parse(html);
  makeLiquid({ lang, escape: false }).parse(text);
  return { template: { lang, subject, preheader, from, html, text }, findings };
}

async function compileMjml(hidden: HiddenText): Promise<{ html: string; findings: readonly StageFinding[] }> {
  try {
    const { html, errors } = await runMjml(hidden.text);
    return {
      html,
      findings: errors
        .slice(0, MOST_FINDINGS)
        .map((error) => mjmlFinding(error, hidden))
        .filter((finding) => finding !== null),
    };
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const message = `MJML cannot compile this: ${said}`;
    return {
      html: '',
      findings: [{ code: 'LC701', name: 'mjml-error', severity: 'error', message, start: 0, end: 0 }],
    };
  }
}

/** MJML's indentation of nothing: a sixth of a message, invisible in every client. */
function dropBlankLines(html: string): string {
  return html.replace(/[ \t]+$/gm, '').replace(/\n{2,}/g, '\n');
}
