import type { Census } from '../model/census.js';
import type { Channel } from '../model/channel.js';
import type { Decision, History, PastMessage } from '../model/decision.js';
import type { Exposure } from '../model/exposure.js';
import type { Halt } from '../model/halt.js';
import type { KeptCampaign } from '../model/kept-campaign.js';
import type { LedgerSummary } from '../model/ledger-summary.js';
import type { LedgerMessage, MessageStatus } from '../model/message.js';
import type { TestVerdict } from '../model/message-test.js';
import type { Plan } from '../model/plan.js';
import type { Story } from '../model/story.js';
import type { SuppressionEntry } from '../model/suppression.js';
import type { GroupChange, Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import type { Standing } from './standings.js';

/**
 * The record of what was decided and sent. One adapter for each store; every adapter passes `testLedger` in
 * `test/ledger/conformance.ts`. All calls are synchronous and durable when they return: a row that was committed survives
 * SIGKILL and, on a disk that honours fsync, power loss.
 */
export interface Ledger {
  /**
   * Takes the writer's lease, or throws LC902 naming who holds it. A lease whose process on this machine is gone is taken over at once, one
   * from elsewhere when it expired. Taking it turns `handing_over` messages of earlier holders to `unknown`, and
   * `claimed` ones back to `planned`. Returns the fence: a number higher than any before.
   */
  acquire(holder: LeaseHolder, now: Instant): Fence;
  /**
   * Makes several of the calls below in one transaction, so that all are durable after one wait for the disk. A call that throws is undone by itself, and its error stands in
   * its place; throws when nothing could be committed. With `beside` it does not wait: what was written is seen by everybody, and durable once `durable` resolves.
   */
  together(
    acts: readonly (() => unknown)[],
    wait?: 'here' | 'beside',
  ): readonly ({ readonly value: unknown } | { readonly error: unknown })[];
  /** Resolves once all that was written is durable. The disk is waited for beside this thread; when it does not take what was written, this rejects with LC908, and nothing more is written together. */
  durable(): Promise<void>;
  /** Prolongs the lease; throws LC902 when it was taken over. */
  renew(fence: Fence, now: Instant): void;
  release(fence: Fence): void;

  /** A random secret made with the ledger, for unsubscribe tokens: 32 bytes. */
  secret(): Uint8Array;

  /**
   * Begins a tick, or goes on with the one that a crash interrupted (the same `now` as then; then call again for the later `now`).
   * Writes down the plan, if another was in force. Campaigns and watched groups (by `groupKeys`: name → key of the definition) that are new start here. Throws LC905 when `now` is before the
   * last tick: the clock went back.
   */
  beginTick(fence: Fence, now: Instant, plan: Plan, groupKeys: Readonly<Record<string, string>>): Tick;
  /** Every change of plan, oldest first: `serial` counts them, `appliedAt` is the `now` of the first tick under it. Empty for ledgers from before plans were recorded. */
  plans(): readonly AppliedPlan[];
  /** The whole plan that was applied last; null when none is recorded. */
  currentPlan(): Plan | null;
  /** Writes down that somebody chose to put a plan into force again that another had replaced: the next tick applies it. */
  goBack(fence: Fence, now: Instant, change: { readonly from: string; readonly to: string }): void;
  /** How many people stand where, by numbers only. */
  census(): Census;
  /** How many journeys finish a structure that the newest plan does not have. */
  inOlderStructures(): number;
  /** The structures of plans before this one in which somebody still is, or of which a message still waits, were it in force now; none of a ledger from before they were recorded. */
  keptCampaigns(plan: Plan): readonly KeptCampaign[];
  /** Profiles with an active journey that is due by `now`, sorted. */
  due(now: Instant): readonly string[];
  /** Those of the profiles who have an active journey, sorted. */
  amongInside(profileIds: readonly string[]): readonly string[];
  /**
   * Profiles for whom something may happen in the tick that only the record can tell: those that wait for a condition to become true,
   * those who got a message on which a campaign begins, those whom a new plan moves or ends, and those who wait for the winner of a test that was found in it. Sorted, each once.
   */
  concerned(plan: Plan, tick: Tick): readonly string[];
  /** The messages of a step, by any of its names, that are variants of its test and were surely handed over, oldest first. */
  tested(
    campaign: string,
    steps: readonly string[],
  ): readonly { readonly profileId: string; readonly variant: string; readonly at: Instant }[];
  /** Every verdict on a message test, by campaign and step. */
  verdicts(): readonly TestVerdict[];
  /** Records what came of a test; the first verdict stands for ever. Throws LC902 when the fence is stale. */
  recordVerdict(fence: Fence, verdict: TestVerdict): void;
  /** By name of a watched group: as of when members are recorded under its key; null where none are. */
  recorded(groupKeys: Readonly<Record<string, string>>): Readonly<Record<string, Instant | null>>;
  /** By name of a watched group: members recorded under its key, sorted. */
  members(groupKeys: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>>;
  /** What decide needs of these profiles, in the order asked; empty histories for unknown ones. `plan` tells how far back caps look. */
  histories(profileIds: readonly string[], plan: Plan, groupKeys: Readonly<Record<string, string>>): readonly History[];
  /**
   * Writes a batch of decisions, the new positions and the outbox rows in one transaction. Repeating a batch changes nothing: messages,
   * journeys, refusals and skips are keyed by their identity. Throws LC902 when the fence is stale.
   */
  commit(fence: Fence, tick: Tick, decisions: readonly Decision[]): void;
  /** Ends the tick: who came into the watched groups and left them up to its `now`, and the watermark, in one transaction. A group without a change keeps its members. */
  endTick(
    fence: Fence,
    tick: Tick,
    groupKeys: Readonly<Record<string, string>>,
    changes: Readonly<Record<string, GroupChange>>,
    profilesDecided: number,
  ): void;

  /** Claims up to `limit` planned messages with `notBefore` ≤ now that do not go by one of the `closed` channels and are not halted, by priority (high first), then `sendAt`, then id. Nothing is written: they are claimed for as long as this process has the ledger open and its fence is the newest, and planned for whoever comes next. */
  claim(fence: Fence, now: Instant, limit: number, closed?: readonly Channel[]): readonly LedgerMessage[];
  /** Messages of this profile that were really handed over (or may have been), or withheld in the place of that, within the caps' reach, for the check before hand-over. */
  handedOver(profileId: string, since: Instant): readonly PastMessage[];
  /** Suppressions that hold for a profile or an address (lower-case). */
  suppressions(profileId: string, address: string | null): History['suppressions'];
  /** What `suppressions` and `handedOver` say of each of these, in their order, asked together. */
  standings(
    people: readonly { readonly profileId: string; readonly address: string | null }[],
    since: Instant,
  ): readonly Standing[];
  /** Puts a claimed message back until `until`, with the reason. Does not count as an attempt. */
  putOff(fence: Fence, messageId: string, at: Instant, until: Instant, reason: string): void;
  /** Ends a message that was surely not accepted (claimed, or handing over and then put off by the server) as dropped, with the reason. */
  drop(fence: Fence, messageId: string, at: Instant, reason: string): void;
  /** Puts claimed messages back as they were before the claim. */
  unclaim(fence: Fence, messageIds: readonly string[]): void;
  /**
   * Fixes the first attempt's instant (`Date` of the email) and counts the attempt, for several claimed messages. Returns the fixed instants by id. `codes` are given away in the same transaction, for
   * good: a message keeps its code whatever becomes of it, and no other message gets it.
   */
  beginAttempts(
    fence: Fence,
    messageIds: readonly string[],
    at: Instant,
    codes?: ReadonlyMap<string, GivenCode>,
  ): ReadonlyMap<string, Instant>;
  /**
   * Ends claimed messages of people who are held out, at the very point where others begin their first attempt: then each is an exposure. Call it in one transaction with the
   * attempts of those that go beside them.
   */
  withhold(fence: Fence, messageIds: readonly string[], at: Instant): void;
  /** Every message that went, or would have gone, by its first attempt; in the order in which they were decided. Read page by page: there may be millions. */
  exposures(): Iterable<Exposure>;
  /** By message id, every code that was given away. */
  givenCodes(): ReadonlyMap<string, string>;
  /**
   * The last look, in the transaction that commits `handing_over`; never of a message that is held out. A message that somebody suppressed or halted since it was claimed is dropped, or put back, instead. Only after
   * `go` may the last byte leave. Throws LC902 when the fence is stale.
   */
  handingOver(fence: Fence, messageId: string, at: Instant, parcel?: HandedParcel): HandOver;
  /** Records the answer. `deferred` puts it back to planned until `retryAt`. One of which an earlier answer was lost stays unknown when it fails or is dropped. */
  settle(fence: Fence, messageId: string, at: Instant, outcome: Outcome): void;
  /** Every message of which nobody knows whether it arrived, oldest first. */
  unknown(): readonly LedgerMessage[];
  /** Messages whose id begins so, at most `limit`. */
  named(prefix: string, limit: number): readonly LedgerMessage[];
  /** What somebody found out about an unknown message: it arrived, or it did not and is planned again, or it did not and is dropped. */
  resolve(
    fence: Fence,
    messageId: string,
    at: Instant,
    verdict: { readonly as: 'sent' | 'planned' | 'dropped'; readonly reason: string },
  ): void;
  /** Plans an unknown message again, to go as it was kept. */
  sendAgain(fence: Fence, messageId: string, at: Instant, notBefore: Instant): void;
  /** Writes down that nothing more goes to somebody; needs no lease, and no hand-over begins after it. False when it was known. */
  suppress(entry: SuppressionEntry): boolean;
  /** Every suppression, oldest first. */
  suppressed(): readonly SuppressionEntry[];
  /** Stops the messages of a campaign or a step; needs no lease, and no hand-over begins after it. False when it was halted before. */
  halt(halt: Halt): boolean;
  /** Lifts exactly this halt; false when there is none. */
  resume(campaign: string, step: string | null, at: Instant): boolean;
  /** Everything halted, by name. */
  halts(): readonly Halt[];

  /**
   * Takes everything personal about somebody out of the tables and the journal, in the file as well, and sees to it that nothing goes to them, or to these addresses (in lower case), ever
   * again. Messages keep their ids. Returns how many entries of the journal were about them. Throws LC902 when the fence is stale.
   */
  forget(fence: Fence, subject: Forgetting): number;
  /**
   * Takes the words of journeys and messages that ended before a moment out of the journal and the tables: properties of events, subjects, replies of servers. Ids, times and
   * outcomes stay. Returns how many entries of the journal changed.
   */
  prune(fence: Fence, before: Instant, at: Instant): number;
  /** Those of the profiles who were not forgotten, in the order given: of the others nothing is to be decided or written down. */
  remembered(profileIds: readonly string[]): readonly string[];

  /** Everything known of one person, oldest first. */
  story(profileId: string): Story;
  /** Counts for `status`. */
  summary(): LedgerSummary;
  /** Planned messages that were put off for this reason and wait still, oldest first. */
  waiting(reason: string, now: Instant): readonly WaitingMessage[];
  /** How many messages are planned and really to go: nobody is held out from them. */
  going(): number;
  /** Of those the ones with one of these incentives. */
  goingWith(incentives: readonly string[]): readonly { readonly id: string; readonly incentive: string }[];
  /** Messages in a state, oldest first, at most `limit`. */
  messages(status: MessageStatus, limit: number): readonly LedgerMessage[];

  /** Gives the lease back, when this ledger holds it, and closes the file. */
  close(): void;
}

/** Who wants to write: shown to whoever finds the ledger locked. */
export interface LeaseHolder {
  readonly host: string;
  readonly pid: number;
  /** How long the lease lasts without renewal, in milliseconds. */
  readonly ttl: number;
}

/** A plan that was put into force. */
export interface AppliedPlan {
  readonly serial: number;
  readonly hash: string;
  readonly appliedAt: Instant;
}

/** The number of a lease, higher than any before: a write under an older one is refused. */
export type Fence = number;

/** Who is to be forgotten, and why. */
export interface Forgetting {
  readonly profileId: string;
  readonly addresses: readonly string[];
  readonly at: Instant;
  readonly reason: string;
}

/** A message whose turn comes later. */
export interface WaitingMessage {
  readonly id: string;
  readonly channel: Channel;
  readonly until: Instant;
}

/** A code of an incentive, for one message. */
export interface GivenCode {
  readonly incentive: string;
  readonly code: string;
}

/** What the ledger wants to know of a message that is about to leave. */
export interface HandedParcel {
  /** Where it goes, in lower case; null for channels without addresses. */
  readonly address?: string | null;
  /** The body of a call, or of an email that is delivered at least once, for later attempts. */
  readonly body?: string;
}

/** Whether the last byte may leave. Else the message was dropped, or put back as it was before the claim. */
export type HandOver =
  | { readonly kind: 'go' }
  | { readonly kind: 'dropped'; readonly reason: string }
  | { readonly kind: 'halted' };

/** What became of a message that was handed over. */
export type Outcome =
  | { readonly status: 'sent'; readonly reply: string }
  | { readonly status: 'deferred'; readonly reply: string; readonly retryAt: Instant }
  | { readonly status: 'failed'; readonly reply: string }
  | { readonly status: 'unknown'; readonly reply: string };
