import type { GivenCode } from '../ledger/ledger.js';
import { invariant } from '../model/failure.js';
import type { GoingMessage, LedgerMessage } from '../model/message.js';
import type { Instant } from '../model/value.js';
import type { Ahead, Batch } from './ahead.js';
import type { Prepared } from './deliver.js';
import { attempt, type Desk, FRESH_MS, handOver, type Ready } from './hand-over.js';
import { oneEachAtATime } from './one-each-at-a-time.js';
import type { Parcel } from './way.js';

/** Why a message waits that may go at once, but for the rate of its channel. */
export const THROTTLED = 'throttle';

/** A batch whose last messages are on the wire. */
export interface Wave {
  readonly messages: readonly LedgerMessage[];
  /** Resolves once the outcome of each is durable, or it was put back as some were left; rejects with what kept them from it. */
  readonly ended: Promise<'all' | 'left'>;
}

/** Whether nothing of a batch hangs on the messages in hand: then it begins behind the last of them. */
export function mayFollow({ messages, prepared, checkedAt }: Batch, now: Instant): boolean {
  return prepared.size === messages.length && isFresh(checkedAt, now);
}

/** Brings a batch onto the wire, behind what is there of the one before. */
export async function deliverBatch(desk: Desk, ahead: Ahead, batch: Batch, before: Wave | null): Promise<Wave> {
  const { ledger, fence, signal } = desk;
  const { messages } = batch;
  const open = new Set(messages.map(({ id }) => id));
  const inHand = [...messages, ...(before?.messages ?? [])];
  const stop = (error: unknown): never => {
    // The first error is the one to tell; what cannot be put back now is put back when the lease is next taken.
    attempt(() => ledger.unclaim(fence, [...open]));
    throw error;
  };
  const finish = async (last: Promise<void>): Promise<'all' | 'left'> => {
    await last.catch(stop);
    if (open.size === 0) return 'all';
    ledger.unclaim(fence, [...open]);
    await ahead.giveBack();
    return 'left';
  };
  let round = Promise.resolve();
  try {
    for (const next of oneEachAtATime(messages)) {
      await round;
      if (signal.aborted) break;
      round = (await deliverRound(desk, next, batch, open, () => ahead.start(inHand))).ended;
    }
  } catch (error) {
    return stop(error);
  }
  const ended = finish(round);
  // Told when it is waited for.
  ended.catch(() => {});
  return { messages, ended };
}

async function deliverRound(
  desk: Desk,
  round: readonly LedgerMessage[],
  batch: Batch,
  open: Set<string>,
  onWire: () => void,
): Promise<{ readonly ended: Promise<void> }> {
  const { ledger, fence, clock, throttle, tally, closed, group, settling, lanes } = desk;
  const { prepared, checkedAt } = await preparedFor(desk, round, batch);
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
          ready.push({ message, build: once(next.build), address: next.address?.toLowerCase() ?? null });
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
  const dates = await begin(
    desk,
    ready.map(({ message }) => message.id),
    held,
    codes,
  );
  for (const id of held) open.delete(id);
  onWire();
  const dateOf = ({ message: { id } }: Ready): Instant => {
    const date = dates.get(id);
    invariant(date !== undefined, `message ${id} has no date`);
    return date;
  };
  const mayGo = ({ message: { channel }, address }: Ready): boolean =>
    !closed.has(channel) && clock() - checkedAt <= FRESH_MS && throttle?.isHeld(channel, address, clock()) !== true;
  const handOne = async (one: Ready, next: () => Parcel | null): Promise<void> => {
    const { id, channel } = one.message;
    // Left open, it is put back, claimed and checked anew.
    if (!mayGo(one)) return;
    const putDown = group.takeInHand();
    const stopped = await handOver(desk, one, dateOf(one), checkedAt, () => open.delete(id), next).finally(putDown);
    if (stopped !== null) closed.set(channel, stopped);
  };
  const sent = lanes.run(ready, handOne, (one) => (mayGo(one) ? ifMade(one, dateOf(one)) : null));
  // While others follow, outcomes go with their hand-overs.
  const settled = sent.finally(() => settling.end(lanes.isIdle()));
  return { ended: settled.then(settling.check) };
}

/** What is to become of these, as it was found while others were on the wire, if that is not long ago; and when. */
async function preparedFor(
  { prepare, clock }: Desk,
  round: readonly LedgerMessage[],
  { prepared, checkedAt }: Batch,
): Promise<{ readonly prepared: ReadonlyMap<string, Prepared>; readonly checkedAt: Instant }> {
  const known = isFresh(checkedAt, clock()) ? prepared : new Map<string, Prepared>();
  const rest = round.filter(({ id }) => !known.has(id));
  if (rest.length === 0) return { prepared: known, checkedAt };
  const found = await prepare(rest);
  return rest.length === round.length
    ? { prepared: found, checkedAt: clock() }
    : { prepared: new Map([...known, ...found]), checkedAt };
}

function isFresh(checkedAt: Instant, now: Instant): boolean {
  return Math.abs(now - checkedAt) <= FRESH_MS;
}

/** Makes it once: the parcel that is told of before its turn is the one that is handed. */
function once(build: Ready['build']): Ready['build'] {
  let made: ReturnType<Ready['build']> | null = null;
  const keep = (parcel: Parcel): void => {
    made = parcel;
  };
  return (date) => {
    if (made !== null) return made;
    made = build(date);
    // What keeps it from being made is told in its turn.
    if (made instanceof Promise) made.then(keep, () => {});
    return made;
  };
}

/** The parcel as far as it is made, which is begun. */
function ifMade({ build }: Ready, date: Instant): Parcel | null {
  try {
    const made = build(date);
    return made instanceof Promise ? null : made;
  } catch {
    return null;
  }
}

function isGoing(message: LedgerMessage): message is GoingMessage {
  return message.withheldBy === null;
}

function addressed({ channel }: LedgerMessage, address: string | undefined): string | null {
  return channel === 'email' ? (address ?? null) : null;
}

/** The first attempts of those that go, and the ends of those that are held out, at one moment and in one transaction: from here on their ways part. Returns the dates of those that go. */
async function begin(
  { ledger, fence, clock, group }: Desk,
  going: readonly string[],
  held: readonly string[],
  codes: ReadonlyMap<string, GivenCode>,
): Promise<ReadonlyMap<string, Instant>> {
  if (going.length + held.length === 0) return new Map();
  const at = clock();
  return group.write(() => {
    if (held.length > 0) ledger.withhold(fence, held, at);
    return going.length > 0 ? ledger.beginAttempts(fence, going, at, codes) : new Map<string, Instant>();
  });
}
