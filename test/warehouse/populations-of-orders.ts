import type { Population } from '../../src/model/population.js';

/** Where people stand by their orders, in five bins. */
export const rfmOfOrders: Extract<Population, { kind: 'rfm' }> = {
  kind: 'rfm',
  event: 'order',
  property: 'value',
  where: [],
  refresh: 'daily',
  within: null,
  bins: 5,
  weights: { recency: 1, frequency: 1, monetary: 1 },
  stop: null,
};

/** How long people wait between their orders. */
export const gapOfOrders = (followUp: number, minRepeaters: number): Extract<Population, { kind: 'purchase_gap' }> => ({
  kind: 'purchase_gap',
  event: 'order',
  where: [],
  refresh: 'daily',
  within: null,
  followUp,
  minRepeaters,
});
