import { unknownName } from '../names/unknown-name.js';
import { atKey } from '../place.js';
import type { Rule } from '../rule.js';
import { walkLayers } from '../walk/walk-layers.js';

/** A layer names a campaign that does not exist. */
export const unknownLayerCampaign: Rule = {
  code: 'LC236',
  name: 'unknown-layer-campaign',
  severity: 'error',
  summary: 'A layer names a campaign that does not exist.',
  docs: `A layer shares out people among campaigns, each by its id: the name of its file without .yaml. People that are kept for a campaign that does not exist would get nothing from the others, either.

Correct the name, or take the entry out.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'holdouts: {global: 2%, salt: acme-2026}\nlayers: {reminders: {cart: 50%, montly: 50%}}',
    good: 'holdouts: {global: 2%, salt: acme-2026}',
  },
  *check(project) {
    const campaigns = project.campaigns.map(({ id }) => id);
    const unread = project.broken.flatMap((path) => /^campaigns\/(?:.*\/)?([^/]+)\.ya?ml$/.exec(path)?.[1] ?? []);
    for (const { layer, shares, campaign } of walkLayers(project)) {
      if (campaigns.includes(campaign) || unread.includes(campaign)) continue;
      yield unknownName(project, {
        message: `layer "${layer}" names campaign "${campaign}", which does not exist`,
        word: campaign,
        place: atKey(shares, campaign),
        candidates: campaigns,
        plural: 'campaigns',
        otherwise: `add the file campaigns/${campaign}.yaml`,
      });
    }
  },
};
