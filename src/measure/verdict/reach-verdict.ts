import type { Interval, Question, Verdict } from '../../model/measurement.js';
import { DAY } from '../../model/milliseconds.js';
import type { Reading } from '../../model/reading.js';
import { sequenceFactor } from '../stats/always-valid.js';
import { normalQuantile } from '../stats/normal.js';
import type { FullComparison } from './compare-arms.js';
import { expectedLoss, standardErrorOf } from './expected-loss.js';
import { FEWEST, fewestActive } from './fewest-active.js';
import { paceOf } from './people-expected.js';

/** What the verdict of a sound measurement is made of. */
export interface Evidence {
  readonly question: Question;
  readonly reading: Reading;
  readonly primary: FullComparison;
  /** What the campaign gains for each person, up is good: money where it decides, else the KPI. Null where only counts are given. */
  readonly gain: {
    /** The interval that may decide: of a fixed analysis that of its day, of a sequential one that which always holds. */
    readonly deciding: Interval | null;
    /** The interval of 95% as though it were looked at once: how likely it is to be what. */
    readonly likely: Interval | null;
  };
  /** People of both arms who are counted on until the verdict. */
  readonly expected: number;
}

/** Whether a verdict may fall: of a sequential analysis on any day, of a fixed one from its day on. */
export function isVerdictDue({ analysis, verdictAt }: Question, { asOf }: Pick<Reading, 'asOf'>): boolean {
  return analysis === 'sequential' || (verdictAt !== null && asOf >= verdictAt);
}

/** The verdict of a measurement whose arms are sound: only when it may fall, and then as all of the interval says. */
export function reachVerdict(evidence: Evidence): Verdict {
  const { question, reading, primary, gain } = evidence;
  if (!isVerdictDue(question, reading)) return undecided('too_early', evidence);
  if (primary.contrast === null) return undecided('too_few', evidence);
  const { permutationP } = primary.comparison;
  const mayBeChance = primary.contrast.asksChance && permutationP !== null && permutationP >= 0.05;
  const deciding = mayBeChance ? null : gain.deciding;
  if (deciding?.low != null && deciding.low > 0) return { kind: 'worth_running' };
  if (deciding?.high != null && deciding.high < 0) return { kind: 'not_worth_running' };
  return undecided('no_clear_difference', evidence);
}

type Undecided = Extract<Verdict, { kind: 'undecided' }>;

function undecided(because: Undecided['because'], evidence: Evidence): Verdict {
  return { kind: 'undecided', because, ...timeLeft(because, evidence), ...expectedLoss(evidence.gain.likely) };
}

function timeLeft(because: Undecided['because'], evidence: Evidence): Pick<Undecided, 'moreDays' | 'morePeople'> {
  const { question, reading, primary, expected } = evidence;
  const counted = primary.sums.sent.people + primary.sums.held.people;
  if (because === 'too_early') {
    const days = question.verdictAt === null ? null : Math.ceil((question.verdictAt - reading.asOf) / DAY);
    return { moreDays: days, morePeople: Math.max(0, Math.ceil(expected - counted)) };
  }
  const needed = because === 'too_few' ? untilEnough(evidence, counted) : untilClear(evidence, counted);
  const pace = paceOf(reading);
  if (needed === null || needed <= counted || !Number.isSafeInteger(needed))
    return { moreDays: null, morePeople: null };
  const morePeople = needed - counted;
  return { morePeople, moreDays: pace === null ? null : Math.ceil(morePeople / pace) };
}

/** People until the smaller arm has as many with anything to count as an interval asks for, as often as so far. */
function untilEnough({ question, primary }: Evidence, counted: number): number | null {
  const active = fewestActive(question.kpi.measure, primary.sums);
  return active === 0 ? null : Math.ceil((counted * FEWEST) / active);
}

/**
 * People among whom the smallest lift worth having would show with 80% power at 5%, or else what was seen, should it be true: n (c + z₀.₈)² σ² / δ², with c = z₀.₉₇₅ for one look, for σ² falls with 1/n. Null where nobody can say.
 */
function untilClear({ question, primary, gain, expected }: Evidence, counted: number): number | null {
  const { minimumLift, kpi } = question;
  const logLift = primary.contrast?.logLift ?? null;
  // What holds on every day asks for more than one look does: as much as where it is narrowest.
  const critical =
    question.analysis === 'sequential'
      ? sequenceFactor({ people: expected, planned: expected })
      : normalQuantile(0.975);
  const z = critical + normalQuantile(0.8);
  if (minimumLift !== null && logLift !== null) {
    const target = Math.log(kpi.better === 'higher' ? 1 + minimumLift : Math.max(1e-9, 1 - minimumLift));
    return target === 0 ? null : Math.ceil(counted * ((z * logLift.standardError) / target) ** 2);
  }
  const error = standardErrorOf(gain.likely);
  if (error === null || gain.likely === null || gain.likely.value === 0) return null;
  return Math.ceil(counted * ((z * error) / gain.likely.value) ** 2);
}
