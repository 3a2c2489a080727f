import type { Chance } from './chance.js';

/** Everything that can go wrong, by name. */
export const FAULTS = [
  'connection refused',
  'greeting 4xx',
  'greeting 5xx',
  'hung up at EHLO',
  'login refused',
  'idle connection gone',
  'MAIL 4xx',
  'MAIL 5xx',
  'RCPT 4xx',
  'RCPT 5xx',
  'DATA refused',
  'hung up in mid-body',
  'slow before the last byte',
  'crash before handing over is committed',
  'hung up while handing over was committed',
  'crash before the last byte',
  'last byte lost',
  'crash after the last byte',
  'answer lost',
  'answer after the patience',
  'answer after the lease',
  '4xx after the dot',
  '5xx after the dot',
  'call refused',
  'call 429',
  'call 500',
  'call 400',
  'call 401',
  'database busy',
  'disk full',
  'crash at a ledger call',
  'crash before a commit',
  'crash after a commit',
  'crash while data is read',
  'crash between batches',
  'data cannot be read',
  'killed',
  'frozen',
  'interrupted',
  'second runner here',
  'second runner elsewhere',
  'clock back an hour',
  'clock back a day',
  'clock ahead a year',
  'clock stands still',
  'tick late',
  'tick skipped',
  'suppressed',
  'halted',
  'suppressed while in hand',
  'halted while in hand',
  'event late',
  'event twice',
  'plan edited',
] as const;

/** The name of something that can go wrong. */
export type Fault = (typeof FAULTS)[number];

/** What is asked at every ledger call must be rare for a run to get anywhere. */
const RARELY: ReadonlySet<Fault> = new Set([
  'database busy',
  'disk full',
  'crash at a ledger call',
  'crash before a commit',
  'crash after a commit',
]);
/** Asked at every reading. */
const SELDOM: ReadonlySet<Fault> = new Set([
  'crash while data is read',
  'crash between batches',
  'data cannot be read',
]);
/** After these nothing happens for long, or nothing can be said of hours. */
const STOPPERS: ReadonlySet<Fault> = new Set([
  'clock back an hour',
  'clock back a day',
  'clock ahead a year',
  'clock stands still',
]);
/** Much else must have gone well before them. */
const LATE: ReadonlySet<Fault> = new Set([
  'RCPT 4xx',
  'RCPT 5xx',
  'DATA refused',
  'last byte lost',
  'crash after the last byte',
  'answer lost',
  'answer after the patience',
  'answer after the lease',
  'call 429',
  'call 500',
  'call 400',
  'call 401',
]);
/** Nothing that comes later can happen after them. */
const EARLY: ReadonlySet<Fault> = new Set([
  'connection refused',
  'greeting 4xx',
  'greeting 5xx',
  'hung up at EHLO',
  'login refused',
  'MAIL 4xx',
  'hung up in mid-body',
  'call refused',
  'crash before handing over is committed',
]);

function weightOf(fault: Fault): number {
  if (STOPPERS.has(fault)) return 1 / 6;
  if (EARLY.has(fault)) return 0.6;
  if (fault === '4xx after the dot' || fault === '5xx after the dot') return 5;
  return LATE.has(fault) ? 2.5 : 1;
}

function oddsOf(fault: Fault, chance: Chance): number {
  if (RARELY.has(fault)) return chance.pick([0.001, 0.003, 0.01]);
  if (SELDOM.has(fault)) return chance.pick([0.02, 0.04, 0.08]);
  return chance.pick([0.1, 0.3, 0.7]);
}

/** What goes wrong in one run: each seed has a few kinds of trouble, some of them often. */
export class Faults {
  /** How often each struck. */
  readonly struck = new Map<Fault, number>();
  #chance: Chance | null;
  readonly #odds = new Map<Fault, number>();

  constructor(chance: Chance, without: ReadonlySet<Fault>) {
    this.#chance = chance;
    const share = chance.pick([0.1, 0.2, 0.35]);
    for (const fault of FAULTS) {
      const isThere = chance.happens(share * weightOf(fault));
      const odds = oddsOf(fault, chance);
      if (isThere && !without.has(fault)) this.#odds.set(fault, odds);
    }
  }

  /** The kinds of trouble of this seed. */
  get kinds(): readonly Fault[] {
    return [...this.#odds.keys()];
  }

  strikes(fault: Fault): boolean {
    const odds = this.#odds.get(fault);
    if (odds === undefined || this.#chance === null || !this.#chance.happens(odds)) return false;
    this.struck.set(fault, (this.struck.get(fault) ?? 0) + 1);
    return true;
  }

  /** From now on all goes well. */
  end(): void {
    this.#chance = null;
  }
}
