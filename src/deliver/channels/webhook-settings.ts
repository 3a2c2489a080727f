import { LifecycleError } from '../../model/failure.js';
import { isLoopback } from '../../model/is-loopback.js';
import { readSigningKeys, type SigningKeys } from './webhook-signature.js';

/** How long to wait, in milliseconds: for a connection, and for the answer. */
export interface WebhookPatience {
  readonly connect: number;
  readonly answer: number;
}

// A receiver that takes longer leaves a message of which nobody knows whether it went, so this is far beyond what one should need.
const PATIENCE: WebhookPatience = { connect: 15_000, answer: 60_000 };

/** Where and how to call one receiver. */
export interface WebhookSettings {
  readonly url: URL;
  /** `host:port`, for messages: paths and query strings hold secrets. */
  readonly place: string;
  readonly keys: SigningKeys;
  readonly patience: WebhookPatience;
}

/**
 * What a channel's `url` and `secret` say, environment variables put in. Throws LC904, with neither of them in it, when they are unusable: a URL must
 * be https unless it is on this machine. `where` is the channel's place in the configuration (`channels.sms`).
 */
export function webhookSettings(
  url: string,
  secret: string,
  where: string,
  patience: Partial<WebhookPatience> = {},
): WebhookSettings {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null) throw badUrl(where, 'it is not a URL');
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')
    throw badUrl(where, `"${parsed.protocol}" cannot be called`);
  if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname))
    throw badUrl(where, 'it is not https, so everybody on the way could read the messages');
  parsed.hash = '';
  const port = parsed.port === '' ? (parsed.protocol === 'https:' ? '443' : '80') : parsed.port;
  return {
    url: parsed,
    place: `${parsed.hostname}:${port}`,
    keys: readSigningKeys(secret, `${where}.secret`),
    patience: { ...PATIENCE, ...patience },
  };
}

function badUrl(where: string, why: string): LifecycleError {
  return new LifecycleError(
    'LC904',
    `\`${where}.url\` is not usable: ${why}`,
    ['Write `https://host/path`; plain http is for receivers on this machine.'],
    2,
  );
}
