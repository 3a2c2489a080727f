import { CHANNELS, type Channel } from '../model/channel.js';
import { formatCount } from './table.js';

const WORDS: Readonly<Record<Channel, readonly [one: string, many: string]>> = {
  email: ['email', 'emails'],
  sms: ['SMS', 'SMS'],
  whatsapp: ['WhatsApp message', 'WhatsApp messages'],
  push: ['push message', 'push messages'],
  in_app: ['in-app message', 'in-app messages'],
  webhook: ['webhook call', 'webhook calls'],
};

/** Counts by channel as a reader says them: `12 emails, 1 SMS`; empty when there are none. */
export function channelWords(
  counts: Readonly<Partial<Record<Channel, number>>>,
  without: readonly Channel[] = [],
): string {
  return CHANNELS.filter((channel) => !without.includes(channel) && (counts[channel] ?? 0) > 0)
    .map((channel) => `${formatCount(counts[channel] ?? 0)} ${WORDS[channel][counts[channel] === 1 ? 0 : 1]}`)
    .join(', ');
}

/** One message by a channel: `SMS`, `push message`. */
export function messageWords(channel: Channel): string {
  return WORDS[channel][0];
}

/** A step as a story names it: with its channel, when that is not email. */
export function stepWords(step: string, channel: Channel): string {
  return channel === 'email' ? step : `${step} (${WORDS[channel][0]})`;
}
