import type { Instant, Value } from './value.js';

/** One person's way through one campaign. */
export interface Journey {
  readonly campaign: string;
  readonly profileId: string;
  /** What made it start, unique for the campaign and profile: `event:<id>`, `enters:<segment>:<instant>`, `enters:stage.<id>:<instant>`, `leaves:…` like them, `date:<attribute>:<local time or instant>`, `schedule:<instant>`, `inactive:<event id>`, `received:<message id>`. */
  readonly occasion: string;
  /** The trigger's key value, else the occasion. */
  readonly entryKey: string;
  /** How many journeys with this entry key came before. */
  readonly occurrence: number;
  readonly enteredAt: Instant;
  /** Hash of the plan under which it entered. */
  readonly plan: string;
  /** Properties of the triggering event, for templates. */
  readonly event: Readonly<Record<string, Value>>;
  readonly status: 'active' | 'finished' | 'exited';
  /** Why it exited; null while active or finished. */
  readonly reason: string | null;
  /** Id of the step it waits for; null when over. */
  readonly step: string | null;
  /** The instant from which that step's delay counts. */
  readonly since: Instant;
  /** When the step is due; after being put off, when to try again; while it waits for something, when the time for that is over; null when over. */
  readonly wake: Instant | null;
  /** When the step first came due, before anything put it off; of a `wait_for`, when the waiting began. Null until then. */
  readonly firstDue: Instant | null;
  /** When it finished or exited; null while active. */
  readonly endedAt: Instant | null;
  /** Fingerprint of the structure that it goes through, of the plan under which it entered or to which it was moved; null for journeys from before structures were recorded: those follow the newest plan. */
  readonly structure: string | null;
  /** What its last move into another plan left; null when it was never moved. */
  readonly move: JourneyMove | null;
}

/** How a journey came into the plan that it follows. */
export interface JourneyMove {
  readonly at: Instant;
  /** Hash of the plan. */
  readonly plan: string;
  /** The step in which it waited before. */
  readonly from: string;
  /** By step: the id under which its message is known in this journey, where renames that the plan no longer tells of lie between. */
  readonly names: Readonly<Record<string, string>>;
  /** By split: the variant that it was in, where the weights of the new plan would give it another. */
  readonly variants: Readonly<Record<string, string>>;
}

/** Identifies a journey: campaign, profile and occasion. */
export function journeyKey(journey: Pick<Journey, 'campaign' | 'profileId' | 'occasion'>): string {
  return JSON.stringify([journey.campaign, journey.profileId, journey.occasion]);
}

/** The journey as it is when it is over. */
export function ended(journey: Journey, status: 'finished' | 'exited', reason: string | null, at: Instant): Journey {
  return { ...journey, status, reason, step: null, wake: null, firstDue: null, endedAt: at };
}
