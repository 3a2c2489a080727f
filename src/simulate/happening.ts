import { formatLocal } from '../calendar/local-time.js';
import type { Decision } from '../model/decision.js';
import { type Journey, journeyKey } from '../model/journey.js';
import type { Instant } from '../model/value.js';
import { isProbe } from './probe-campaign.js';

/** Something that happened to a test's person. */
export interface Happening {
  readonly kind: 'message' | 'skipped' | 'deferred' | 'exited' | 'refused';
  readonly at: Instant;
  /** On the person's wall clock; with seconds only when they are not zero. */
  readonly local: string;
  /** Null for exits and refusals. */
  readonly step: string | null;
  /** Null for messages. */
  readonly reason: string | null;
}

/** What the decisions of a person came to, in order. */
export function listHappenings(decisions: readonly Decision[], zone: string): readonly Happening[] {
  const journeys = new Map<string, Journey>();
  const list: Happening[] = [];
  const add = (kind: Happening['kind'], at: Instant, step: string | null, reason: string | null): void => {
    list.push({ kind, at, local: localText(at, zone), step, reason });
  };
  for (const decision of decisions) {
    switch (decision.kind) {
      case 'entered':
      case 'moved':
        journeys.set(journeyKey(decision.journey), decision.journey);
        break;
      case 'planned':
      case 'withheld':
        add('message', decision.message.sendAt, decision.message.step, null);
        break;
      case 'skipped':
        if (!isProbe(decision.step)) add('skipped', decision.at, decision.step, decision.reason);
        break;
      case 'deferred':
        add('deferred', decision.at, decision.step, decision.reason);
        break;
      case 'refused':
        add('refused', decision.at, null, decision.reason);
        break;
    }
  }
  for (const { status, endedAt, reason } of journeys.values()) {
    if (status === 'exited' && endedAt !== null) add('exited', endedAt, null, reason);
  }
  return list.sort((a, b) => a.at - b.at);
}

/** A happening as `expect` writes it. */
export function printHappening({ kind, local, step, reason }: Happening): string {
  switch (kind) {
    case 'message':
      return `${local} ${step}`;
    case 'skipped':
    case 'deferred':
      return `${local} ${step} ${kind}: ${reason}`;
    case 'exited':
    case 'refused':
      return `${local} ${kind}: ${reason}`;
  }
}

function localText(at: Instant, zone: string): string {
  const minute = formatLocal(at, zone).replace(' ', 'T');
  const seconds = Math.floor(at / 1000) % 60;
  return seconds === 0 ? minute : `${minute}:${String(seconds).padStart(2, '0')}`;
}
