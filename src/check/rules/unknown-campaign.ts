import { unknownName } from '../names/unknown-name.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { messageMentions } from '../walk/walk-mentions.js';
import { textAt } from '../yaml-map.js';

/** A condition or trigger names a message of a campaign that does not exist, or does not say of which. */
export const unknownCampaign: Rule = {
  code: 'LC215',
  name: 'unknown-campaign',
  severity: 'error',
  summary: 'A condition or trigger names a message of a campaign that does not exist, or does not say of which.',
  docs: `In a campaign, "message: {step, was}" means that campaign's own step. In the configuration there is no such campaign, so it has to be named. The id of a campaign is its file's name without .yaml.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '{campaign: card, step: help, was: sent}',
    good: '{step: help, was: sent}',
  },
  *check(project) {
    const campaigns = project.campaigns.map(({ id }) => id);
    const unread = project.broken.flatMap((path) => /^campaigns\/(?:.*\/)?([^/]+)\.ya?ml$/.exec(path)?.[1] ?? []);
    for (const { holder: message, parent, campaign, owner } of messageMentions(project)) {
      const id = textAt(message, 'campaign');
      if (id === null && campaign === null) {
        yield {
          message: `${owner} asks about a message, but not of which campaign`,
          span: spanOf(project, atKey(parent, 'message')),
          help: ['add the campaign: message: {campaign: …, step: …, was: sent}'],
        };
      }
      if (id === null || campaigns.includes(id) || unread.includes(id)) continue;
      yield unknownName(project, {
        message: `there is no campaign "${id}"`,
        word: id,
        place: atValue(message, 'campaign'),
        candidates: campaigns,
        plural: 'campaigns',
        otherwise: `add the file campaigns/${id}.yaml`,
      });
    }
  },
};
