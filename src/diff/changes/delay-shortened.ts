import type { Judgement, Told } from '../../model/change.js';
import { MINUTE } from '../../model/milliseconds.js';
import type { Delay } from '../../model/plan.js';
import type { Duration } from '../../model/value.js';
import type { ChangeKind, Found } from '../change-kind.js';
import { compareDelays, compareDurations, type DelayComparison } from '../compare-delays.js';
import type { StepPair } from '../pair-steps.js';

const KEPT = 'who is inside keeps the old wait';

const MIXED: Judgement = {
  pinned: ['safe', KEPT],
  follow: ['dangerous', 'who waits in it becomes due earlier or later, by the day and the hour'],
  touches: 'waiting',
};

/** `saved` is how much less people wait now; null where that depends on the day or the hour. */
function shorter(saved: string | null): Judgement {
  const spread = `spread over ${saved === null ? 'what is left of their old wait' : `at most ${saved}`}, none later than before`;
  return {
    pinned: ['safe', KEPT],
    follow: ['dangerous', `who waits in it becomes due earlier; those whose new time has come already are ${spread}`],
    touches: 'waiting',
  };
}

/** A wait ends earlier than it did. */
export const delayShortened: ChangeKind = {
  code: 'LC804',
  name: 'delay-shortened',
  summary: 'A wait ends earlier than it did, or may do so.',
  docs: `Where a campaign follows the new plan (in_flight: follow), people who wait become due earlier. Those whose new time is past already would all be due in the next run: they are spread, each at a moment of its own between the first run of the new plan and the time they were promised, so that there is no burst.

Where people finish what they started (pinned), only who enters later waits less. Accept it in the campaign's file when it is meant: "accepts: [{change: LC804, step: day-3, reason: ...}]".`,
  *findIn({ steps }) {
    for (const pair of steps.shared) {
      for (const { comparison, saved, ...found } of waitsOf(pair)) {
        if (comparison === 'shorter') yield { ...found, judgement: shorter(saved) };
        if (comparison === 'mixed') yield { ...found, judgement: MIXED };
      }
    }
  },
};

/** A wait of a step and how it changed. */
export type ChangedWait = Omit<Found, 'judgement'> & {
  readonly comparison: Exclude<DelayComparison, 'same'>;
  /** How much less people wait, where that is the same for everybody. */
  readonly saved: string | null;
};

/** The waits of a step that are not as they were: its delay, and the longest time of a `wait_for`. */
export function* waitsOf({ was, is }: StepPair): Iterable<ChangedWait> {
  const place = { facet: 'timing', step: is.step.id, was: was.step.id } as const;
  const delays = compareDelays(was.step.delay, is.step.delay);
  if (delays !== 'same') {
    const say = (delay: typeof was.step.delay): Told => ({ kind: 'delay', delay });
    yield {
      ...place,
      at: ['delay'],
      what: `the delay of step "${is.step.id}" is ${WORDS[delays]}`,
      before: say(was.step.delay),
      after: say(is.step.delay),
      comparison: delays,
      saved: isExact(was.step.delay) && isExact(is.step.delay) ? lessBy(was.step.delay?.for, is.step.delay?.for) : null,
    };
  }
  const [before, after] = [was.step.action, is.step.action];
  if (before.kind !== 'wait_for' || after.kind !== 'wait_for') return;
  const within = compareDurations(before.within, after.within);
  if (within === 'same') return;
  const say = (duration: typeof before.within): Told => ({
    kind: 'delay',
    delay: { for: duration, at: null, on: null },
  });
  yield {
    ...place,
    at: ['wait_for', 'within'],
    what: `step "${is.step.id}" waits ${within === 'longer' ? 'longer' : 'less long'} for what it waits for`,
    before: say(before.within),
    after: say(after.within),
    comparison: within,
    saved: lessBy(before.within, after.within),
  };
}

function isExact(delay: Delay | null): boolean {
  return delay === null || (delay.at === null && delay.on === null);
}

/** `1d 12h`: what a length is shorter by than it was. */
function lessBy(old: Duration | null = null, now: Duration | null = null): string {
  const minutes = Math.round(((old?.exact ?? 0) - (now?.exact ?? 0)) / MINUTE);
  const parts = [
    `${(old?.months ?? 0) - (now?.months ?? 0)}mo`,
    `${(old?.days ?? 0) - (now?.days ?? 0)}d`,
    `${Math.floor(minutes / 60)}h`,
    `${minutes % 60}m`,
  ];
  return parts.filter((part) => !part.startsWith('0')).join(' ');
}

const WORDS = { shorter: 'shorter', longer: 'longer', mixed: 'another' } as const;
