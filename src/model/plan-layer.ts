/** Into how many equal parts a layer divides people. */
export const SLOTS = 1000;

/** A campaign's part of a layer: people whose slot is from `from` (included) to `to` (not included) may enter it, and no other campaign of the layer. */
export interface CampaignLayer {
  readonly name: string;
  /** `layer/<salt>` is what is hashed with the unit: the name of the layer when it was first built. */
  readonly salt: string;
  readonly from: number;
  readonly to: number;
}

/** The share of people that may enter, 0 to 1. */
export function layerShare({ from, to }: CampaignLayer): number {
  return (to - from) / SLOTS;
}
