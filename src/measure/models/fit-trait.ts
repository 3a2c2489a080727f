import type { LockedModel } from '../../model/lock-file.js';
import type { FitRequest } from '../../model/trait-fit.js';
import type { Buyers } from './buying-history.js';
import { type Counts, fitHabitStrength } from './habit-strength.js';
import { type ForecastJudged, judgeForecast } from './judge-forecast.js';
import { type Cell, fitLikelihood } from './likelihood.js';
import { fitOrderValue, type Spender } from './order-value.js';
import { expectedOrders, fitRepeatBuying } from './repeat-buying.js';

/** What a fit of one trait came to. */
export type TraitFit =
  | { readonly parameters: LockedModel['parameters']; readonly judged: ForecastJudged; readonly refused: null }
  | { readonly parameters: null; readonly judged: ForecastJudged | null; readonly refused: string };

/** A day without what came in the last period, and what came of it. */
type Later = { readonly did: number; readonly seen: number };

/** The first day of the last period, which a model must tell without having seen it: as long as the horizon, or a third of the days there are. Null: they are too few. */
export function lastPeriod({ kind, horizon }: FitRequest, firstDay: number, upTo: number): number | null {
  const third = Math.floor((upTo - firstDay) / 3);
  // A likelihood holds for its horizon alone, so no other period can teach or try it.
  if (kind === 'likelihood') return horizon === null || third < horizon ? null : upTo - horizon;
  return third < 1 ? null : upTo - Math.min(horizon ?? third, third);
}

/** What people will spend: `before` knows the days before the last period, of `weeks`, and what came in it; `all` knows everything. */
export function fitCustomerValue(
  before: readonly (Buyers & Later)[],
  weeks: number,
  all: readonly Buyers[],
  spenders: readonly Spender[],
  minAuc: number,
): TraitFit {
  const tried = fitRepeatBuying('mbgnbd', before);
  if (tried.parameters === null) return { parameters: null, judged: null, refused: tried.refused };
  const told = before.map((each) => {
    const score = expectedOrders(tried.parameters, each, weeks);
    return { score, people: each.people, did: each.did, predicted: score * each.people, seen: each.seen };
  });
  const judged = judgeForecast(told);
  const buying = fitRepeatBuying('mbgnbd', all);
  const spending = fitOrderValue(spenders);
  const refused = tooWeak(judged, minAuc) ?? buying.refused ?? spending.refused;
  if (refused !== null || judged === null || buying.parameters === null || spending.parameters === null)
    return { parameters: null, judged, refused: refused ?? NOTHING_CAME };
  const { r, alpha, a, b } = buying.parameters;
  return { parameters: rounded({ r, alpha, a, b, ...spending.parameters }), judged, refused: null };
}

/** How likely people are to come again: `before` are the cells before the period ahead of the last one, with what came in that; `last` those before the last one. */
export function fitLikelihoodTrait(before: readonly Cell[], last: readonly Cell[], minAuc: number): TraitFit {
  const tried = fitLikelihood(before);
  if (tried.parameters === null) return { parameters: null, judged: null, refused: tried.refused };
  const told = last.map(({ people, did }, cell) => {
    const score = tried.parameters[cell]!;
    return { score, people, did, predicted: score * people, seen: did };
  });
  const judged = judgeForecast(told);
  const { parameters, refused } = fitLikelihood(last);
  const why = tooWeak(judged, minAuc) ?? refused;
  if (why !== null || judged === null || parameters === null)
    return { parameters: null, judged, refused: why ?? NOTHING_CAME };
  return { parameters: rounded({ rates: parameters }), judged, refused: null };
}

/** How many events of everybody count beside a person's own. A share tells what people are like: how well it ranks what they do next is told, and no reason to refuse it. */
export function fitShare(
  before: readonly (Counts & {
    readonly laterPeople: number;
    readonly laterPart: number;
    readonly laterWhole: number;
  })[],
  all: readonly Counts[],
): TraitFit {
  const tried = fitHabitStrength(before);
  if (tried.parameters === null) return { parameters: null, judged: null, refused: tried.refused };
  const sum = (key: 'part' | 'whole'): number => before.reduce((total, each) => total + each.people * each[key], 0);
  const everybody = sum('part') / sum('whole');
  const { shrink } = tried.parameters;
  // Ranked are the events that came: which of them would be such a one?
  const told = before.map(({ part, whole, laterPart, laterWhole }) => {
    const score = (part + shrink * everybody) / (whole + shrink);
    return { score, people: laterWhole, did: laterPart, predicted: score * laterWhole, seen: laterPart };
  });
  const judged = judgeForecast(told);
  const { parameters, refused } = fitHabitStrength(all);
  if (judged === null || parameters === null) return { parameters: null, judged, refused: refused ?? NOTHING_CAME };
  const people = before.reduce((total, { laterPeople }) => total + laterPeople, 0);
  return { parameters: rounded({ shrink: parameters.shrink }), judged: { ...judged, people }, refused: null };
}

const NOTHING_CAME = 'in the last period nobody came, or everybody, so nothing shows whether it tells who will';

function tooWeak(judged: ForecastJudged | null, minAuc: number): string | null {
  if (judged === null) return NOTHING_CAME;
  if (judged.auc >= minAuc) return null;
  return `of somebody who came and somebody who did not it ranked the first higher only ${percent(judged.auc)} times of 100, and must do so ${percent(minAuc)} times; chance is 50`;
}

function percent(share: number): number {
  return Number((share * 100).toFixed(1));
}

/** Eight digits are more than the data tells, and few enough to be read. */
function rounded(parameters: LockedModel['parameters']): LockedModel['parameters'] {
  const round = (value: number): number => Number(value.toPrecision(8));
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'number' ? round(value) : value.map(round),
    ]),
  );
}
