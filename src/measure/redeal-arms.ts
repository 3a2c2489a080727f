import { compareText } from '../model/diagnostic.js';
import type { Interval } from '../model/measurement.js';
import type { Measure } from '../model/metric.js';
import { type Random, seedRandom } from '../model/random.js';
import type { MetricReading, Reading, Sums } from '../model/reading.js';
import type { Redealt, RedealtInterval } from '../model/redealt.js';
import { relativeDelta, welch } from './stats/means.js';
import { momentsOf } from './stats/moments.js';
import { normalQuantile } from './stats/normal.js';
import type { ArmSums } from './verdict/arm-sums.js';
import { isClear } from './verdict/contrast.js';
import { contrastArms } from './verdict/contrast-arms.js';
import { FEWEST, fewestActive } from './verdict/fewest-active.js';
import { isShare } from './verdict/is-share.js';
import { monitorLift } from './verdict/monitor-lift.js';

const DEALS = 2000;
const LOOKS = 30;
/** Deals times people with anything to count: some seconds. */
const WORK = 2e8;
const ALPHA = 0.05;

/** The people of a past measurement by the day on which their window ended, whatever their arm. */
interface Pool {
  readonly days: readonly { readonly people: number; readonly active: number }[];
  /** Of everybody active, in any order. */
  readonly values: Float64Array;
  readonly people: number;
}

/**
 * Deals the people of a past measurement into new arms by chance, 2,000 times, with what each did left as it was, and counts how often each interval still finds a difference: its real rate of false alarms on these
 * people. Everybody's doings are dealt over the days anew, too. The same reading gives the same answer.
 */
export function redealArms(
  measure: Measure,
  reading: MetricReading,
  exposed: Reading['exposed'],
  most = DEALS,
): Redealt | { readonly metric: string; readonly reason: string } {
  const { metric } = reading;
  const pool = poolOf(measure, reading);
  const share = shareOf(exposed);
  if (typeof pool === 'string') return { metric, reason: pool };
  if (!(share > 0 && share < 1)) return { metric, reason: 'nobody is held out, so there are no arms to deal' };
  const active = pool.values.length;
  const deals = Math.min(most, Math.floor(WORK / active));
  const tally = new Tally();
  let tooFew = 0;
  const looks = Math.min(LOOKS, pool.days.length);
  const random = seedRandom(pool.people, active);
  for (let deal = 0; deal < deals; deal++) {
    tally.begin();
    let last: ArmSums | null = null;
    for (const sums of dealArms(pool, share, looks, random)) {
      last = fewestActive(measure, sums) < FEWEST ? null : sums;
      if (last === null) continue;
      const { logLift } = contrastArms(measure, last, ALPHA);
      const always = monitorLift(logLift, last.sent.people + last.held.people, pool.people);
      tally.note('always-valid', 'daily', true, always?.relative ?? null);
      tally.note('Welch', 'daily', false, byWelch(last));
    }
    if (last === null) {
      tooFew++;
      continue;
    }
    const { method, absolute, relative } = contrastArms(measure, last, ALPHA);
    tally.note(method, 'once', true, absolute ?? relative);
    tally.note('Welch', 'once', false, byWelch(last));
    tally.note('delta, relative', 'once', false, byDelta(last));
  }
  return { metric, people: pool.people, active, share, deals, looks, tooFew, intervals: tally.shares(deals) };
}

/** What can be dealt, or why nothing can. */
function poolOf(measure: Measure, { days, values }: MetricReading): Pool | string {
  const byDay = new Map<string, { readonly people: number; readonly active: number }>();
  for (const { day, sums } of days) {
    const { people, active } = byDay.get(day) ?? { people: 0, active: 0 };
    byDay.set(day, { people: people + sums.people, active: active + sums.active });
  }
  const pool = [...byDay].sort(([a], [b]) => compareText(a, b)).map(([, day]) => day);
  const people = pool.reduce((sum, day) => sum + day.people, 0);
  const active = pool.reduce((sum, day) => sum + day.active, 0);
  if (active === 0) return 'nobody whose window is over has anything to count';
  if (isShare(measure)) return { days: pool, values: new Float64Array(active).fill(1), people };
  if (values === null) return 'what each person has is not kept of such a metric, only sums';
  return { days: pool, values: Float64Array.from([...values.sent, ...values.held]), people };
}

/** The share that was held out, on average over the people. */
function shareOf(exposed: Reading['exposed']): number {
  let [people, held] = [0, 0];
  for (const time of exposed) {
    people += time.sent + time.held;
    held += (time.sent + time.held) * time.share;
  }
  return people === 0 ? 0 : held / people;
}

/** One deal, as it stands at each look; the last look has everybody. */
function* dealArms({ days, values }: Pool, share: number, looks: number, random: Random): Generator<ArmSums> {
  shuffle(values, random);
  const arms = { sent: emptyArm(), held: emptyArm() };
  let next = 0;
  for (const [day, come] of days.entries()) {
    const idle = come.people - come.active;
    const idleHeld = binomial(random, idle, share);
    arms.held.people += idleHeld;
    arms.sent.people += idle - idleHeld;
    for (let i = 0; i < come.active; i++) {
      const arm = random.next() < share ? arms.held : arms.sent;
      const value = values[next++]!;
      arm.people++;
      arm.active++;
      arm.sum += value;
      arm.sumOfSquares += value * value;
      if (value < 0) arm.negative++;
    }
    // Evenly over the days, and always on the last.
    const isLook = Math.floor(((day + 1) * looks) / days.length) > Math.floor((day * looks) / days.length);
    if (isLook) yield arms;
  }
}

type Adding = { -readonly [Field in keyof Sums]: Sums[Field] };

function emptyArm(): Adding {
  return { people: 0, sum: 0, sumOfSquares: 0, active: 0, negative: 0, below: null, before: null };
}

function shuffle(values: Float64Array, random: Random): void {
  for (let left = values.length; left > 1; left--) {
    const chosen = random.whole(0, left - 1);
    [values[left - 1], values[chosen]] = [values[chosen]!, values[left - 1]!];
  }
}

/** How many of n chance takes with probability p; of very many by the normal distribution. */
function binomial(random: Random, n: number, p: number): number {
  const variance = n * p * (1 - p);
  if (variance > 100) {
    const z = normalQuantile((random.next() * 2 ** 32 + 0.5) / 2 ** 32);
    return Math.min(n, Math.max(0, Math.round(n * p + z * Math.sqrt(variance))));
  }
  let taken = 0;
  for (let i = 0; i < n; i++) if (random.next() < p) taken++;
  return taken;
}

const byMoments =
  (estimate: typeof welch) =>
  ({ sent, held }: ArmSums): Interval | null => {
    const [t, c] = [momentsOf(sent), momentsOf(held)];
    const it = t && c && estimate(t, c, ALPHA);
    return it === null || it.value === null ? null : it;
  };
const byWelch = byMoments(welch);
const byDelta = byMoments(relativeDelta);

/** How many deals each interval found something in. */
class Tally {
  private readonly found = new Map<string, { -readonly [Field in keyof RedealtInterval]: RedealtInterval[Field] }>();
  private readonly now = new Set<string>();

  /** A new deal. */
  begin(): void {
    this.now.clear();
  }

  /** Counts once in a deal for each side, whenever it is seen. */
  note(method: string, looked: 'once' | 'daily', decides: boolean, interval: Interval | null): void {
    const key = `${method} ${looked}`;
    const row = this.found.get(key) ?? { method, looked, decides, more: 0, less: 0 };
    this.found.set(key, row);
    if (interval === null || !isClear(interval)) return;
    const side = interval.low !== null && interval.low > 0 ? 'more' : 'less';
    if (this.now.has(key + side)) return;
    this.now.add(key + side);
    row[side]++;
  }

  /** What verdicts rest on first; as shares. */
  shares(deals: number): readonly RedealtInterval[] {
    return [...this.found.values()]
      .sort((a, b) => Number(b.decides) - Number(a.decides) || compareText(a.looked, b.looked) * -1)
      .map((row) => ({ ...row, more: row.more / deals, less: row.less / deals }));
  }
}
