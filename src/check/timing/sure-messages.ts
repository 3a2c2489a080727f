import { DAY } from '../../model/milliseconds.js';
import type { TimedMessage, TimedStep } from '../../pressure/timed-step.js';

/** A message that everybody gets who stays in, and the longest time after entering at which it can come. */
export interface SureMessage<Source> {
  readonly id: string;
  readonly message: TimedMessage<Source>;
  readonly latest: number;
}

/** What holds messages back, in milliseconds. */
export interface Holds {
  /** How long a night of quiet hours is. */
  readonly night: number;
  /** How far apart caps that defer keep two messages of one campaign. */
  readonly apart: number;
}

/** The promotional messages of the way that everybody goes, in order. Other campaigns are left aside; the night before the first is not counted. */
export function sureMessages<Source>(
  steps: readonly TimedStep<Source>[],
  holds: Holds,
): readonly SureMessage<Source>[] {
  const found: SureMessage<Source>[] = [];
  let now = 0;
  let sent = Number.NEGATIVE_INFINITY;
  for (const step of steps) {
    const { id, always, action } = step;
    now += longestOf(step, holds);
    if (action.kind === 'exit' && always) break;
    if (action.kind !== 'message' || action.transactional) continue;
    now = Math.max(now, sent + holds.apart);
    sent = now;
    if (always) found.push({ id, message: action, latest: now });
  }
  return found;
}

function longestOf<Source>({ wait, alignment, action }: TimedStep<Source>, holds: Holds): number {
  // After whole days it is the same time of the day again, when nobody sleeps.
  const own = wait + alignment + (wait % DAY === 0 ? 0 : holds.night);
  if (action.kind !== 'paths') return own;
  const ways = action.paths.map((path) =>
    path.steps.reduce((sum, step) => sum + longestOf(step, holds) + holds.apart, path.wait + path.slack),
  );
  return own + Math.max(0, ...ways);
}
