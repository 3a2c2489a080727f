import { areaUnderCurve } from './area-under-curve.js';

/** People (or their events) of whom the same was told, and what they did. */
export interface Told {
  /** By which they are ranked. */
  readonly score: number;
  readonly people: number;
  /** How many of the people did it at all. */
  readonly did: number;
  /** How often all of them together were to do it, and did it. */
  readonly predicted: number;
  readonly seen: number;
}

/** How well a forecast told a period that it had not seen. */
export interface ForecastJudged {
  readonly people: number;
  /** See `areaUnderCurve`. */
  readonly auc: number;
  /** Predicted over seen, in all: 1 is right, 0.5 half of what came. */
  readonly calibration: number;
}

/** Null where nobody did it, or everybody: nothing can be ranked by that. */
export function judgeForecast(told: readonly Told[]): ForecastJudged | null {
  const auc = areaUnderCurve(told.map(({ score, people, did }) => ({ score, did, not: people - did })));
  const sum = (key: 'people' | 'predicted' | 'seen'): number => told.reduce((total, each) => total + each[key], 0);
  return auc === null ? null : { people: sum('people'), auc, calibration: sum('predicted') / sum('seen') };
}
