import type { Project } from '../../model/project.js';
import { unknownName } from '../names/unknown-name.js';
import { atValue, type Place } from '../place.js';
import type { Rule } from '../rule.js';
import { groupMentions } from '../walk/walk-groups.js';
import { campaignMap, configMap, mapsAt, textAt, textsAt } from '../yaml-map.js';

/** A lifecycle stage is named that the configuration does not have. */
export const unknownStage: Rule = {
  code: 'LC210',
  name: 'unknown-stage',
  severity: 'error',
  summary: 'A lifecycle stage is named that the configuration does not have.',
  docs: `Stages are declared in order under "stages" in lifecycle.config.yaml; each profile is in the first one that matches.

Correct the name, or declare the stage at its place in the order.`,
  example: { file: 'campaigns/cart.yaml', bad: 'stage: [activ, prospect]', good: 'stage: [active, prospect]' },
  *check(project) {
    const stages = mapsAt(configMap(project), 'stages').flatMap(({ item }) => textAt(item, 'id') ?? []);
    for (const { name, place } of mentions(project)) {
      if (stages.includes(name)) continue;
      yield unknownName(project, {
        message: `there is no stage "${name}"`,
        word: name,
        place,
        candidates: stages,
        plural: 'stages',
        otherwise: `declare "${name}" under "stages" in ${project.configFile}`,
      });
    }
  },
};

function mentions(project: Project): { name: string; place: Place }[] {
  const served = project.campaigns.flatMap((campaign) => textsAt(campaignMap(campaign), 'stage'));
  return [
    ...served.map(({ holder, key, text }) => ({ name: text, place: atValue(holder, key) })),
    ...groupMentions(project)
      .filter(({ kind }) => kind === 'stage')
      .map(({ name, holder }) => ({ name, place: atValue(holder, 'stage') })),
  ];
}
