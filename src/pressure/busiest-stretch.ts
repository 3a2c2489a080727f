import type { TimedStep } from './timed-step.js';

/** A message on a way through a journey: its step, and when it goes out, in milliseconds after entering. */
export interface Sent {
  readonly id: string;
  readonly at: number;
}

/** A way up to some step: how long it took, and what it sent in the last stretch. */
interface Way {
  readonly now: number;
  readonly sent: readonly Sent[];
}

/** More ways than this are never kept apart; those with most messages stay. */
const MOST_WAYS = 32;

/**
 * The way through a journey that sends the most promotional messages within any stretch of `length` milliseconds (two that lie exactly so far apart are not
 * within one), with the messages of that stretch. Every `when` is taken to hold and every wait to be as short as it can be, so no journey sends more.
 */
export function busiestStretch<Source>(steps: readonly TimedStep<Source>[], length: number): readonly Sent[] {
  let most: readonly Sent[] = [];
  const walk = (list: readonly TimedStep<Source>[], start: readonly Way[]): readonly Way[] => {
    let ways = start;
    for (const { id, wait, always, action } of list) {
      ways = ways.map(({ now, sent }) => ({ now: now + wait, sent }));
      if (action.kind === 'message' && !action.transactional) {
        ways = ways.map(({ now, sent }) => {
          const inside = [...sent.filter(({ at }) => now - at < length), { id, at: now }];
          if (inside.length > most.length) most = inside;
          return { now, sent: inside };
        });
      } else if (action.kind === 'paths') {
        const before = ways;
        const ends = action.paths.flatMap((path) =>
          walk(
            path.steps,
            before.map(({ now, sent }) => ({ now: now + path.wait, sent })),
          ),
        );
        ways = keepBest([...ends, ...(always ? [] : before)]);
      } else if (action.kind === 'exit' && always) {
        return [];
      }
      if (ways.length === 0) return [];
    }
    return ways;
  };
  walk(steps, [{ now: 0, sent: [] }]);
  return most;
}

/** Without the ways that another is never behind: one with as many messages, each sent as lately. */
function keepBest(ways: readonly Way[]): readonly Way[] {
  const ordered = [...ways].sort((a, b) => b.sent.length - a.sent.length);
  const kept: Way[] = [];
  for (const way of ordered) {
    if (kept.length < MOST_WAYS && !kept.some((other) => isAhead(other, way))) kept.push(way);
  }
  return kept;
}

function isAhead(a: Way, b: Way): boolean {
  if (a.sent.length < b.sent.length) return false;
  return b.sent.every((_, index) => ageFromEnd(a, index) <= ageFromEnd(b, index));
}

function ageFromEnd({ now, sent }: Way, index: number): number {
  return now - (sent.at(-1 - index)?.at ?? Number.NEGATIVE_INFINITY);
}
