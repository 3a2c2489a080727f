import { CHANNELS, type Channel } from './channel.js';
import type { ValueType } from './value.js';

/** What may become of a message after it was sent, as `was` asks. */
export type Fate = 'delivered' | 'opened' | 'clicked' | 'bounced';

/** What a channel's provider can tell: of a text message nobody knows whether it was read, and of a call only that it was taken. */
const TOLD: Readonly<Record<Channel, readonly Fate[]>> = {
  email: ['delivered', 'opened', 'clicked', 'bounced'],
  sms: ['delivered', 'clicked', 'bounced'],
  whatsapp: ['delivered', 'opened', 'clicked', 'bounced'],
  push: ['delivered', 'opened', 'clicked', 'bounced'],
  in_app: ['delivered', 'opened', 'clicked'],
  webhook: [],
};

/** The fates that can be asked of a channel's messages. */
export function fatesOf(channel: Channel): readonly Fate[] {
  return TOLD[channel];
}

/** The built-in event that tells a fate: `email_opened`, `sms_clicked`; null when nothing can tell it. Only email bounces, other messages fail (`sms_failed`). */
export function fateEvent(channel: Channel, fate: Fate): string | null {
  if (!TOLD[channel].includes(fate)) return null;
  return `${channel}_${fate === 'bounced' && channel !== 'email' ? 'failed' : fate}`;
}

/** Events whose `kind: hard` says that no message of this channel will reach the profile, and those that say it wants none. */
export function barringEvents(channel: Channel): { readonly hard: string | null; readonly complaint: string | null } {
  return { hard: fateEvent(channel, 'bounced'), complaint: channel === 'email' ? 'email_complained' : null };
}

const ABOUT_MESSAGE = { campaign: 'string', step: 'string', message_id: 'string', kind: 'string' } as const;

/** The built-in events about the messages of a channel, with their properties. */
export function channelEvents(channel: Channel): Readonly<Record<string, Readonly<Record<string, ValueType>>>> {
  const fates = TOLD[channel].flatMap((fate) => fateEvent(channel, fate) ?? []);
  const { complaint } = barringEvents(channel);
  return Object.fromEntries(
    [...fates, ...(complaint === null ? [] : [complaint])].map((name) => [name, ABOUT_MESSAGE]),
  );
}

/** The built-in events about the messages of every channel. */
export const CHANNEL_EVENTS: Readonly<Record<string, Readonly<Record<string, ValueType>>>> = Object.assign(
  {},
  ...CHANNELS.map(channelEvents),
);
