import type { ConfigFile } from '../model/config-file.js';
import type { LockFile } from '../model/lock-file.js';
import { type CampaignLayer, SLOTS } from '../model/plan-layer.js';
import { share } from './written.js';

/** By campaign id, its part of the layer that it stands in: stretches of the slots, one after the other in the order written. */
export function lowerLayers({ layers = {} }: ConfigFile, lock: LockFile): ReadonlyMap<string, CampaignLayer> {
  return new Map(
    Object.entries(layers).flatMap(([name, shares]) => {
      const salt = lock.layers?.[name]?.salt ?? name;
      let sum = 0;
      return Object.entries(shares).map(([campaign, text]) => {
        const from = Math.round(sum * SLOTS);
        sum += share(text);
        return [campaign, { name, salt, from, to: Math.round(sum * SLOTS) }] as const;
      });
    }),
  );
}
