import type { Channel } from '../model/channel.js';
import type { PastMessage, Receipt } from '../model/decision.js';
import type { Journey } from '../model/journey.js';
import type { LedgerMessage, MessageStatus } from '../model/message.js';

/** A row of `journeys`. */
export interface JourneyRow {
  readonly profile_id: string;
  readonly campaign: string;
  readonly occasion: string;
  readonly entry_key: string;
  readonly occurrence: number;
  readonly entered_at: number;
  readonly plan: string;
  readonly event: string;
  readonly status: Journey['status'];
  readonly reason: string | null;
  readonly step: string | null;
  readonly since: number;
  readonly wake: number | null;
  readonly first_due: number | null;
  readonly ended_at: number | null;
  readonly structure: string | null;
  readonly move: string | null;
}

/** What a `JourneyRow` has, for a query: each column that is read costs, and there are many rows. */
export const JOURNEY_COLUMNS =
  'profile_id, campaign, occasion, entry_key, occurrence, entered_at, plan, event, status, reason, step, since, wake, first_due, ended_at, structure, move';

/** A row of `messages`. */
export interface MessageRow {
  readonly id: string;
  readonly campaign: string;
  readonly step: string;
  readonly profile_id: string;
  readonly occasion: string;
  readonly entry_key: string;
  readonly occurrence: number;
  readonly channel: Channel;
  readonly topic: string;
  readonly transactional: number;
  readonly template: string;
  readonly subject: string | null;
  readonly incentive: string | null;
  readonly variant: string | null;
  readonly priority: number;
  readonly due_at: number;
  readonly send_at: number;
  readonly valid_until: number;
  readonly event: string;
  readonly plan: string;
  readonly structure: string | null;
  readonly unit: string | null;
  readonly salt: string | null;
  readonly u: number | null;
  readonly share: number | null;
  readonly status: MessageStatus;
  readonly withheld_by: 'global' | 'campaign' | null;
  readonly not_before: number;
  readonly attempts: number;
  readonly first_attempt_at: number | null;
  readonly handed_at: number | null;
  readonly ended_at: number | null;
  readonly outcome: string | null;
  readonly body: string | null;
  readonly lost_answers: number;
}

/** What caps, conditions and receipts see of a row of `messages`. */
export type PastRow = Pick<
  MessageRow,
  | 'id'
  | 'campaign'
  | 'step'
  | 'profile_id'
  | 'channel'
  | 'topic'
  | 'transactional'
  | 'incentive'
  | 'plan'
  | 'status'
  | 'withheld_by'
  | 'send_at'
  | 'handed_at'
  | 'ended_at'
>;

/** What a `PastRow` has, for a query. */
export const PAST_COLUMNS =
  'id, campaign, step, profile_id, channel, topic, transactional, incentive, plan, status, withheld_by, send_at, handed_at, ended_at';

/** The journey that a row holds. */
export function journeyOf(row: JourneyRow): Journey {
  return {
    campaign: row.campaign,
    profileId: row.profile_id,
    occasion: row.occasion,
    entryKey: row.entry_key,
    occurrence: row.occurrence,
    enteredAt: row.entered_at,
    plan: row.plan,
    event: JSON.parse(row.event) as Journey['event'],
    status: row.status,
    reason: row.reason,
    step: row.step,
    since: row.since,
    wake: row.wake,
    firstDue: row.first_due,
    endedAt: row.ended_at,
    structure: row.structure,
    move: row.move === null ? null : (JSON.parse(row.move) as Journey['move']),
  };
}

/** The message of a row that stands as planned, and was claimed by this process. */
export function claimedOf(row: MessageRow): LedgerMessage {
  return messageOf(row, 'claimed');
}

/** The message that a row holds. */
export function messageOf(row: MessageRow, status = row.status): LedgerMessage {
  return {
    id: row.id,
    campaign: row.campaign,
    step: row.step,
    profileId: row.profile_id,
    occasion: row.occasion,
    entryKey: row.entry_key,
    occurrence: row.occurrence,
    channel: row.channel,
    topic: row.topic,
    transactional: row.transactional === 1,
    template: row.template,
    subject: row.subject,
    incentive: row.incentive,
    variant: row.variant,
    priority: row.priority,
    dueAt: row.due_at,
    sendAt: row.send_at,
    validUntil: row.valid_until,
    event: JSON.parse(row.event) as LedgerMessage['event'],
    plan: row.plan,
    structure: row.structure,
    assignment: assignmentOf(row),
    status,
    withheldBy: row.withheld_by,
    notBefore: row.not_before,
    attempts: row.attempts,
    firstAttemptAt: row.first_attempt_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    body: row.body,
    lostAnswers: row.lost_answers,
  };
}

function assignmentOf({ unit, salt, u, share }: MessageRow): LedgerMessage['assignment'] {
  return unit === null || salt === null || u === null || share === null ? null : { unit, salt, u, share };
}

/** What caps and conditions see of a message row. */
export function pastMessageOf(row: PastRow): PastMessage {
  return {
    id: row.id,
    campaign: row.campaign,
    step: row.step,
    channel: row.channel,
    topic: row.topic,
    transactional: row.transactional === 1,
    incentive: row.incentive,
    state: stateOf(row),
    sendAt: row.send_at,
    sentAt: sentAt(row),
  };
}

/** The receipt that a message row is, if its hand-over was acknowledged. */
export function receiptOf({ id, campaign, step, plan, status, handed_at: at }: PastRow): readonly Receipt[] {
  return status === 'sent' && at !== null ? [{ id, campaign, step, plan, at }] : [];
}

function stateOf({ status, withheld_by: by }: PastRow): PastMessage['state'] {
  switch (status) {
    case 'withheld':
      return 'withheld';
    case 'failed':
    case 'dropped':
      return 'gone-wrong';
    case 'planned':
    case 'claimed':
      return by === null ? 'going' : 'withheld';
    case 'handing_over':
    case 'sent':
    case 'unknown':
      return 'going';
  }
}

function sentAt({ status, handed_at: handed, ended_at: ended }: PastRow): PastMessage['sentAt'] {
  switch (status) {
    case 'handing_over':
    case 'sent':
    case 'unknown':
      return handed;
    case 'withheld':
      return ended;
    case 'planned':
    case 'claimed':
    case 'failed':
    case 'dropped':
      // A refused hand-over reached nobody.
      return null;
  }
}
