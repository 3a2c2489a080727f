import { exampleIncentive } from '../example/example-project.js';
import { atKey, atValue, printPlace, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { incentivesWithCodes, showsCode } from '../templates/incentive-codes.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { messagesUsing } from '../templates/template-uses.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** A message shows a code, and its incentive has none to give. */
export const codeWithoutCodes: Rule = {
  code: 'LC518',
  name: 'code-without-codes',
  severity: 'error',
  summary: 'A message shows a code, and its incentive has none to give.',
  docs: `{{ incentive.code }} is the code of the incentive that the message carries: "incentive: ten-percent" in the step, and "ten-percent: {codes: data/codes/ten-percent.csv}" under "incentives" in lifecycle.config.yaml. Without both the code would be unknown, and such a message is never sent.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'topic: offers, incentive: gift',
    good: 'topic: offers, incentive: ten-percent',
    beside: exampleIncentive,
  },
  *check(project) {
    const listed = mapAt(configMap(project), 'incentives');
    const withCodes = incentivesWithCodes(project);
    for (const text of allLiquidTexts(project).filter(showsCode)) {
      const shown = text.facts.variables.find(({ segments }) => segments[0] === 'incentive');
      for (const { message, id } of messagesUsing(project, text)) {
        const incentive = textAt(message, 'incentive');
        // An incentive that is not in the list is told by its own rule.
        const isTold = incentive !== null && listed !== null && !(incentive in listed);
        if (shown === undefined || isTold || (incentive !== null && withCodes.has(incentive))) continue;
        const place = spanOf(project, incentive === null ? atKey(message, 'topic') : atValue(message, 'incentive'));
        yield {
          message:
            incentive === null
              ? `step "${id ?? '?'}" shows a code and carries no incentive`
              : `incentive "${incentive}" of step "${id ?? '?'}" has no codes to show`,
          span: place,
          notes: [`the code is shown at ${printPlace(text.spanAt(shown.start, shown.end))}`],
          help: [
            incentive === null
              ? 'add "incentive: …" to the message, or take the code out'
              : `add codes to "${incentive}" under "incentives" in ${project.configFile}, or take the code out`,
          ],
        };
      }
    }
  },
};
