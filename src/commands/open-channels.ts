import { openByChannel } from '../deliver/channels/by-channel.js';
import { openFiles } from '../deliver/channels/files.js';
import { expandEnv } from '../deliver/expand-env.js';
import { resolveEmail } from '../deliver/make-email.js';
import { type OpenDkim, openDkim } from '../deliver/open-dkim.js';
import type { EmailParcel, Way } from '../deliver/way.js';
import { CHANNELS, type HttpChannel } from '../model/channel.js';
import { usedChannels } from '../model/every-step.js';
import { LifecycleError } from '../model/failure.js';
import type { HttpTarget, Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';

type Receiver = Pick<HttpTarget, 'url' | 'secret'>;

/** Where messages really go. */
export interface SendOrder {
  /** The SMTP address for emails; null when there are none. */
  readonly transport: string | null;
  /** Who gets the calls of other channels; null: nobody, their messages are written as files. */
  readonly targets: Readonly<Partial<Record<HttpChannel, Receiver>>> | null;
  /** What signs emails before they are handed over; null: they leave unsigned, as they do into a test inbox. */
  readonly dkim: OpenDkim | null;
}

/**
 * Every way out that the plan needs, with its secrets read from the environment. Throws LC904 when one is missing and LC926 when emails cannot be signed, so that nothing is decided that
 * could not be handed over. A channel that no campaign uses any more is among them where its secrets are there: messages of an older plan may still wait.
 */
export function readSendOrder(plan: Plan, env: Readonly<Record<string, string | undefined>>): SendOrder {
  const used = usedChannels(plan);
  const targets: Partial<Record<HttpChannel, Receiver>> = {};
  for (const channel of CHANNELS) {
    if (channel === 'email') continue;
    const target = plan.channels[channel];
    if (target === undefined) continue;
    const read = (key: 'url' | 'secret') => expandEnv(target[key], env, `channels.${channel}.${key}`);
    try {
      targets[channel] = { url: read('url'), secret: read('secret') };
    } catch (error) {
      if (used.has(channel)) throw error;
    }
  }
  const written = plan.channels.email?.transport;
  if (used.has('email') && written === undefined)
    throw new LifecycleError('LC904', 'the plan has no email channel', ['add channels.email to lifecycle.config.yaml']);
  // Emails planned under an older plan may still wait.
  const transport = written === undefined ? null : expandEnv(written, env, 'channels.email.transport');
  const { email } = plan.channels;
  if (email !== null) resolveEmail(email, env);
  return { transport, targets, dkim: email === null ? null : openDkim(email, env) };
}

/** Opens the ways out; in a dry run (`send` is null), and for calls that nobody is to get, they lead into files below `outDir`. Sockets are opened for messages only. */
export async function openChannels(send: SendOrder | null, outDir: string, clock: () => Instant): Promise<Way> {
  const files = openFiles(outDir);
  const calls: Partial<Record<HttpChannel, Way>> = {};
  for (const channel of CHANNELS) {
    if (channel === 'email') continue;
    const targets = send?.targets ?? null;
    const target = targets?.[channel];
    if (targets === null) calls[channel] = files;
    else if (target === undefined) calls[channel] = shut;
    else {
      const { openWebhook } = await import('../deliver/channels/webhook.js');
      calls[channel] = openWebhook(target.url, target.secret, { clock, where: `channels.${channel}` });
    }
  }
  const email: Way<EmailParcel> =
    send === null
      ? files
      : send.transport === null
        ? shut
        : (await import('../deliver/channels/smtp.js')).openSmtp(send.transport);
  return openByChannel({ email, ...calls });
}

/** Where no receiver is known: what waits for one stays planned, and the run says so. Never a file, which would pass for a message that somebody got. */
const shut: Way = {
  hand: async () => ({ kind: 'stop', reply: 'its address or its key is not set' }),
  close: async () => {},
};
