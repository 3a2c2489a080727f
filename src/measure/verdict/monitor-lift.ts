import type { Comparison } from '../../model/measurement.js';
import { alwaysValidLift } from '../stats/always-valid.js';
import type { LogLift } from '../stats/two-part-lift.js';
import { intervalOf } from './interval-of.js';

/** The interval of 95% that holds on every day, however often it is looked at, around a log lift among `people` of both arms; compared with the fixed one narrowest where there are as many as `planned`. */
export function monitorLift(logLift: LogLift | null, people: number, planned: number): Comparison['monitoring'] {
  if (logLift === null) return null;
  const lift = alwaysValidLift(logLift.value, logLift.standardError, { people, planned });
  const relative = intervalOf(lift);
  return lift && relative && { relative, p: lift.p };
}
