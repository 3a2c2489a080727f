import { type CampaignLayer, SLOTS } from '../model/plan-layer.js';
import { shareOf } from './assign.js';

/** Whether a unit may enter a campaign that has this part of its layer: each unit has one slot, and so at most one campaign. */
export function isInLayer({ salt, from, to }: CampaignLayer, unit: string): boolean {
  const slot = Math.floor(shareOf(`layer/${salt}`, unit) * SLOTS);
  return slot >= from && slot < to;
}
