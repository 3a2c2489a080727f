import type { Context } from 'liquidjs';
import type { Body } from './body.js';

/** One rendering by compiled Liquid: what it has written, and what its template has set so far. */
export interface LiquidRun {
  out: string;
  /** What is written instead where that is encoded. */
  readonly body: Body | null;
  readonly context: Readonly<Record<string, unknown>>;
  /** What `assign` and `capture` set, by name; null while they have set nothing. */
  assigned: Record<string, unknown> | null;
  /** Of each loop around: the item in hand, and behind it where the loop stands. */
  readonly loops: unknown[];
  /** `break` and `continue` end everything up to the next loop. */
  stop: 'no' | 'break' | 'continue';
  turns: number;
  memory: number;
  /** For filters of LiquidJS, made for the first of them. */
  liquidContext: Context | null;
}

/** Where a loop stands. */
export interface LoopPosition {
  index: number;
  readonly length: number;
}

/** More than this is LiquidJS's to do, whose limits end what is endless. Far below those, so that nothing ends here that would not end there. */
const MOST_TURNS = 10_000;
const MOST_MEMORY = 1_000_000;

/**
 * Thrown where compiled Liquid does not go on: a value is unknown, a limit near, a value of a kind that templates do not show. LiquidJS then renders from the start, and
 * what it makes or says is what counts.
 */
export const GIVE_UP: Error = new Error('left to LiquidJS');

/** Starts a rendering. */
export function startRun(context: object, body: Body | null): LiquidRun {
  return {
    out: '',
    body,
    context: context as Readonly<Record<string, unknown>>,
    assigned: null,
    loops: [],
    stop: 'no',
    turns: 0,
    memory: 0,
    liquidContext: null,
  };
}

/** Counts a turn of a loop. */
export function countTurn(run: LiquidRun): void {
  run.turns += 1;
  if (run.turns > MOST_TURNS) throw GIVE_UP;
}

/** Counts memory as LiquidJS does. */
export function useMemory(run: LiquidRun, count: number): void {
  if (!(count > 0)) return;
  run.memory += count;
  if (run.memory > MOST_MEMORY) throw GIVE_UP;
}
