import type { MessageFile, StepFile } from '../model/campaign-file.js';
import { CHANNELS, type Channel } from '../model/channel.js';
import type { Project } from '../model/project.js';
import type { Scope } from './lower-condition.js';

/** The message that a step sends and the channel by which it does; null for a step that sends nothing. */
export function messageOf(step: StepFile): { readonly channel: Channel; readonly message: MessageFile } | null {
  for (const channel of CHANNELS) {
    const message = step[channel];
    if (message !== undefined) return { channel, message };
  }
  return null;
}

/** Tells the channel of each step that sends; of a step that does not, email, as no rule lets one be asked for. */
export function stepChannels({ campaigns }: Project): Scope['channelOf'] {
  const channels = new Map<string, Channel>();
  const walk = (campaign: string, steps: readonly StepFile[]): void => {
    for (const step of steps) {
      const sends = messageOf(step);
      if (sends !== null) channels.set(JSON.stringify([campaign, step.id]), sends.channel);
      for (const { steps: inside } of [...(step.branch ?? []), ...(step.split ?? [])]) walk(campaign, inside);
      walk(campaign, [...(step.wait_for?.then ?? []), ...(step.wait_for?.otherwise ?? [])]);
    }
  };
  for (const { id, node } of campaigns) walk(id, node.steps);
  return (campaign, step) => channels.get(JSON.stringify([campaign, step])) ?? 'email';
}
