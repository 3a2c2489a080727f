import type { Plan } from '../../model/plan.js';
import { conditionWords } from './condition-words.js';
import { wrapLine } from './wrap-line.js';

/** What templates choose and look up, as sentences; empty when there is nothing. */
export function showContent(plan: Plan): string {
  const blocks = Object.entries(plan.blocks).map(([id, { rules }]) => {
    const choices = rules.map(({ when, partial }, index) => {
      if (when === null) return index === 0 ? partial : `else ${partial}`;
      return `${partial} for people ${conditionWords(when)}`;
    });
    const rest = rules.some(({ when }) => when === null) ? '' : '; else nothing';
    return `  ${id}: ${choices.join('; ')}${rest}`;
  });
  if (blocks.length === 0) return '';
  return `Blocks\n${blocks.map((line) => wrapLine(line, 4)).join('\n')}\n`;
}
