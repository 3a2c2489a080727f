import type { HandedParcel, HandOver, Outcome } from '../ledger/ledger.js';
import type { Channel } from '../model/channel.js';
import { invariant } from '../model/failure.js';
import type { GoingMessage, LedgerMessage } from '../model/message.js';
import { MINUTE } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';
import { backOff } from './back-off.js';
import type { Delivery } from './deliver.js';
import type { GroupCommit } from './group-commit.js';
import { keepEmail } from './kept-email.js';
import type { Lanes } from './lanes.js';
import { goesAgain } from './send-lost-again.js';
import type { Settling } from './settling.js';
import type { Tally } from './tally.js';
import type { Parcel } from './way.js';

/** How long what the last checks said may be relied on: a slow receiver must not make a message of the evening one of the night. */
export const FRESH_MS = MINUTE;

/** Channels by which nothing goes any more, each with the answer that said so. */
export type Closed = Map<Channel, string>;

/** A delivery at work. */
export interface Desk extends Delivery {
  readonly tally: Tally;
  readonly closed: Closed;
  readonly group: GroupCommit;
  readonly settling: Settling;
  readonly lanes: Lanes;
}

/** A message that may go, but for the last look. */
export interface Ready {
  readonly message: GoingMessage;
  readonly build: (date: Instant) => Parcel | Promise<Parcel>;
  readonly address: string | null;
}

/** Goes through a way and back, to keep the last byte here: the ledger has settled the message in place of its hand-over. */
class HeldBack extends Error {
  constructor(readonly why: Exclude<LastLook, { readonly kind: 'go' }>) {
    super('somebody stopped this message just now');
  }
}

/** Hands one message over and has its outcome written down; `ended` is called once that is durable, which need not be awaited. `next` as a way has it. Not null: why nothing can go this way, and the message stands where it may be put back from. */
export async function handOver(
  desk: Desk,
  { message, build, address }: Ready,
  date: Instant,
  checkedAt: Instant,
  ended: () => void,
  next: () => Parcel | null,
): Promise<string | null> {
  const { ledger, fence, way, clock, tally, group, settling, throttle } = desk;
  const parcel = await build(date);
  let handed = false;
  const again = goesAgain(desk.atLeastOnce, message);
  const body =
    parcel.channel !== 'email' ? Buffer.from(parcel.bytes).toString('utf8') : again ? keepEmail(parcel, address) : null;
  const part = { address, ...(body === null ? {} : { body }) };
  const leave = async (): Promise<void> => {
    const verdict = await lastLook(desk, message, checkedAt, part);
    if (verdict.kind !== 'go') throw new HeldBack(verdict);
    handed = true;
  };
  const answer = await way.hand(parcel, leave, next).catch((error: unknown) => {
    if (error instanceof HeldBack) return error;
    // Where leave was not given its last byte surely stayed here, though it may stand there as being handed over: what comes after the commit failed.
    const now = clock();
    const reply = 'its hand-over could not be recorded';
    if (!handed) attempt(() => ledger.settle(fence, message.id, now, { status: 'deferred', reply, retryAt: now }));
    throw error;
  });
  if (answer instanceof HeldBack) {
    if (answer.why.kind === 'halted') tally.putOff('halted');
    else if (answer.why.kind === 'waits') tally.putOff(answer.why.reason);
    else tally.dropped(answer.why.reason);
    ended();
    return null;
  }
  const at = clock();
  const settle = (outcome: Outcome): void => ledger.settle(fence, message.id, at, outcome);
  const end = (act: () => void, tell: () => void): null => {
    settling.settle(act, () => {
      ended();
      tell();
    });
    return null;
  };
  const { reply } = answer;
  switch (answer.kind) {
    case 'accepted':
      return end(
        () => settle({ status: 'sent', reply }),
        () => tally.sent(message.channel),
      );
    case 'unknown': {
      const retryAt = at + backOff(message.attempts + 1);
      const repeated = again && retryAt <= message.validUntil;
      return end(
        () => {
          settle({ status: 'unknown', reply });
          if (repeated) ledger.sendAgain(fence, message.id, at, retryAt);
        },
        () => (repeated ? tally.deferred() : tally.unknown()),
      );
    }
    case 'refused':
      return end(() => {
        settle({ status: 'failed', reply });
        if (answer.isBadAddress !== true || address === null) return;
        ledger.suppress({ profileId: null, address, topic: null, since: at, reason: 'bounced' });
      }, tally.failed);
    case 'deferred': {
      const retryAt = at + Math.max(backOff(message.attempts + 1), answer.retryAfter ?? 0);
      if (answer.slowDown === true && address !== null) throttle?.holdBack(message.channel, address, retryAt);
      return retryAt > message.validUntil
        ? end(
            () => ledger.drop(fence, message.id, at, 'late'),
            () => tally.dropped('late'),
          )
        : end(() => settle({ status: 'deferred', reply, retryAt }), tally.deferred);
    }
    case 'stop':
      // An answer about the key or the address came after the last byte: it was surely not taken, and goes again when that is mended.
      if (handed) await group.write(() => settle({ status: 'deferred', reply, retryAt: at }));
      return reply;
  }
}

type LastLook = HandOver | { readonly kind: 'waits'; readonly reason: string };

/** The ledger has the last word; before it, what was checked is checked again if the receiver was long in getting ready: by now it may be night, or the person gone. */
async function lastLook(
  { ledger, fence, clock, group, settling, prepare }: Desk,
  message: LedgerMessage,
  checkedAt: Instant,
  part: HandedParcel,
): Promise<LastLook> {
  const { id } = message;
  const now = clock();
  if (Math.abs(now - checkedAt) > FRESH_MS) {
    const next = (await prepare([message])).get(id);
    invariant(next !== undefined, `message ${id} was not prepared`);
    if (next.kind === 'wait') {
      const { until, reason } = next;
      await group.write(() => ledger.putOff(fence, id, now, Math.max(until, now + 1), reason));
      return { kind: 'waits', reason };
    }
    if (next.kind === 'drop') {
      const { reason } = next;
      await group.write(() => ledger.drop(fence, id, now, reason));
      return { kind: 'dropped', reason };
    }
  }
  // The clock is read in the transaction: whatever was suppressed before it began counts.
  return group.gather(() => {
    settling.check();
    return ledger.handingOver(fence, id, clock(), part);
  });
}

/** Does what may fail, and fails quietly: what it was for is told elsewhere, or done by the next run. */
export function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Told elsewhere.
  }
}
