import { compareText } from '../../model/diagnostic.js';
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
  const days = [...new Set((reading?.days ?? []).map(({ day }) => day))].sort(compareText);
  return days.map((day) => {
    for (const row of reading?.days ?? [])
      if (row.day === day) sums = { ...sums, [row.arm]: addSums(sums[row.arm], row.sums) };
    const [sent, held] = [sums.sent.people, sums.held.people];
    if (compares !== 'holdout' || fewestActive(measure, sums) < FEWEST)
      return { day, sent, held, relative: null, monitoring: null };
    const { relative, logLift } = contrastArms(measure, sums, 0.05);
    return {
      day,
      sent,
      held,
      relative,
      monitoring: monitorLift(logLift, sent + held, expected)?.relative ?? null,
    };
  });
}
