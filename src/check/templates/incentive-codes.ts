import type { Project } from '../../model/project.js';
import { remember } from '../remember.js';
import type { MessagePlace } from '../walk/walk-messages.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';
import { allLiquidTexts, type LiquidText } from './liquid-texts.js';
import { withPartials } from './template-uses.js';

/** The incentives that give each message a code of its own. */
export const incentivesWithCodes = remember((project: Project): ReadonlySet<string> => {
  const incentives = mapAt(configMap(project), 'incentives') ?? {};
  return new Set(Object.keys(incentives).filter((id) => textAt(mapAt(incentives, id), 'codes') !== null));
});

/** Whether a text shows `incentive.code`. */
export function showsCode({ facts }: LiquidText): boolean {
  return facts.variables.some(({ segments }) => segments[0] === 'incentive' && segments[1] === 'code');
}

/** A template in one language, with its subject and its partials, as one message uses it. */
export interface Wording {
  /** Empty for the default language. */
  readonly lang: string;
  readonly texts: readonly LiquidText[];
}

/** What a message says, by language; those that cannot be read are left out. */
export function wordingsOf(project: Project, { template, message }: MessagePlace): readonly Wording[] {
  const texts = allLiquidTexts(project);
  const subject = texts.filter((text) => text.message?.message === message);
  const files = project.templates.filter(({ id }) => id === template);
  const languages = new Set(files.filter(({ kind }) => kind !== 'txt').map(({ lang }) => lang));
  return [...languages].flatMap((lang) => {
    const own = new Set(files.filter((file) => file.lang === lang).map(({ file }) => file));
    const all = [...subject, ...texts.filter(({ file, kind }) => own.has(file) && kind !== 'subject')].flatMap((text) =>
      withPartials(project, text),
    );
    const isBroken = all.some(
      ({ facts, includes }) => facts.problem !== null || includes.some(({ file }) => file === null),
    );
    return isBroken ? [] : [{ lang, texts: all }];
  });
}
