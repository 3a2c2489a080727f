import type { Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { allLiquidTexts, type LiquidText } from '../templates/liquid-texts.js';
import { allBlockRules } from '../walk/block-rules.js';
import { isMap, textAt } from '../yaml-map.js';
import { allOf, type Claim, oneOf, TRUE } from './claim.js';
import { claimOf } from './claim-of.js';

/** What the blocks around a text say of the people who are shown it: a partial that only a block's rule chooses is for those of the rule. */
export function blockGuard(project: Project, text: LiquidText, above: readonly LiquidText[] = []): Claim {
  if (text.kind !== 'partial' || above.includes(text)) return TRUE;
  const ways = includesOf(project).get(text.file) ?? [];
  const guards = ways.map(({ from, block }) =>
    allOf([block === null ? TRUE : choiceOf(project, block, text.file), blockGuard(project, from, [...above, text])]),
  );
  return guards.length === 0 ? TRUE : oneOf(guards);
}

interface Way {
  readonly from: LiquidText;
  readonly block: string | null;
}

const includesOf = remember((project: Project): ReadonlyMap<string, readonly Way[]> => {
  const ways = new Map<string, Way[]>();
  for (const from of allLiquidTexts(project)) {
    for (const { file, block } of from.includes) {
      if (file === null) continue;
      const known = ways.get(file) ?? [];
      if (known.length === 0) ways.set(file, known);
      known.push({ from, block });
    }
  }
  return ways;
});

/** Of whom a block chooses a partial: one of its rules for the partial holds, and none before it. */
function choiceOf(project: Project, block: string, file: string): Claim {
  const rules = allBlockRules(project).filter(({ id }) => id === block);
  const choices = rules.flatMap(({ rule, index }) => {
    if (!file.startsWith(`templates/partials/${textAt(rule, 'partial')}.`)) return [];
    const earlier = rules.slice(0, index).filter((one) => isMap(one.rule.when));
    return allOf([
      claimOf(project, rule.when, true, null),
      ...earlier.map((one) => claimOf(project, one.rule.when, false, null)),
    ]);
  });
  return choices.length === 0 ? TRUE : oneOf(choices);
}
