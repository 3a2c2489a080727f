import type { Decision, History } from '../model/decision.js';
import { type Journey, journeyKey } from '../model/journey.js';

/** A profile's history before anything happened. */
export function emptyHistory(profileId: string): History {
  return { profileId, journeys: [], refused: [], messages: [], received: [], suppressions: [], memberOf: [] };
}

/**
 * The history after a tick whose decisions were carried out, as a ledger would tell it: the journal's fold, without a store. `memberOf` are the segments the profile is in at the
 * tick's end.
 */
export function applyDecisions(history: History, decisions: readonly Decision[], memberOf: readonly string[]): History {
  const journeys = new Map<string, Journey>(history.journeys.map((journey) => [journeyKey(journey), journey]));
  const messages = new Map(history.messages.map((message) => [message.id, message]));
  const refused = [...history.refused];
  for (const decision of decisions) {
    switch (decision.kind) {
      case 'entered':
      case 'moved':
        journeys.set(journeyKey(decision.journey), decision.journey);
        break;
      case 'refused':
        refused.push({ campaign: decision.campaign, occasion: decision.occasion });
        break;
      case 'planned':
      case 'withheld': {
        const { message } = decision;
        const state = decision.kind === 'planned' ? 'going' : 'withheld';
        if (!messages.has(message.id)) messages.set(message.id, { ...message, state, sentAt: null });
        break;
      }
      case 'skipped':
      case 'deferred':
        break;
    }
  }
  return { ...history, journeys: [...journeys.values()], messages: [...messages.values()], refused, memberOf };
}
