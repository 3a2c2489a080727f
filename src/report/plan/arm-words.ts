import type { HoldoutUnit } from '../../model/exposure.js';
import { formatPercentage } from '../../model/percentage.js';
import { type CampaignLayer, layerShare } from '../../model/plan-layer.js';

/** Who a layer lets into its campaign. */
export function layerWords(layer: CampaignLayer): string {
  return `${formatPercentage(layerShare(layer))} of people may enter, by chance: they enter no other campaign of the layer "${layer.name}", and nobody else enters this one`;
}

/** Who is treated alike. */
export function unitWords({ attribute }: HoldoutUnit): string {
  const what = attribute === null ? 'email address' : `"${attribute}"`;
  return `Chance takes everybody with the same ${what} for one: they are held out together, and get the same variants`;
}
