import { type ConnectionCount, countConnections } from '../deliver/channels/connection-count.js';
import { usedChannels } from '../model/every-step.js';
import type { RunOrder } from './run-ticks.js';

/** How many connections a run opens, where nobody said and each channel that its campaigns use is kept to a rate; null where one may take what it can. */
export function sizeConnections({ plan, send, replay, connections }: RunOrder): ConnectionCount | null {
  if (send === null || replay || connections !== undefined) return null;
  const rates = [...usedChannels(plan)].map((channel) => plan.channels[channel]?.throttle?.rate ?? null);
  const known = rates.flatMap((rate) => rate ?? []);
  if (known.length === 0 || known.length < rates.length) return null;
  return countConnections(known.reduce((sum, { count, per }) => sum + count / per, 0));
}
