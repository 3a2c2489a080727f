import type { Ledger } from '../ledger/ledger.js';
import { LifecycleError } from '../model/failure.js';
import type { LedgerMessage } from '../model/message.js';
import { MINUTE } from '../model/milliseconds.js';
import { type RecordOptions, writeRecord } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

/** What the command line says. */
export interface ResolveOptions extends RecordOptions {
  /** Ids, or beginnings of ids that no other unknown message shares. */
  readonly messages: readonly string[];
  /** Every unknown message, or those of one campaign or step. */
  readonly all?: true;
  readonly campaign?: string;
  readonly step?: string;
  readonly sent?: true;
  readonly notSent?: true;
  /** With `notSent`: nobody gets it any more. */
  readonly drop?: true;
  readonly reason?: string;
}

/**
 * Writes down what somebody found out about messages of which nobody knew whether they arrived: they did, or they did not and go again with the next run unless it is too late.
 * Takes the ledger's lease for that moment, so that no run is going on.
 */
export async function resolve(terminal: Terminal, options: ResolveOptions): Promise<ExitCode> {
  refuseVague(options);
  const { ledger } = writeRecord(terminal, options);
  try {
    const now = terminal.now();
    // What an earlier run left behind in mid-air is unknown from here on.
    const fence = ledger.acquire({ host: terminal.host, pid: terminal.pid, ttl: MINUTE }, now);
    for (const message of chosen(ledger, options)) {
      const { id, campaign, step, profileId } = message;
      const verdict = verdictOn(message, options, now);
      ledger.resolve(fence, id, now, verdict);
      const whose = `${campaign}/${step}  profile ${JSON.stringify(profileId)}`;
      terminal.out(
        `${id.slice(0, SHOWN)}  ${whose}  ${OUTCOMES[verdict.as]}${verdict.reason === 'late' ? ': too late to go' : ''}\n`,
      );
    }
    return 0;
  } finally {
    ledger.close();
  }
}

const SHOWN = 12;
const OUTCOMES = { sent: 'counts as sent', planned: 'goes with the next run', dropped: 'is dropped' } as const;

function verdictOn(
  { validUntil }: LedgerMessage,
  { sent, drop, reason }: ResolveOptions,
  now: number,
): { readonly as: 'sent' | 'planned' | 'dropped'; readonly reason: string } {
  if (sent === true) return { as: 'sent', reason: reason ?? 'found out by hand: it arrived' };
  if (drop === true) return { as: 'dropped', reason: reason ?? 'found out by hand: it did not arrive' };
  if (now > validUntil) return { as: 'dropped', reason: 'late' };
  return { as: 'planned', reason: reason ?? 'found out by hand: it did not arrive' };
}

function refuseVague({ messages, campaign, step, ...flags }: ResolveOptions): void {
  const { all = false, sent = false, notSent = false, drop = false } = flags;
  const wrong =
    sent === notSent
      ? 'say either --sent or --not-sent'
      : drop && sent
        ? '--drop goes with --not-sent'
        : all === messages.length > 0
          ? 'name messages, or say --all'
          : !all && (campaign !== undefined || step !== undefined)
            ? '--campaign and --step go with --all'
            : step !== undefined && campaign === undefined
              ? '--step goes with --campaign'
              : null;
  if (wrong !== null) throw new LifecycleError('LC900', wrong, ['"lifecycle status" lists the messages.'], 2);
}

function chosen(ledger: Ledger, { messages, all, campaign, step }: ResolveOptions): readonly LedgerMessage[] {
  const unknown = ledger.unknown();
  if (all === true) {
    const among = unknown.filter(
      (each) => (campaign ?? each.campaign) === each.campaign && (step ?? each.step) === each.step,
    );
    if (among.length > 0) return among;
    throw new LifecycleError('LC923', 'no such message is unknown', ['"lifecycle status" lists those that are.'], 2);
  }
  return [...new Set(messages.map((name) => theOne(ledger, unknown, name)))];
}

function theOne(ledger: Ledger, unknown: readonly LedgerMessage[], name: string): LedgerMessage {
  const found = unknown.filter(({ id }) => id.startsWith(name));
  if (found.length === 1 && found[0] !== undefined) return found[0];
  if (found.length > 1) {
    throw new LifecycleError(
      'LC923',
      `${found.length} unknown messages begin with "${name}"`,
      [
        `Write more of it: ${found
          .slice(0, 3)
          .map(({ id }) => id)
          .join(', ')}.`,
      ],
      2,
    );
  }
  const [other] = ledger.named(name, 1);
  if (other === undefined) {
    throw new LifecycleError('LC923', `no message begins with "${name}"`, ['"lifecycle status" lists them.'], 2);
  }
  throw new LifecycleError(
    'LC924',
    `message ${other.id} is ${other.status.replaceAll('_', ' ')}: of that one it is known`,
    [`"lifecycle why ${other.profileId}" tells its story.`],
    2,
  );
}
