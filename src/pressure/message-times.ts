import type { TimedMessage, TimedStep } from './timed-step.js';

/** When a message of a journey can go out, in milliseconds after entering, times of day and weekdays left aside. */
export interface MessageTime<Source> {
  readonly id: string;
  readonly message: TimedMessage<Source>;
  readonly earliest: number;
  readonly latest: number;
  /** Whether somebody can come to it without having got a message before. */
  readonly canBeFirst: boolean;
}

interface Moment {
  readonly earliest: number;
  readonly latest: number;
  readonly canBeFirst: boolean;
}

/** Every message that a journey can send, over all its ways, in the order in which they are written. Each step is looked at once. */
export function messageTimes<Source>(steps: readonly TimedStep<Source>[]): readonly MessageTime<Source>[] {
  const found: MessageTime<Source>[] = [];
  walk(steps, { earliest: 0, latest: 0, canBeFirst: true }, found);
  return found;
}

/** Gives when the list has been passed; null when nobody comes out of it. */
function walk<Source>(steps: readonly TimedStep<Source>[], start: Moment, found: MessageTime<Source>[]): Moment | null {
  let now = start;
  for (const { id, wait, always, action } of steps) {
    now = later(now, wait, 0);
    switch (action.kind) {
      case 'message':
        found.push({ id, message: action, ...now });
        if (always) now = { ...now, canBeFirst: false };
        break;
      case 'paths': {
        const before = now;
        const ends = action.paths.map((path) => walk(path.steps, later(before, path.wait, path.slack), found));
        const out = merge([...ends, ...(always ? [] : [before])]);
        if (out === null) return null;
        now = out;
        break;
      }
      case 'exit':
        if (always) return null;
        break;
      case 'nothing':
        break;
    }
  }
  return now;
}

function later({ earliest, latest, canBeFirst }: Moment, wait: number, slack: number): Moment {
  return { earliest: earliest + wait, latest: latest + wait + slack, canBeFirst };
}

function merge(moments: readonly (Moment | null)[]): Moment | null {
  return moments.reduce<Moment | null>((all, one) => {
    if (all === null || one === null) return all ?? one;
    return {
      earliest: Math.min(all.earliest, one.earliest),
      latest: Math.max(all.latest, one.latest),
      canBeFirst: all.canBeFirst || one.canBeFirst,
    };
  }, null);
}
