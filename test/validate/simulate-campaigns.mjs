import { alwaysValid, alwaysValidLift } from '../../dist/measure/stats/always-valid.js';
import { relativeDelta, welch } from '../../dist/measure/stats/means.js';
import { momentsOf } from '../../dist/measure/stats/moments.js';
import { newcombe } from '../../dist/measure/stats/proportions.js';
import { logLift, twoPartLift } from '../../dist/measure/stats/two-part-lift.js';
import { seedRandom } from '../../dist/model/random.js';

const DAYS = 30;
/** Fewer buyers than this in an arm, and no lift is read. */
const GATE = 10;

/** Intervals that a report could print at the end. */
const FIXED = {
  'two-part': twoPartLift,
  Newcombe: newcombe,
  Welch: byMoments(welch),
  'delta, relative': byMoments(relativeDelta),
};

/** Always-valid ones, or what some take for them, looked at on each of the 30 days. */
const DAILY = {
  'two-part, N* as planned': (sent, held, people) => {
    const log = logLift(sent, held);
    return log.value === null
      ? null
      : alwaysValidLift(log.value, log.standardError, { people: sent.people + held.people, planned: people });
  },
  'relative delta, N* = 5,000': (sent, held) => {
    const lift = FIXED['delta, relative'](sent, held);
    return lift.value === null
      ? null
      : alwaysValid(lift.value, lift.standardError, { people: sent.people + held.people, planned: 5000 });
  },
  'Welch, N* = 5,000': (sent, held) => {
    const lift = FIXED.Welch(sent, held);
    return lift.value === null
      ? null
      : alwaysValid(lift.value, lift.standardError, { people: sent.people + held.people, planned: 5000 });
  },
  'Welch, every day anew': FIXED.Welch,
};

function byMoments(estimate) {
  return (sent, held) => {
    const [t, c] = [momentsOf(sent), momentsOf(held)];
    return t && c ? estimate(t, c) : { value: null };
  };
}

/**
 * So many campaigns of `people`, who come over 30 days; chance holds `holdout` of them out, `rate` of them buy once, spend is drawn from `spends`. Those sent to are `more` times as likely to buy and spend `dearer` times as
 * much. Counts how often each interval says "worth running", says "not worth running", and leaves the truth out below and above.
 */
export function simulateCampaigns({ runs, people, holdout, rate, more = 1, dearer = 1, spends, daily = false, seed }) {
  const random = seedRandom(seed, Math.round(rate * 1e6));
  const truth = more * dearer - 1;
  const fixed = Object.fromEntries(
    Object.keys(FIXED).map((name) => [name, { works: 0, harms: 0, truthBelow: 0, truthAbove: 0, given: 0 }]),
  );
  const looked = Object.fromEntries(Object.keys(DAILY).map((name) => [name, { works: 0, harms: 0 }]));
  let gated = 0;
  for (let run = 0; run < runs; run++) {
    const [sent, held] = [emptyArm(), emptyArm()];
    const said = new Map();
    for (let day = 0; day < DAYS; day++) {
      const come = Math.floor(((day + 1) * people) / DAYS) - Math.floor((day * people) / DAYS);
      const heldNow = binomial(random, come, holdout);
      add(random, held, heldNow, rate, 1, spends);
      add(random, sent, come - heldNow, rate * more, dearer, spends);
      if (!daily || Math.min(sent.active, held.active) < GATE) continue;
      for (const [name, interval] of Object.entries(DAILY)) {
        const { low, high } = interval(sent, held, people) ?? {};
        if (low > 0) said.set(`${name} works`, name);
        if (high < 0) said.set(`${name} harms`, name);
      }
    }
    for (const [key, name] of said) looked[name][key.endsWith('works') ? 'works' : 'harms']++;
    if (Math.min(sent.active, held.active) < GATE) {
      gated++;
      continue;
    }
    for (const [name, estimate] of Object.entries(FIXED)) {
      const { value, low, high } = estimate(sent, held);
      if (value === null) continue;
      // Differences of shares and of means have other truths than lifts: they are asked about 0 alone.
      const isLift = name === 'two-part' || name === 'delta, relative';
      fixed[name].given++;
      if (low > 0) fixed[name].works++;
      if (high < 0) fixed[name].harms++;
      if (isLift && high < truth) fixed[name].truthAbove++;
      if (isLift && low > truth) fixed[name].truthBelow++;
    }
  }
  return { runs, gated, fixed, looked };
}

function emptyArm() {
  return { people: 0, active: 0, sum: 0, sumOfSquares: 0, negative: 0, below: null, before: null };
}

function add(random, arm, people, rate, factor, spends) {
  const buyers = binomial(random, people, rate);
  arm.people += people;
  arm.active += buyers;
  for (let i = 0; i < buyers; i++) {
    const spend = factor * spends[Math.floor(random.next() * spends.length)];
    arm.sum += spend;
    arm.sumOfSquares += spend * spend;
  }
}

/** By the gaps between successes: as many steps as there are of them. */
function binomial(random, n, p) {
  if (p > 0.5) return n - binomial(random, n, 1 - p);
  const scale = Math.log1p(-p);
  let count = -1;
  for (let at = 0; at <= n; at += 1 + Math.floor(Math.log(1 - random.next()) / scale)) count++;
  return count;
}
