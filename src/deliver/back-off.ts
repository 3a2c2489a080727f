import { MINUTE } from '../model/milliseconds.js';

const BACK_OFF = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE] as const;

/** How long to wait after so many attempts, in milliseconds. */
export function backOff(attempts: number): number {
  return BACK_OFF[attempts - 1] ?? 60 * MINUTE;
}
