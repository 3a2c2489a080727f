import type { MessageStatus } from './message.js';
import type { Instant } from './value.js';

/** Counts over the whole ledger. */
export interface LedgerSummary {
  readonly lastTick: Instant | null;
  readonly ticks: number;
  /** One row a campaign that the ledger knows, sorted by id. */
  readonly campaigns: readonly CampaignSummary[];
}

/** Counts of one campaign. */
export interface CampaignSummary {
  readonly campaign: string;
  readonly startedAt: Instant;
  readonly entered: number;
  /** Distinct profiles that entered. */
  readonly people: number;
  readonly active: number;
  readonly finished: number;
  /** Exited journeys by reason. */
  readonly exited: Readonly<Record<string, number>>;
  /** Messages by step, then status. */
  readonly messages: Readonly<Record<string, Readonly<Partial<Record<MessageStatus, number>>>>>;
  /** Skips by step, then reason. */
  readonly skipped: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Dropped messages by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Refused occasions by reason. */
  readonly refused: Readonly<Record<string, number>>;
}
