import type { MessageFile, StepFile } from '../model/campaign-file.js';
import { CHANNELS, type Channel } from '../model/channel.js';
import type { Project } from '../model/project.js';
import type { Scope } from './lower-condition.js';

/** The message that a step sends and the channel by which it does; null for a step that sends nothing. */
export function messageFileOf(step: StepFile): { readonly channel: Channel; readonly message: MessageFile } | null {
  for (const channel of CHANNELS) {
    const message = step[channel];
    if (message !== undefined) return { channel, message };
  }
  return null;
}

/** Tells the channel of each step that sends; of a step that does not, email, as no rule lets one be asked for. */
export function stepChannels({ campaigns }: Project): Scope['channelOf'] {
  const channels = new Map<string, Channel>();
  for (const { id, node } of campaigns) {
    for (const step of everyStepFile(node.steps)) {
      const sends = messageFileOf(step);
      if (sends !== null) channels.set(JSON.stringify([id, step.id]), sends.channel);
    }
  }
  return (campaign, step) => channels.get(JSON.stringify([campaign, step])) ?? 'email';
}

/** By id of a template: the channels of the messages that use it, or may in a test. */
export function templateChannels({ campaigns }: Project): ReadonlyMap<string, ReadonlySet<Channel>> {
  const channels = new Map<string, Set<Channel>>();
  for (const step of campaigns.flatMap(({ node }) => everyStepFile(node.steps))) {
    const sends = messageFileOf(step);
    if (sends === null) continue;
    const { template, test } = sends.message;
    for (const id of [template, ...(test?.variants ?? []).flatMap((variant) => variant.template ?? [])]) {
      channels.set(id, (channels.get(id) ?? new Set()).add(sends.channel));
    }
  }
  return channels;
}

function everyStepFile(steps: readonly StepFile[]): readonly StepFile[] {
  return steps.flatMap((step) => [
    step,
    ...[...(step.branch ?? []), ...(step.split ?? [])].flatMap((way) => everyStepFile(way.steps)),
    ...everyStepFile([...(step.wait_for?.then ?? []), ...(step.wait_for?.otherwise ?? [])]),
  ]);
}
