import type { LedgerMessage } from '../model/message.js';

/** Rounds in which each profile has one message, in the order claimed: the check before a second one must see the first as sent. */
export function oneEachAtATime(messages: readonly LedgerMessage[]): readonly (readonly LedgerMessage[])[] {
  const rounds: LedgerMessage[][] = [];
  const before = new Map<string, number>();
  for (const message of messages) {
    const round = before.get(message.profileId) ?? 0;
    before.set(message.profileId, round + 1);
    rounds[round] ??= [];
    rounds[round].push(message);
  }
  return rounds;
}
