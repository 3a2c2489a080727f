/** The ways a message can take to a person, in the order in which they are listed. All but email are signed HTTP calls. */
export const CHANNELS = ['email', 'sms', 'whatsapp', 'push', 'in_app', 'webhook'] as const;

/** One way a message can take. */
export type Channel = (typeof CHANNELS)[number];

/** A channel whose messages are handed over by a signed HTTP call. */
export type HttpChannel = Exclude<Channel, 'email'>;

/** The address a channel needs: an email address, a phone number, or none beyond the profile's id. */
export function addressKind(channel: Channel): 'email' | 'phone' | null {
  switch (channel) {
    case 'email':
      return 'email';
    case 'sms':
    case 'whatsapp':
      return 'phone';
    case 'push':
    case 'in_app':
    case 'webhook':
      return null;
  }
}
