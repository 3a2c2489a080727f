import { DAY, HOUR, MINUTE } from './milliseconds.js';
/** At most `count` in `per` milliseconds, evenly spread. */
export interface Rate {
  readonly count: number;
  readonly per: number;
  /** As the marketer wrote it, for sentences. */
  readonly text: string;
}

const UNITS = { s: 1000, m: MINUTE, h: HOUR, d: DAY } as const;

/** Reads `500/m`, `10/s`, `20000/d`; null when it is not a rate. */
export function parseRate(text: string): Rate | null {
  const match = /^([1-9]\d{0,6})\/([smhd])$/.exec(text);
  return match && { count: Number(match[1]), per: UNITS[match[2] as keyof typeof UNITS], text };
}
