import type { ConfigFile } from './config-file.js';
import { compareText } from './diagnostic.js';
import { parseDuration } from './duration.js';
import type { LockedModel } from './lock-file.js';
import { type FittedBuying, type FittedSpending, LIKELIHOOD_BINS } from './population.js';

type TraitFile = NonNullable<ConfigFile['traits']>[string];

/** What a trait asks `lifecycle measure fit` for. */
export interface FitRequest {
  readonly kind: 'mbgnbd' | 'likelihood' | 'share';
  /** The trait in a canonical text: see `LockedModel.of`. When its values are refreshed and how good they must be changes no fit. */
  readonly of: string;
  /** Days that the model looks ahead; null for a share, which tells what people are like. */
  readonly horizon: number | null;
  readonly minAuc: number;
}

/** What was fitted, ready to be used. */
export type FittedTrait =
  | { readonly kind: 'mbgnbd'; readonly buying: FittedBuying; readonly spending: FittedSpending }
  | { readonly kind: 'likelihood'; readonly rates: readonly number[] }
  | { readonly kind: 'share'; readonly shrink: number };

const HORIZONS = { customer_value: '365d', likelihood: '30d' } as const;
const MIN_AUC = 0.6;

/** What must be known from the data before a trait can be told; null for one that needs nothing. */
export function fitRequest(trait: TraitFile): FitRequest | null {
  const minAuc = trait.min_auc ?? MIN_AUC;
  for (const key of ['customer_value', 'likelihood'] as const) {
    if (trait[key] === undefined) continue;
    const horizon = trait.horizon ?? HORIZONS[key];
    const kind = key === 'likelihood' ? key : 'mbgnbd';
    const of = canonical({ [key]: trait[key], horizon, where: trait.where });
    return { kind, of, horizon: parseDuration(horizon)?.days ?? 0, minAuc };
  }
  if (trait.share === undefined || trait.shrink !== 'fitted') return null;
  const of = canonical({ share: trait.share, of: trait.of, where: trait.where, within: trait.within });
  return { kind: 'share', of, horizon: null, minAuc: 0 };
}

/** What a model of the lock says; null when it is not what a trait like this is told by. */
export function fittedTrait({ kind, of }: FitRequest, model: LockedModel): FittedTrait | null {
  if (model.kind !== kind || model.of !== of) return null;
  const { parameters } = model;
  const numbers = (...names: readonly string[]): readonly number[] | null => {
    const found = names.map((name) => parameters[name]).filter((value) => typeof value === 'number' && value > 0);
    return found.length === names.length ? (found as readonly number[]) : null;
  };
  switch (kind) {
    case 'mbgnbd': {
      const [r, alpha, a, b, p, q, v] = numbers('r', 'alpha', 'a', 'b', 'p', 'q', 'v') ?? [];
      if (r === undefined || alpha === undefined || a === undefined || b === undefined) return null;
      if (p === undefined || q === undefined || v === undefined || q <= 1) return null;
      return { kind, buying: { r, alpha, a, b }, spending: { p, q, v } };
    }
    case 'likelihood': {
      const { rates } = parameters;
      const isSound = Array.isArray(rates) && rates.length === LIKELIHOOD_BINS ** 2;
      return isSound ? { kind, rates: rates as readonly number[] } : null;
    }
    case 'share': {
      const [shrink] = numbers('shrink') ?? [];
      return shrink === undefined ? null : { kind, shrink };
    }
  }
}

/** JSON with sorted keys, without those that are not set. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => compareText(a, b)))
      : each,
  );
}
