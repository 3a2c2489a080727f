import type { Project } from '../model/project.js';
import { configMap } from './declared-events.js';
import { allLiquidTexts, type LiquidText } from './liquid-texts.js';
import { remember } from './remember.js';
import { withPartials } from './template-uses.js';
import type { MessagePlace } from './walk-messages.js';
import { mapAt, textAt } from './yaml-map.js';

/** The incentives that give each message a code of its own. */
export const incentivesWithCodes = remember((project: Project): ReadonlySet<string> => {
  const incentives = mapAt(configMap(project), 'incentives') ?? {};
  return new Set(Object.keys(incentives).filter((id) => textAt(mapAt(incentives, id), 'codes') !== null));
});

/** Whether a text shows `incentive.code`. */
export function showsCode({ facts }: LiquidText): boolean {
  return facts.variables.some(({ segments }) => segments[0] === 'incentive' && segments[1] === 'code');
}

/** The texts that a message is made of, with their partials; null when one of them cannot be read. */
export function textsOf(project: Project, { template, message }: MessagePlace): readonly LiquidText[] | null {
  const own = allLiquidTexts(project).filter(
    (text) => (template !== null && text.template === template) || text.message?.message === message,
  );
  const texts = own.flatMap((text) => withPartials(project, text));
  const isBroken = texts.some(
    ({ facts, includes }) => facts.problem !== null || includes.some(({ file }) => file === null),
  );
  return isBroken || !own.some(({ kind }) => kind === 'body') ? null : texts;
}
