import type { Instant } from './value.js';

/** That the messages of a campaign, or of one of its steps, wait until somebody resumes it. */
export interface Halt {
  readonly campaign: string;
  /** Null: every step. */
  readonly step: string | null;
  readonly since: Instant;
  readonly reason: string;
}

/** How a halt is written on the command line: `campaign` or `campaign/step`. */
export function haltName({ campaign, step }: Pick<Halt, 'campaign' | 'step'>): string {
  return step === null ? campaign : `${campaign}/${step}`;
}
