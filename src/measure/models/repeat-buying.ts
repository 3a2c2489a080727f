import type { FittedBuying } from '../../model/population.js';
import { hypergeometric2F1 } from '../stats/hypergeometric.js';
import { logGamma } from '../stats/log-gamma.js';
import { type Buyers, type BuyingHistory, LEAST_REPEATERS } from './buying-history.js';
import { type Fit, refuse } from './fit.js';
import { minimize } from './minimize.js';

/**
 * How people buy until they leave: at rates with a gamma distribution (`r`, `alpha`), leaving after an order with a probability that has a beta distribution (`a`, `b`).
 * `bgnbd` (Fader, Hardie and Lee 2005): nobody leaves before their second order, so that everybody who bought once counts as alive for ever. `mbgnbd` (Batislam, Denizel and Filiztekin,
 * International Journal of Research in Marketing 24, 2007): the first may be the last.
 */
export interface RepeatBuying extends FittedBuying {
  readonly kind: 'bgnbd' | 'mbgnbd';
}

/** Where `a`, or the mean probability of leaving after an order, is below, nobody leaves; where `b` is above, all leave alike: the likelihood is as good as flat. */
const LEAST_LEAVING = 1e-3;
const MOST_B = 100;

/** Finds the most likely parameters. */
export function fitRepeatBuying(kind: RepeatBuying['kind'], buyers: readonly Buyers[]): Fit<RepeatBuying> {
  const repeaters = buyers.reduce((sum, { repeats, people }) => sum + (repeats > 0 ? people : 0), 0);
  if (repeaters < LEAST_REPEATERS)
    return refuse(`${repeaters} people came back to order again; it takes ${LEAST_REPEATERS} to tell anything`);
  // Logarithms keep all four above zero.
  const at = (point: readonly number[]): RepeatBuying => {
    const [r = 1, alpha = 1, a = 1, b = 1] = point.map(Math.exp);
    return { kind, r, alpha, a, b };
  };
  const least = minimize((point) => -logLikelihood(at(point), buyers), [0, 0, 0, 0]);
  const parameters = at(least.at);
  const { a, b } = parameters;
  const found = `(a = ${a.toPrecision(3)}, b = ${b.toPrecision(3)})`;
  if (a < LEAST_LEAVING || a / (a + b) < LEAST_LEAVING)
    return refuse(`by these orders nobody ever seems to leave for good, so it could not tell who has ${found}`);
  if (b > MOST_B)
    return refuse(
      `by these orders everybody is as likely to leave as everybody else, so it could not tell who has ${found}`,
    );
  if (!least.converged) return refuse('no parameters fit these orders better than all others');
  return { parameters, refused: null };
}

/** How likely such histories are, as a natural logarithm. */
export function logLikelihood(model: RepeatBuying, buyers: readonly Buyers[]): number {
  const { r, alpha, a, b } = model;
  const common = r * Math.log(alpha) - logGamma(r) + logGamma(a + b) - logGamma(b);
  // What depends on the repeats alone is asked for most often, and takes longest.
  const byRepeats: number[] = [];
  let sum = 0;
  for (const each of buyers) {
    const { repeats: x, age, people } = each;
    const stays = x + first(model);
    byRepeats[x] ??= common + logGamma(r + x) + logGamma(b + stays) - logGamma(a + b + stays);
    sum += people * (byRepeats[x] - (r + x) * Math.log(alpha + age) + Math.log1p(oddsOfGone(model, each)));
  }
  return sum;
}

/** The probability that somebody has not left for good. */
export function aliveOf(model: RepeatBuying, history: BuyingHistory): number {
  return 1 / (1 + oddsOfGone(model, history));
}

/** On how many days somebody will order in the next `weeks`. */
export function expectedOrders(model: RepeatBuying, history: BuyingHistory, weeks: number): number {
  const { r, alpha, b } = model;
  // At a = 1 the formula is 0 / 0 and the function smooth: beside it it is the same.
  const a = Math.abs(model.a - 1) < 1e-5 ? 1 + 1e-5 : model.a;
  const { repeats: x, age } = history;
  const stays = x + first(model);
  const later = alpha + age + weeks;
  const ended =
    ((alpha + age) / later) ** (r + x) * hypergeometric2F1(r + x, b + stays, a + b + stays - 1, weeks / later);
  return ((a + b + stays - 1) / (a - 1)) * (1 - ended) * aliveOf(model, history);
}

/** Whether the first order counts among those that somebody stayed after. */
function first({ kind }: RepeatBuying): 0 | 1 {
  return kind === 'mbgnbd' ? 1 : 0;
}

function oddsOfGone(model: RepeatBuying, { repeats: x, last, age }: BuyingHistory): number {
  const { r, alpha, a, b } = model;
  const stays = x + first(model);
  return stays === 0 ? 0 : (a / (b + stays - 1)) * ((alpha + age) / (alpha + last)) ** (r + x);
}
