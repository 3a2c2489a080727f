import type { Sums } from '../../model/reading.js';
import { logLift, twoPartLift } from '../stats/two-part-lift.js';
import { armValue } from './arm-sums.js';
import { type Contrast, differenceOf } from './contrast.js';
import { intervalOf } from './interval-of.js';

/** What most people have nothing of: the log lift in two parts, how many have any and how much they have, with the spread of both arms together. The difference is its translation, m (1 − e^−L). */
export function contrastSpend(sent: Sums, held: Sums, alpha: number): Contrast {
  const lift = twoPartLift(sent, held, alpha);
  const log = logLift(sent, held);
  const relative = intervalOf(lift);
  return {
    absolute: relative && differenceOf(relative, armValue(sent) ?? 0),
    relative,
    p: lift.value === null ? null : lift.p,
    logLift: log.value === null || log.standardError === 0 ? null : log,
    asksChance: false,
    method: 'two-part log lift, spread pooled over both arms; the difference is its translation',
    notes: lift.value === null ? [`No lift can be given: ${lift.reason}.`] : [],
  };
}
