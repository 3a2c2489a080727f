import type { Traffic } from '../model/lock-file.js';
import { sequenceFactor } from './stats/always-valid.js';
import { type Demand, detectableLift, newcombeSignal, peopleNeeded, type Signal, spendSignal } from './stats/power.js';

/** Who comes, and what is asked of them. */
export interface SizeQuestion {
  readonly traffic: Traffic;
  /** How many days the traffic is of. */
  readonly days: number;
  /** Whether the KPI is a share of people; else it is what they spend or count. */
  readonly isShare: boolean;
  /** 0 to 1, not 0. */
  readonly holdout: number;
  /** The relative lift that is to be shown; null for none. */
  readonly goal: number | null;
  /** Whether it is judged on every day, by the interval that allows for that; else once. */
  readonly isSequential: boolean;
  readonly windowDays: number;
  readonly verdictDays: number;
}

/** What a measurement of that size can show. */
export interface Size {
  /** People of both arms whose window is over when the verdict falls. */
  readonly people: number;
  /** Of them, those held out who do anything that is counted. */
  readonly activeHeld: number;
  /** The smallest lift that is found four times in five, at 5%; null where none is. */
  readonly detectable: number | null;
  /** After how many days, and with which holdout, in whole percents up to a half, the goal is found; null where it is not, or there is no goal; the holdout also where it is large enough. */
  readonly daysNeeded: number | null;
  readonly holdoutNeeded: number | null;
}

const LARGEST_HOLDOUT = 50;

/** What can be known when the verdict falls, and what it would take to know whether the goal was met: N = ((z₀.₉₇₅ + z₀.₈) / signal)². */
export function sizeMeasurement(question: SizeQuestion): Size {
  const { traffic, days, holdout, goal, windowDays, verdictDays } = question;
  const perDay = traffic.people / days;
  const people = Math.max(0, perDay * (verdictDays - windowDays));
  const needed = (share: number): number =>
    goal === null || traffic.rate === 0
      ? Number.POSITIVE_INFINITY
      : peopleNeeded(signalOf(question, share), goal, demandOf(question));
  const enough = needed(holdout);
  const holdouts = Array.from({ length: LARGEST_HOLDOUT }, (_, index) => (index + 1) / 100);
  return {
    people,
    activeHeld: people * holdout * traffic.rate,
    detectable:
      people === 0 || traffic.rate === 0
        ? null
        : detectableLift(signalOf(question, holdout), people, demandOf(question)),
    daysNeeded: Number.isFinite(enough) && perDay > 0 ? Math.ceil(enough / perDay + windowDays) : null,
    holdoutNeeded:
      enough <= people ? null : (holdouts.find((share) => share > holdout && needed(share) <= people) ?? null),
  };
}

/** Where the sequence is narrowest, its factor is the same for any number of people. */
function demandOf({ isSequential }: SizeQuestion): Demand {
  return isSequential ? { critical: sequenceFactor({ people: 1, planned: 1 }) } : {};
}

function signalOf({ traffic, isShare }: SizeQuestion, holdout: number): Signal {
  return isShare ? newcombeSignal(traffic.rate, holdout) : spendSignal(traffic.rate, traffic.spread, holdout);
}
