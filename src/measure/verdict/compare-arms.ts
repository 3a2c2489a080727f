import type { Arm } from '../../model/exposure.js';
import type { AskedMetric, Comparison, Economics, Interval } from '../../model/measurement.js';
import type { Measure } from '../../model/metric.js';
import type { MetricReading } from '../../model/reading.js';
import { permutationP } from '../stats/permutation.js';
import { adjustByBefore } from './adjust-by-before.js';
import { type ArmSums, armValue, sumsBefore } from './arm-sums.js';
import type { Contrast } from './contrast.js';
import { contrastArms } from './contrast-arms.js';
import { FEWEST, fewestActive } from './fewest-active.js';
import { monitorLift } from './monitor-lift.js';
import { NOT_COMPARED } from './not-compared.js';

/** Fewer than so many, and the interval comes with a warning. */
const FEW = 50;

/** What a comparison is made of, besides the metric. */
export interface Compared {
  readonly reading: MetricReading | undefined;
  /** Only people whose window ended before this day; null: all. */
  readonly before: string | null;
  /** What the interval misses in both tails together. */
  readonly alpha: number;
  /** For the always-valid interval: how many people are expected at the end; null makes none. */
  readonly expected: number | null;
  readonly economics: Economics | null;
  /** Whether a permutation p stands beside that of the interval: it takes a while. */
  readonly isDealt: boolean;
}

/** A metric in both arms and how they compare, with the statistic that decides. */
export interface FullComparison {
  readonly comparison: Comparison;
  readonly sums: ArmSums;
  /** Null where only counts are given, or nothing may be compared. */
  readonly contrast: Contrast | null;
}

/** Compares the arms by one metric: only counts where fewer than 10 people of the smaller arm have anything to count, or where the metric compares no arms. */
export function compareArms(asked: AskedMetric, compared: Compared): FullComparison {
  const { reading, before, alpha, expected, economics, isDealt } = compared;
  const sums = sumsBefore(reading, before);
  const counts = countsOnly(asked, sums, economics);
  const silence = whySilent(asked, sums);
  if (silence !== null) return { comparison: { ...counts, notes: [silence] }, sums, contrast: null };
  const contrast = contrastArms(asked.measure, sums, alpha);
  const people = sums.sent.people + sums.held.people;
  const isWhole = before === null || (reading?.days.every(({ day }) => day < before) ?? true);
  const values = isDealt && isWhole ? (reading?.values ?? null) : null;
  const dealt = (side: Arm) => ({ people: sums[side].people, values: values?.[side] ?? [] });
  const chance = values === null ? null : permutationP(dealt('sent'), dealt('held'));
  const rare = fewestActive(asked.measure, sums);
  return {
    sums,
    contrast,
    comparison: {
      ...counts,
      absolute: contrast.absolute,
      relative: contrast.relative,
      p: contrast.p,
      permutationP: chance,
      method: contrast.method,
      notes: [
        ...(rare < FEW
          ? [`Only ${rare} people of the smaller arm have anything to count: read the interval with care.`]
          : []),
        ...contrast.notes,
      ],
      adjusted: adjustByBefore(sums, alpha),
      monitoring: expected === null ? null : monitorLift(contrast.logLift, people, expected),
    },
  };
}

function whySilent({ measure, compares }: AskedMetric, sums: ArmSums): string | null {
  switch (compares) {
    case 'variants':
      return 'Only people who get messages can do it, so nothing is compared with those held out.';
    case 'respondents':
      return 'Only those who answer are counted, and who answers is not by chance: nothing is compared.';
    case 'descriptive':
      return 'It belongs to the business and not to one person, so no arms are compared.';
    case 'holdout':
      return fewestActive(measure, sums) < FEWEST
        ? `Fewer than ${FEWEST} people of the smaller arm have anything to count, so only counts are given.`
        : null;
  }
}

function countsOnly(
  { metric, measure, better, compares }: AskedMetric,
  sums: ArmSums,
  economics: Economics | null,
): Comparison {
  const arm = (side: Arm) => ({
    people: sums[side].people,
    active: sums[side].active,
    value: armValue(sums[side]),
  });
  return {
    metric,
    better,
    compares,
    unit: metric === economics?.revenue ? 'money' : unitOf(measure),
    arms: { sent: arm('sent'), held: arm('held') },
    ...NOT_COMPARED,
  };
}

/** What the numbers of a measure are. */
export function unitOf(measure: Measure): Comparison['unit'] {
  switch (measure.kind) {
    case 'share':
    case 'retention':
      return 'share';
    case 'complement':
      return unitOf(measure.of);
    case 'survey':
      return measure.scale === 'csat' ? 'share' : 'score';
    case 'score':
      return 'score';
    case 'cost':
      return 'money';
    case 'ratio':
      return measure.of.every(({ kind }) => kind === 'share') ? 'share' : 'number';
    case 'count':
    case 'sum':
    case 'attribute':
    case 'incremental':
      return 'number';
  }
}

/** The same interval seen from the good side: up is better. */
export function gainOf(interval: Interval | null, better: 'higher' | 'lower'): Interval | null {
  if (interval === null || better === 'higher') return interval;
  const { value, low, high } = interval;
  return { value: -value, low: high === null ? null : -high, high: low === null ? null : -low };
}
