import type { Instant } from './value.js';

/** That nothing more goes to somebody: on one topic, or at all. */
export interface Suppression {
  /** Null: every topic, also transactional ones. */
  readonly topic: string | null;
  readonly since: Instant;
  readonly reason: string;
}

/** Who is not written to any more: a profile, or whoever has an address (in lower case). */
export interface SuppressionEntry extends Suppression {
  readonly profileId: string | null;
  readonly address: string | null;
}

/** Why suppressions stop a message on a topic at a moment; null when they do not. One of a topic does not stop what the law or a purchase asks for. */
export function suppressedBy(
  suppressions: readonly Pick<Suppression, 'topic' | 'since'>[],
  topic: string,
  transactional: boolean,
  at: Instant,
): 'suppressed' | 'unsubscribed' | null {
  for (const { topic: scope, since } of suppressions) {
    if (since > at) continue;
    if (scope === null) return 'suppressed';
    if (scope === topic && !transactional) return 'unsubscribed';
  }
  return null;
}
