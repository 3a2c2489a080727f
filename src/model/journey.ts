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
}

/** Identifies a journey: campaign, profile and occasion. */
export function journeyKey(journey: Pick<Journey, 'campaign' | 'profileId' | 'occasion'>): string {
  return JSON.stringify([journey.campaign, journey.profileId, journey.occasion]);
}

/** The journey as it is when it is over. */
export function ended(journey: Journey, status: 'finished' | 'exited', reason: string | null, at: Instant): Journey {
  return { ...journey, status, reason, step: null, wake: null, firstDue: null, endedAt: at };
}
