import type { Interval } from '../../../model/measurement.js';
import { liftWords } from '../number-words.js';
import { type Axis, axisOf } from './axis.js';

/** How far beyond what most intervals reach an axis goes: one that is wider ends in an arrow, and squeezes no other. */
const BEYOND = 2;

/** One axis for many lifts. An interval that is far wider than the others does not make it longer. */
export function liftAxis(lifts: readonly Interval[], marks: readonly number[] = []): Axis {
  const ends = lifts.flatMap(({ value, low, high }) => [
    value,
    ...(low === null ? [] : [low]),
    ...(high === null ? [] : [high]),
  ]);
  const sizes = ends.map(Math.abs).sort((a, b) => a - b);
  const most = (sizes[Math.floor((sizes.length - 1) * 0.75)] ?? 0) * BEYOND;
  const kept = most === 0 ? ends : ends.map((end) => Math.max(-most, Math.min(most, end)));
  return axisOf([...kept, ...marks, ...(lifts.length + marks.length === 0 ? [0.1] : [])], liftWords);
}
