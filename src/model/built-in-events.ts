import type { ValueType } from './value.js';

const aboutMessage = { campaign: 'string', step: 'string', message_id: 'string', kind: 'string' } as const;

/** Events that lifecycle knows without a declaration, with their properties: what people and mail servers do with messages. */
export const BUILT_IN_EVENTS: Readonly<Record<string, Readonly<Record<string, ValueType>>>> = {
  unsubscribed: { topic: 'string' },
  subscribed: { topic: 'string' },
  email_delivered: aboutMessage,
  email_opened: aboutMessage,
  email_clicked: aboutMessage,
  email_bounced: aboutMessage,
  email_complained: aboutMessage,
};
