import { compareText } from '../../model/diagnostic.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { isPromotional, shareAt } from '../flow/campaign-facts.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { walkLayers } from '../walk/walk-layers.js';
import { campaignMap, listAt, mapAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';

/** Two campaigns begin with the same people and are measured by the same thing, in no layer together. */
export const mixedMeasurements: Rule = {
  code: 'LC436',
  name: 'mixed-measurements',
  severity: 'warning',
  summary: 'Two campaigns begin with the same people and are measured by the same thing, in no layer together.',
  docs: `Each of the two has a holdout, and those held out of one still get the other, at the same time and for the same goal. So each measures only what it adds to the other, which is less than what it is worth alone: both may look useless while together they are not.

Put them into a layer, "layers: {carts: {first: 50%, second: 50%}}" in lifecycle.config.yaml: then everybody is in one of them at most, and each is measured against people who get neither. Or keep the better one.`,
  example: {
    file: 'campaigns/cart-again.yaml',
    bad: again('order_rate'),
    good: again('revenue'),
    beside: { 'campaigns/cart-first.yaml': again('order_rate') },
  },
  *check(project) {
    const measured = project.campaigns
      .filter((one) => isMeasured(project, one))
      .sort((a, b) => compareText(a.id, b.id));
    const layers = new Map(walkLayers(project).map(({ campaign, layer }) => [campaign, layer]));
    const known = new Map<string, CampaignSource[]>();
    for (const second of measured) {
      const whom = whomOf(second);
      const ways = triggersOf(second).map((trigger) => ({ trigger, key: `${whom} ${wayOf(trigger)}` }));
      const layer = layers.get(second.id);
      const isMixed = ({ id }: CampaignSource): boolean => layer === undefined || layers.get(id) !== layer;
      const [shared] = ways.flatMap(({ trigger, key }) => {
        const first = known.get(key)?.find(isMixed);
        return first === undefined ? [] : [{ trigger, first }];
      });
      for (const { key } of ways) {
        const earlier = known.get(key);
        if (earlier === undefined) known.set(key, [second]);
        else earlier.push(second);
      }
      if (shared === undefined) continue;
      const { trigger, first } = shared;
      yield {
        message: `campaigns "${first.id}" and "${second.id}" begin with the same people, and both are measured by ${metricOf(second)}`,
        span: spanOf(project, atKey(trigger, kindOf(trigger))),
        label: `as in campaign "${first.id}"`,
        help: [`add "layers: {NAME: {${first.id}: 50%, ${second.id}: 50%}}" to ${project.configFile}`],
      };
    }
  },
};

const WAYS = ['event', 'enters', 'leaves', 'inactive', 'date', 'schedule'];

function isMeasured(project: Project, campaign: CampaignSource): boolean {
  return shareAt(campaignMap(campaign), 'holdout') > 0 && isPromotional(project, campaign);
}

function metricOf(campaign: CampaignSource): string | null {
  return textAt(mapAt(campaignMap(campaign), 'kpi'), 'metric');
}

function kindOf(trigger: YamlMap): string {
  return WAYS.find((key) => trigger[key] !== undefined) ?? 'event';
}

/** What is the same of two triggers that let the same people in; what keeps them out again does not count. */
function wayOf(trigger: YamlMap): string {
  const kind = kindOf(trigger);
  return JSON.stringify([kind, trigger[kind], trigger.where, trigger.offset]);
}

/** What is the same of two campaigns when neither is for fewer people than the other: one for some of them is meant to come on top. */
function whomOf(campaign: CampaignSource): string {
  const map = campaignMap(campaign);
  return JSON.stringify([metricOf(campaign), [...(listAt(map, 'stage') ?? [])].sort(), map.audience]);
}

function again(metric: string): string {
  return `name: Carts again
owner: crm@acme.example
goal: Bring people back
kpi: {metric: ${metric}, window: 14d}
holdout: 10%
triggers: [{event: cart_updated}]
exit_on: [{event: order_placed}]
steps: [{id: letter, delay: 2h, email: {template: letter, topic: offers}}]
`;
}
