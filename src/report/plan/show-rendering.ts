import { wrapLine } from './wrap-line.js';

/** Which templates are rendered by the slower way, as a section of the plan; empty when none is. */
export function showRendering(left: readonly { readonly template: string; readonly why: string }[]): string {
  if (left.length === 0) return '';
  const lines = left.map(({ template, why }) => wrapLine(`  ${template}: ${why}`, 4));
  return `\nRendered by LiquidJS, which gives the same and takes longer\n${lines.join('\n')}\n`;
}
