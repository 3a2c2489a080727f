import { CHANNELS } from '../../model/channel.js';
import { type Fate, fateEvent, fatesOf } from '../../model/channel-events.js';
import type { EventCondition } from '../../model/condition.js';

const DID: Readonly<Record<Fate, readonly [yes: string, no: string]>> = {
  delivered: ['who had', 'who did not have'],
  opened: ['who opened', 'who did not open'],
  clicked: ['who clicked in', 'who did not click in'],
  bounced: ['who could not be reached by', 'who were reached by'],
};

/** `who did not click in reminder`: an event that tells what became of a message, as a reader says it; null for any other condition. */
export function fateWords({ event, where, window }: EventCondition, isTrue: boolean): string | null {
  const fate = CHANNELS.flatMap((channel) => fatesOf(channel).filter((one) => fateEvent(channel, one) === event))[0];
  if (fate === undefined || where.length !== 2 || (window.kind !== 'ever' && window.kind !== 'journey')) return null;
  const [campaign, step] = ['campaign', 'step'].map((name) => {
    const test = where.find(({ property }) => property === name)?.test;
    return test?.op === 'is' ? String(test.value) : null;
  });
  if (campaign == null || step == null) return null;
  const message = window.kind === 'journey' ? step : `${campaign}/${step}`;
  return `${DID[fate][isTrue ? 0 : 1]} ${message}${fate === 'delivered' ? ' delivered' : ''}`;
}
