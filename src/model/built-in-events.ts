import { CHANNEL_EVENTS } from './channel-events.js';
import type { ValueType } from './value.js';

/** Events that lifecycle knows without a declaration, with their properties: what people, mail servers and providers do with messages. */
export const BUILT_IN_EVENTS: Readonly<Record<string, Readonly<Record<string, ValueType>>>> = {
  unsubscribed: { topic: 'string' },
  subscribed: { topic: 'string' },
  ...CHANNEL_EVENTS,
};
