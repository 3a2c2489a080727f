import type { Fence, GivenCode, HandedParcel, HandOver, Ledger, Outcome } from '../ledger/ledger.js';
import type { Channel } from '../model/channel.js';
import { invariant, LifecycleError } from '../model/failure.js';
import type { Machine } from '../model/machine.js';
import type { GoingMessage, LedgerMessage } from '../model/message.js';
import { HOUR, MINUTE } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';
import { backOff } from './back-off.js';
import { eachInParallel } from './each-in-parallel.js';
import { type GroupCommit, openGroupCommit } from './group-commit.js';
import { keepEmail } from './kept-email.js';
import { oneEachAtATime } from './one-each-at-a-time.js';
import { goesAgain, sendLostAgain } from './send-lost-again.js';
import { type DeliverySummary, openTally, type Tally } from './tally.js';
import type { Throttle } from './throttle.js';
import type { Parcel, Way } from './way.js';

/** What is to become of a claimed message: bytes for the channel (with `Date` as given), a later try, or an end. */
export type Prepared =
  /** `code` is given away with the first attempt; `address` is where it goes, on channels that have addresses. */
  | {
      readonly kind: 'parcel';
      readonly build: (date: Instant) => Parcel;
      readonly address?: string;
      readonly code?: GivenCode;
    }
  /** It would go, but its receiver is held out: it was made like any other, and thrown away. */
  | { readonly kind: 'held'; readonly address?: string }
  | { readonly kind: 'wait'; readonly until: Instant; readonly reason: string }
  | { readonly kind: 'drop'; readonly reason: string };

/** Who and what a delivery works with. */
export interface Delivery {
  readonly ledger: Ledger;
  readonly fence: Fence;
  readonly way: Way;
  /** Its timers. */
  readonly machine: Pick<Machine, 'sleep' | 'every' | 'endOfTurn'>;
  /** The instant to record; a replay's stands still. */
  readonly clock: () => Instant;
  /** Last checks and rendering, by message id. Asked again for a profile's second message after its first went. */
  readonly prepare: (messages: readonly LedgerMessage[]) => Promise<ReadonlyMap<string, Prepared>>;
  /** How many messages may be in hand at once, each on its own connection. */
  readonly parallel: number;
  /** Aborting lets the messages in hand finish and puts the others back. */
  readonly signal: AbortSignal;
  readonly onProgress?: (sofar: DeliverySummary) => void;
  /** Keeps the channels to their rates; without it they take what they can. Not for a clock that stands still. */
  readonly throttle?: Throttle;
  /** Topics whose transactional messages go again, as they were, when the answer to them was lost. */
  readonly atLeastOnce?: ReadonlySet<string>;
  /** How many messages are claimed together. */
  readonly batch?: number;
}

/** Channels by which nothing goes any more, each with the answer that said so. */
type Closed = Map<Channel, string>;

const BATCH = 50;
const THROTTLED = 'throttle';
/** How long a run waits for throttled messages: after that, what it knows of people is too old to go on with. */
const PATIENCE_MS = HOUR;
/** How long what the last checks said may be relied on: a slow receiver must not make a message of the evening one of the night. */
const FRESH_MS = MINUTE;
/** Twice before the lease would run out; each is a wait for the disk. */
const RENEW_EVERY_MS = 20_000;

/**
 * Hands over every message that may go now, at the rates of the throttle for up to an hour, and records what became of each. When a channel takes nothing at all the others go on, and LC903 is thrown at the end. Throws LC902
 * when another run took the ledger over, and whatever made the ledger unwritable: in each case what was not handed over is planned still.
 */
export async function deliver(delivery: Delivery): Promise<DeliverySummary> {
  const { ledger, fence, machine, clock, signal, throttle, batch = BATCH } = delivery;
  const enough = clock() + PATIENCE_MS;
  const tally = openTally(delivery.onProgress);
  const closed = new Map<Channel, string>();
  let slept = 0;
  const desk: Desk = { ...delivery, tally, closed, group: openGroupCommit(ledger, machine) };
  // In the background, because a server may take ten minutes for one answer. A failure shows at the next write, which checks the fence.
  const stopHeartbeat = machine.every(RENEW_EVERY_MS, () => attempt(() => ledger.renew(fence, clock())));
  sendLostAgain(ledger, fence, delivery.atLeastOnce, clock());
  // Those that the last run had no time for: without them this one would end as soon as nothing else is due.
  if (throttle !== undefined)
    for (const message of ledger.waiting(THROTTLED, clock())) throttle.expect(message, message.until);
  try {
    while (!signal.aborted) {
      if (throttle !== undefined && throttle.waiting > 0 && clock() > enough) break;
      const claimed = ledger.claim(fence, clock(), batch, [...closed.keys()]);
      if (claimed.length === 0) {
        const next = throttle?.next(clock(), new Set(closed.keys())) ?? null;
        const wait = (next ?? 0) - clock();
        // Counted too: by a clock that was set back, or stands still, its turn would not come for days.
        if (next === null || next > enough || slept + wait > PATIENCE_MS) break;
        slept += wait;
        await machine.sleep(wait, signal);
        continue;
      }
      await deliverBatch(desk, claimed);
    }
  } finally {
    stopHeartbeat();
  }
  for (let left = throttle?.waiting ?? 0; left > 0; left--) tally.putOff(THROTTLED);
  if (closed.size > 0) throw takesNothing(closed);
  return tally.summary(signal.aborted);
}

/** A delivery at work. */
interface Desk extends Delivery {
  readonly tally: Tally;
  readonly closed: Closed;
  readonly group: GroupCommit;
}

/** A message that may go, but for the last look. */
interface Ready {
  readonly message: GoingMessage;
  readonly build: (date: Instant) => Parcel;
  readonly address: string | null;
}

/** Goes through a way and back, to keep the last byte here: the ledger has settled the message in place of its hand-over. */
class HeldBack extends Error {
  constructor(readonly why: Exclude<LastLook, { readonly kind: 'go' }>) {
    super('somebody stopped this message just now');
  }
}

async function deliverBatch(desk: Desk, claimed: readonly LedgerMessage[]): Promise<void> {
  const { ledger, fence, signal } = desk;
  const open = new Set(claimed.map(({ id }) => id));
  try {
    for (const round of oneEachAtATime(claimed)) {
      if (signal.aborted) break;
      await deliverRound(desk, round, open);
    }
  } catch (error) {
    // The first error is the one to tell; what cannot be put back now is put back when the lease is next taken.
    attempt(() => ledger.unclaim(fence, [...open]));
    throw error;
  }
  if (open.size > 0) ledger.unclaim(fence, [...open]);
}

async function deliverRound(desk: Desk, round: readonly LedgerMessage[], open: Set<string>): Promise<void> {
  const { ledger, fence, clock, throttle, tally, closed, group } = desk;
  const prepared = await desk.prepare(round);
  const checkedAt = clock();
  const ready: Ready[] = [];
  const held: string[] = [];
  const codes = new Map<string, GivenCode>();
  const ended: Promise<void>[] = [];
  const end = (id: string, act: () => void, tell: () => void): void => {
    throttle?.forget(id);
    const durable = group.write(act).then(() => {
      open.delete(id);
      tell();
    });
    ended.push(durable);
  };
  // It is judged and made anew when its turn comes: by then it may be night, or the person gone.
  const wait = (id: string, now: Instant, turn: Instant): void =>
    void ended.push(group.write(() => ledger.putOff(fence, id, now, turn, THROTTLED)).then(() => void open.delete(id)));
  for (const message of round) {
    const { id } = message;
    const next = prepared.get(id);
    invariant(next !== undefined, `message ${id} was not prepared`);
    const now = clock();
    switch (next.kind) {
      case 'parcel': {
        invariant(isGoing(message), `message ${id} is of somebody who is held out, and goes nowhere`);
        // Left open, it is put back as it was.
        if (closed.has(message.channel)) continue;
        const turn = throttle?.admit(message, addressed(message, next.address), now) ?? now;
        if (turn <= now) {
          ready.push({ message, build: next.build, address: next.address?.toLowerCase() ?? null });
          if (next.code !== undefined) codes.set(id, next.code);
        } else wait(id, now, turn);
        break;
      }
      case 'held': {
        invariant(message.withheldBy !== null, `message ${id} is withheld by a holdout`);
        if (closed.has(message.channel)) continue;
        // It waits as long as it would if it went, and takes nobody's place.
        const turn = throttle?.placeFor(message, addressed(message, next.address), now) ?? now;
        if (turn <= now) held.push(id);
        else wait(id, now, turn);
        break;
      }
      case 'wait': {
        const { until, reason } = next;
        // Later than now in any case: otherwise it would be claimed again for ever.
        const act = (): void => ledger.putOff(fence, id, now, Math.max(until, now + 1), reason);
        end(id, act, () => tally.putOff(reason));
        break;
      }
      case 'drop': {
        const { reason } = next;
        end(
          id,
          () => ledger.drop(fence, id, now, reason),
          () => tally.dropped(reason),
        );
        break;
      }
    }
  }
  await Promise.all(ended);
  const dates = begin(
    desk,
    ready.map(({ message }) => message.id),
    held,
    codes,
  );
  for (const id of held) open.delete(id);
  await eachInParallel(desk, ready, async (one) => {
    const { message } = one;
    const date = dates.get(message.id);
    invariant(date !== undefined, `message ${message.id} has no date`);
    // Left open, it is put back, claimed and checked anew.
    if (closed.has(message.channel) || clock() - checkedAt > FRESH_MS) return;
    if (throttle?.isHeld(message.channel, one.address, clock()) === true) return;
    const stopped = await handOver(desk, one, date, checkedAt);
    if (stopped === null) open.delete(message.id);
    else closed.set(message.channel, stopped);
  });
}

function isGoing(message: LedgerMessage): message is GoingMessage {
  return message.withheldBy === null;
}

function addressed({ channel }: LedgerMessage, address: string | undefined): string | null {
  return channel === 'email' ? (address ?? null) : null;
}

/** The first attempts of those that go, and the ends of those that are held out, at one moment and in one transaction: from here on their ways part. Returns the dates of those that go. */
function begin(
  { ledger, fence, clock }: Desk,
  going: readonly string[],
  held: readonly string[],
  codes: ReadonlyMap<string, GivenCode>,
): ReadonlyMap<string, Instant> {
  if (going.length + held.length === 0) return new Map();
  const at = clock();
  let dates: ReadonlyMap<string, Instant> = new Map();
  const both = (): void => {
    if (held.length > 0) ledger.withhold(fence, held, at);
    if (going.length > 0) dates = ledger.beginAttempts(fence, going, at, codes);
  };
  for (const done of ledger.together([both])) if ('error' in done) throw done.error;
  return dates;
}

/** Null when the message was settled; else why nothing can go this way, and the message stands where it may be put back from. */
async function handOver(
  desk: Desk,
  { message, build, address }: Ready,
  date: Instant,
  checkedAt: Instant,
): Promise<string | null> {
  const { ledger, fence, way, clock, tally, group, throttle } = desk;
  const parcel = build(date);
  let handed = false;
  const again = goesAgain(desk.atLeastOnce, message);
  const body =
    parcel.channel !== 'email' ? Buffer.from(parcel.bytes).toString('utf8') : again ? keepEmail(parcel, address) : null;
  const part = { address, ...(body === null ? {} : { body }) };
  const answer = await way
    .hand(parcel, async () => {
      const verdict = await lastLook(desk, message, checkedAt, part);
      if (verdict.kind !== 'go') throw new HeldBack(verdict);
      handed = true;
    })
    .catch((error: unknown) => {
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
    return null;
  }
  const at = clock();
  const settle = (outcome: Outcome): Promise<void> => group.write(() => ledger.settle(fence, message.id, at, outcome));
  const { reply } = answer;
  switch (answer.kind) {
    case 'accepted':
      await settle({ status: 'sent', reply });
      tally.sent(message.channel);
      return null;
    case 'unknown': {
      const retryAt = at + backOff(message.attempts + 1);
      const repeated = again && retryAt <= message.validUntil;
      await group.write(() => {
        ledger.settle(fence, message.id, at, { status: 'unknown', reply });
        if (repeated) ledger.sendAgain(fence, message.id, at, retryAt);
      });
      if (repeated) tally.deferred();
      else tally.unknown();
      return null;
    }
    case 'refused':
      await group.write(() => {
        ledger.settle(fence, message.id, at, { status: 'failed', reply });
        if (answer.isBadAddress !== true || address === null) return;
        ledger.suppress({ profileId: null, address, topic: null, since: at, reason: 'bounced' });
      });
      tally.failed();
      return null;
    case 'deferred': {
      const retryAt = at + Math.max(backOff(message.attempts + 1), answer.retryAfter ?? 0);
      if (answer.slowDown === true && address !== null) throttle?.holdBack(message.channel, address, retryAt);
      if (retryAt > message.validUntil) {
        await group.write(() => ledger.drop(fence, message.id, at, 'late'));
        tally.dropped('late');
        return null;
      }
      await settle({ status: 'deferred', reply, retryAt });
      tally.deferred();
      return null;
    }
    case 'stop':
      // An answer about the key or the address came after the last byte: it was surely not taken, and goes again when that is mended.
      if (handed) await settle({ status: 'deferred', reply, retryAt: at });
      return reply;
  }
}

type LastLook = HandOver | { readonly kind: 'waits'; readonly reason: string };

/** The ledger has the last word; before it, what was checked is checked again if the receiver was long in getting ready: by now it may be night, or the person gone. */
async function lastLook(
  { ledger, fence, clock, group, prepare }: Desk,
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
  return group.write(() => ledger.handingOver(fence, id, clock(), part));
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Told elsewhere.
  }
}

function takesNothing(closed: Closed): LifecycleError {
  const each = [...closed].map(([channel, reply]) =>
    channel === 'email'
      ? `the mail server takes nothing: ${reply}`
      : `the receiver of ${channel} messages takes nothing: ${reply}`,
  );
  const settings = [...closed.keys()].map((channel) =>
    channel === 'email' ? '`channels.email.transport`' : `\`channels.${channel}\``,
  );
  return new LifecycleError('LC903', each.join('; '), [
    `Mend ${settings.join(' and ')}, then run again: everything not yet sent is still planned.`,
  ]);
}
