// How often measured campaigns are believed wrongly: simulated ones whose truth is known. `--runs N` for another number; with fewer than 4,000, chance gets its due on top of each limit.
import { parseArgs } from 'node:util';
import { newcombeSignal, peopleNeeded, shareSignal, spendSignal } from '../../dist/measure/stats/power.js';
import { readSpends } from './read-spends.mjs';
import { simulateCampaigns } from './simulate-campaigns.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '4000' } } });
const runs = Number(options.runs);
const { from, spends } = readSpends();
const setting = { people: 10_000, holdout: 0.1, spends };
/** Enough buyers to read a lift nearly always: about 50 in the holdout. */
const RATE = 0.05;
const failures = [];

const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}%`);
const slack = (share) => (runs >= 4000 ? 0 : 3 * Math.sqrt((share * (1 - share)) / runs));

function judge(what, share, least, most) {
  const [low, high] = [least - (least > 0 ? slack(least) : 0), most + (most < 1 ? slack(most) : 0)];
  const isInside = share >= low && share <= high;
  const limits = [least > 0 ? `at least ${percent(least, 1)}` : '', most < 1 ? `at most ${percent(most, 1)}` : ''];
  console.log(`${isInside ? 'ok    ' : 'BROKEN'} ${what}: ${percent(share, 1)} (${limits.filter(Boolean).join(', ')})`);
  if (!isInside) failures.push(what);
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(`  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')}`);
  console.log('');
}

const mean = spends.reduce((sum, spend) => sum + spend, 0) / spends.length;
const spread = spends.reduce((sum, spend) => sum + (spend - mean) ** 2, 0) / spends.length / mean ** 2;
console.log(
  `Spend: ${spends.length.toLocaleString('en')} ${from}, squared coefficient of variation ${spread.toFixed(1)}. Each campaign: 10,000 people in 30 days, 10% held out; ${runs.toLocaleString('en')} campaigns.\n`,
);

console.log(`Campaigns that do nothing, ${percent(RATE, 1)} of people buy: how often each interval says so wrongly`);
const nothing = simulateCampaigns({ ...setting, rate: RATE, runs, daily: true, seed: 1 });
table([
  ['', 'worth running', 'not worth running'],
  ...Object.entries(nothing.fixed).map(([name, { works, harms }]) => [
    `${name}, once at the end`,
    percent(works, runs),
    percent(harms, runs),
  ]),
  ...Object.entries(nothing.looked).map(([name, { works, harms }]) => [
    `${name}, on any of 30 days`,
    percent(works, runs),
    percent(harms, runs),
  ]),
]);

console.log('Campaigns that lift spend by half: how often the interval of the lift contains that');
const ways = [
  ['each buyer spends half more', { dearer: 1.5 }],
  ['half more buyers', { more: 1.5 }],
  ['both, a fifth each', { more: Math.sqrt(1.5), dearer: Math.sqrt(1.5) }],
];
const covered = ways.map(([, effect]) => simulateCampaigns({ ...setting, ...effect, rate: RATE, runs, seed: 2 }));
const coverage = ({ given, truthAbove, truthBelow }) => (given - truthAbove - truthBelow) / given;
table([
  ['', 'two-part', 'all below it', 'all above it', 'delta, relative', 'found (two-part)'],
  ...ways.map(([name], i) => {
    const { 'two-part': ours, 'delta, relative': delta } = covered[i].fixed;
    return [
      name,
      percent(coverage(ours), 1),
      percent(ours.truthAbove, ours.given),
      percent(ours.truthBelow, ours.given),
      percent(coverage(delta), 1),
      percent(ours.works, runs),
    ];
  }),
]);

console.log('The same campaigns that do nothing, where fewer or more people buy');
const few = Math.ceil(runs / 4);
const rates = [0.005, 0.01, 0.02, 0.1, 0.2];
const swept = rates.map((rate) => simulateCampaigns({ ...setting, rate, runs: few, seed: 3 }));
table([
  ['buyers', 'held-out buyers', 'too few for a lift', 'two-part works', 'harms', 'Welch works', 'delta harms'],
  ...rates.map((rate, i) => {
    const { gated, fixed } = swept[i];
    const share = (name, side) => percent(fixed[name][side], few);
    return [
      percent(rate, 1),
      String(Math.round(1000 * rate)),
      percent(gated, few),
      share('two-part', 'works'),
      share('two-part', 'harms'),
      share('Welch', 'works'),
      share('delta, relative', 'harms'),
    ];
  }),
]);

console.log('As many people as a plan asks for, to find half more buyers in 80% of campaigns: how often it is found');
const plans = [
  ['spend, by its log lift', spendSignal(RATE, spread, 0.1), 'two-part'],
  ['buyers, by Newcombe', newcombeSignal(RATE, 0.1), 'Newcombe'],
  ['buyers, by the plain formula', shareSignal(RATE, 0.1), 'Newcombe'],
].map(([name, signal, interval]) => {
  const people = peopleNeeded(signal, 0.5);
  const { fixed } = simulateCampaigns({ ...setting, people, more: 1.5, rate: RATE, runs: Math.ceil(runs / 2), seed: 4 });
  return { name, people, found: fixed[interval].works / Math.ceil(runs / 2) };
});
table([
  ['', 'people', 'found'],
  ...plans.map(({ name, people, found }) => [name, people.toLocaleString('en'), percent(found, 1)]),
]);

judge('falsely worth running at the fixed date', nothing.fixed['two-part'].works / runs, 0, 0.03);
judge('falsely worth running on any of 30 days', nothing.looked['two-part, N* as planned'].works / runs, 0, 0.03);
judge('coverage where each buyer spends half more', coverage(covered[0].fixed['two-part']), 0.94, 0.96);
// Wider than it says is cautious, not wrong: where more people buy, a rare large order seldom falls into the small holdout.
judge('coverage where half more buy', coverage(covered[1].fixed['two-part']), 0.94, 1);
judge('coverage where both happen', coverage(covered[2].fixed['two-part']), 0.94, 1);
for (const { name, found } of plans.slice(0, 2)) judge(`found with the people planned: ${name}`, found, 0.74, 0.86);
for (const [i, rate] of rates.entries()) {
  const what = `falsely worth running where ${percent(rate, 1)} buy`;
  const share = swept[i].fixed['two-part'].works / few;
  if (share > 0.03 + 3 * Math.sqrt((0.03 * 0.97) / few)) judge(what, share, 0, 0.03);
}
if (failures.length > 0) process.exitCode = 1;
