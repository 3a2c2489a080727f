import type { Fence, GivenCode, Ledger } from '../ledger/ledger.js';
import type { Channel } from '../model/channel.js';
import { LifecycleError } from '../model/failure.js';
import type { Machine } from '../model/machine.js';
import type { LedgerMessage } from '../model/message.js';
import { HOUR } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';
import { openAhead } from './ahead.js';
import { deliverBatch, mayFollow, THROTTLED, type Wave } from './deliver-batch.js';
import { openGroupCommit } from './group-commit.js';
import { attempt, type Closed, type Desk } from './hand-over.js';
import { openLanes } from './lanes.js';
import { sendLostAgain } from './send-lost-again.js';
import { openSettling } from './settling.js';
import { type DeliverySummary, openTally } from './tally.js';
import type { Throttle } from './throttle.js';
import type { Parcel, Way } from './way.js';

/** What is to become of a claimed message: bytes for the channel (with `Date` as given), a later try, or an end. */
export type Prepared =
  /** `code` is given away with the first attempt; `address` is where it goes, on channels that have addresses. */
  | {
      readonly kind: 'parcel';
      readonly build: (date: Instant) => Parcel | Promise<Parcel>;
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
  readonly parallel: number | (() => number);
  /** Aborting lets the messages in hand finish and puts the others back. */
  readonly signal: AbortSignal;
  readonly onProgress?: (sofar: DeliverySummary) => void;
  /** Keeps the channels to their rates; without it they take what they can. Not for a clock that stands still. */
  readonly throttle?: Throttle;
  /** Topics whose transactional messages go again, as they were, when the answer to them was lost. */
  readonly atLeastOnce?: ReadonlySet<string>;
  /** How many messages are claimed together. */
  readonly batch?: number;
  /** Whether the next messages are claimed and prepared while those in hand are on the wire, as they are unless told otherwise. Without it each waits for the other: slower, and the same in the end. */
  readonly ahead?: boolean;
}

/** More at once would outgrow the young heap: their texts were moved twice before they leave. */
const BATCH = 50;
/** How long a run waits for throttled messages: after that, what it knows of people is too old to go on with. */
const PATIENCE_MS = HOUR;
/** Twice before the lease would run out; each is a wait for the disk. */
const RENEW_EVERY_MS = 20_000;

/**
 * Hands over every message that may go now, at the rates of the throttle for up to an hour, and records what became of each. When a channel takes nothing at all the others go on, and LC903 is thrown at the end. Throws LC902
 * when another run took the ledger over, and whatever made the ledger unwritable: in each case what was not handed over is planned still.
 */
export async function deliver(delivery: Delivery): Promise<DeliverySummary> {
  const { ledger, fence, machine, clock, signal, throttle } = delivery;
  const enough = clock() + PATIENCE_MS;
  const tally = openTally(delivery.onProgress);
  const closed = new Map<Channel, string>();
  let slept = 0;
  const group = openGroupCommit(ledger, machine);
  const desk: Desk = { ...delivery, tally, closed, group, settling: openSettling(group), lanes: openLanes(delivery) };
  const ahead = openAhead(desk, delivery.batch ?? BATCH);
  // In the background, because a server may take ten minutes for one answer. A failure shows at the next write, which checks the fence.
  const stopHeartbeat = machine.every(RENEW_EVERY_MS, () => attempt(() => ledger.renew(fence, clock())));
  sendLostAgain(ledger, fence, delivery.atLeastOnce, clock());
  // Those that the last run had no time for: without them this one would end as soon as nothing else is due.
  if (throttle !== undefined)
    for (const message of ledger.waiting(THROTTLED, clock())) throttle.expect(message, message.until);
  // The batch before, of which the last are on the wire while the next begins.
  let before: Wave | null = null;
  try {
    while (!signal.aborted) {
      if (throttle !== undefined && throttle.waiting > 0 && clock() > enough) break;
      let coming = await ahead.take();
      if (coming === null || !mayFollow(coming, clock())) {
        const hasLeft = (await before?.ended) === 'left';
        before = null;
        // What was left may come before those that were claimed meanwhile: all are claimed anew, in their order.
        if (hasLeft && coming !== null) ahead.putBack(coming);
        if (hasLeft) coming = null;
      }
      // Read before the claim: whoever's turn came after it and before this question would be waited for by nobody.
      const asked = clock();
      const batch = coming ?? ahead.claim();
      if (batch.messages.length === 0) {
        const next = throttle?.next(asked, new Set(closed.keys())) ?? null;
        const wait = Math.max(0, (next ?? 0) - clock());
        // Counted too: by a clock that was set back, or stands still, its turn would not come for days.
        if (next === null || next > enough || slept + wait > PATIENCE_MS) break;
        slept += wait;
        await machine.sleep(wait, signal);
        continue;
      }
      const last: Wave | null = before;
      before = await deliverBatch(desk, ahead, batch, last);
      // Not more than two at a time.
      await last?.ended;
      await desk.lanes.nearlyEmpty();
    }
    await before?.ended;
  } finally {
    stopHeartbeat();
    await before?.ended.catch(() => {});
    await ahead.giveBack();
  }
  for (let left = throttle?.waiting ?? 0; left > 0; left--) tally.putOff(THROTTLED);
  if (closed.size > 0) throw takesNothing(closed);
  return tally.summary(signal.aborted);
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
