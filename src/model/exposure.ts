import type { Channel } from './channel.js';
import type { Instant } from './value.js';

/** The two sides of a holdout: those whose message goes, and those whose message would have gone. */
export type Arm = 'sent' | 'held';

/** Where chance puts somebody in a campaign: worked out from ids alone, so that anybody can work it out again. */
export interface Assignment {
  /** Who is assigned: the profile's id, or what `holdouts.unit` names (`unit:` and the value, or the SHA-256 of one that is personal), so that one person with two profiles is in one arm. */
  readonly unit: string;
  /** Salt of the campaign's holdout. */
  readonly salt: string;
  /** First 52 bits of SHA-256 over `salt:unit`, divided by 2^52: 0 to below 1. Held out when below `share`. */
  readonly u: number;
  /** The campaign's holdout at that moment, 0 to 1. */
  readonly share: number;
}

/** One message that went, or would have gone: written once, in every arm, after everything else that could have stopped it. */
export interface Exposure extends Assignment {
  readonly messageId: string;
  readonly campaign: string;
  readonly step: string;
  readonly profileId: string;
  /** When the first attempt began, or would have. */
  readonly at: Instant;
  readonly arm: Arm;
  /** Which holdout kept it back; null in the arm `sent`. */
  readonly by: 'global' | 'campaign' | null;
  /** Of the message's test; null without one. */
  readonly variant: string | null;
  readonly channel: Channel;
  readonly incentive: string | null;
  /** Hash of the plan that decided it. */
  readonly plan: string;
}

/** By whose value people are assigned; where it is unknown, by the profile's id. */
export interface HoldoutUnit {
  /** Null: the email address. */
  readonly attribute: string | null;
  /** Whether its SHA-256 stands for it. */
  readonly isPersonal: boolean;
}
