import type { AskedMetric, CurvePoint } from '../../model/measurement.js';
import type { MetricReading } from '../../model/reading.js';
import { type ArmSums, addSums, sumsBefore } from './arm-sums.js';
import { contrastArms } from './contrast-arms.js';
import { FEWEST, fewestActive } from './fewest-active.js';
import { monitorLift } from './monitor-lift.js';

/** The lift as it was known at the end of each day on which anybody's window ended; no lift while fewer than 10 people of the smaller arm have anything to count. */
export function drawCurve(
  { measure, compares }: AskedMetric,
  reading: MetricReading | undefined,
  expected: number,
): readonly CurvePoint[] {
  let sums: ArmSums = sumsBefore(undefined, null);
  const rows = reading?.days ?? [];
  return rows.flatMap(({ day, arm, sums: own }, i): readonly CurvePoint[] => {
    sums = { ...sums, [arm]: addSums(sums[arm], own) };
    if (rows[i + 1]?.day === day) return [];
    const [sent, held] = [sums.sent.people, sums.held.people];
    if (compares !== 'holdout' || fewestActive(measure, sums) < FEWEST)
      return [{ day, sent, held, relative: null, monitoring: null }];
    const { relative, logLift } = contrastArms(measure, sums, 0.05);
    const monitoring = monitorLift(logLift, sent + held, expected)?.relative ?? null;
    return [{ day, sent, held, relative, monitoring }];
  });
}
