import { expandEnv } from '../deliver/expand-env.js';
import { resolveEmail } from '../deliver/make-email.js';
import { openDkim } from '../deliver/open-dkim.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import type { Cell } from '../model/preview.js';
import type { Instant } from '../model/value.js';
import { buildMime } from '../render/build-mime.js';
import { checkEmail } from '../render/check-email.js';

/** What is to be sent, and to whom. */
export interface InboxOrder {
  readonly plan: Plan;
  /** The addresses of `dev.inbox`. */
  readonly listed: readonly string[];
  readonly cell: Cell;
  readonly to: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Instant;
  /** Tells this message from any other. */
  readonly id: string;
}

/** Headers that are the message's own, not of how it is packed. */
const KEPT = /^(?:List-.*|Feedback-ID|Auto-Submitted)$/;

/**
 * Sends an email as it is previewed to somebody who works on it, through the configured server, and says what the server said. No ledger hears of it. Throws LC951 when there is nothing to send it
 * by, LC952 for an address that is not listed, LC953 when it cannot be sent.
 */
export async function sendToInbox({ plan, listed, cell, to, env, now, id }: InboxOrder): Promise<string> {
  if (!listed.includes(to)) {
    const help =
      listed.length === 0
        ? 'write your own address there: dev: {inbox: [me@acme.example]}'
        : `choose one of ${listed.join(', ')}, or add it there`;
    throw new LifecycleError('LC952', `${to} is not under dev.inbox in lifecycle.config.yaml`, [help], 2);
  }
  const { content } = cell;
  if (content.kind === 'none')
    throw new LifecycleError('LC953', `it would be held back: ${content.problem}`, [
      'mend it, or choose another person',
    ]);
  if (content.kind === 'words')
    throw new LifecycleError('LC953', 'only emails can be sent to an inbox', ['choose another message']);
  const { email } = plan.channels;
  if (email === null) throw noWay('the project has no email channel');
  let transport: string;
  try {
    transport = expandEnv(email.transport, env, 'channels.email.transport');
  } catch (error) {
    throw noWay(error instanceof Error ? error.message : String(error));
  }
  const channel = resolveEmail(email, env);
  const { sign } = openDkim(email, env);
  const { from, replyTo, subject, html, text } = content;
  const headers = content.headers.filter(([name]) => KEPT.test(name));
  const sent = { messageId: `<${id}@${channel.domain}>`, from, replyTo, to, toName: null, html, text, headers };
  const marked = { ...sent, subject: `[Test] ${subject}` };
  const problem = checkEmail(marked);
  if (problem !== null) throw new LifecycleError('LC953', `it cannot be sent: ${problem}`, ['mend it first']);
  const bytes = buildMime(marked, now, id);
  const { openSmtp } = await import('../deliver/channels/smtp.js');
  const way = openSmtp(transport);
  try {
    const parcel = { id, campaign: cell.message, step: '', profileId: cell.persona, sendAt: now };
    const answer = await way.hand(
      { ...parcel, channel: 'email', from: channel.address, to, bytes: sign === null ? bytes : await sign(bytes) },
      async () => undefined,
    );
    if (answer.kind === 'accepted') return answer.reply;
    throw new LifecycleError('LC953', `the mail server did not take it: ${answer.reply}`, [
      'ask whoever runs the server',
    ]);
  } finally {
    await way.close();
  }
}

function noWay(problem: string): LifecycleError {
  return new LifecycleError('LC951', `there is nothing to send it by: ${problem}`, [
    'set the variable where lifecycle dev runs, such as SMTP_URL=smtp://localhost:1025 of a test inbox',
  ]);
}
