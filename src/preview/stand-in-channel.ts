import { expandEnv } from '../deliver/expand-env.js';
import { type ResolvedEmail, resolveEmail } from '../deliver/make-email.js';
import type { EmailChannel } from '../model/plan.js';
import { parseMailbox } from '../render/mail-address.js';

type Env = Readonly<Record<string, string | undefined>>;
/** What stands in for a variable that is not set. */
type StandIn = (name: string) => string;

const host: StandIn = (name) => `${name.toLowerCase().replaceAll('_', '-')}.example`;
const MAILBOXES: readonly StandIn[] = [
  (name) => name,
  host,
  (name) => `${name.toLowerCase()}@not-set.example`,
  (name) => `${name} <${name.toLowerCase()}@not-set.example>`,
];
const ADDRESSES: readonly StandIn[] = [(name) => name, host, (name) => `https://${host(name)}`];

/** The email channel with the environment's values put in, and in place of those that are not set their names, so that a preview needs no secret. */
export function standInChannel(email: EmailChannel, env: Env): ResolvedEmail {
  const isMailbox = (text: string): boolean => parseMailbox(text) !== null;
  const fill = (text: string, standIns: readonly StandIn[], fits: (text: string) => boolean): string => {
    const filled = standIns.map((standIn) => expandEnv(text, withStandIns(text, env, standIn), 'a preview'));
    return filled.find(fits) ?? filled[0] ?? text;
  };
  return resolveEmail(
    {
      ...email,
      from: fill(email.from, MAILBOXES, isMailbox),
      replyTo: email.replyTo === null ? null : fill(email.replyTo, MAILBOXES, isMailbox),
      unsubscribe: fill(email.unsubscribe, ADDRESSES, (text) => URL.canParse(text)),
    },
    {},
  );
}

function withStandIns(text: string, env: Env, standIn: StandIn): Env {
  const names = [...text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, env[name] || standIn(name)]));
}
