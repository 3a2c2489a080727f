import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DuckDBInstance } from '@duckdb/node-api';
import { shareOf } from '../../dist/decide/assign.js';
import { judgeCampaign } from '../../dist/measure/verdict/judge-campaign.js';
import { judgePortfolio } from '../../dist/measure/verdict/judge-portfolio.js';
import { questionOf } from '../../dist/measure/verdict/question-of.js';
import { printReport } from '../../dist/report/measuring/text.js';
import { openReadings } from '../../dist/warehouse/measuring/open-readings.js';

// One campaign's experiment on many people, by ten metrics: from open data to the printed report. `node test/bench/report.mjs 1000000`
const PEOPLE = Number(process.argv[2] ?? 1_000_000);
const EVENTS = 4;
const DAY = 86_400_000;
const BEGAN = Date.parse('2026-03-01T00:00:00Z');
const AS_OF = BEGAN + 90 * DAY;
const lasting = (days) => ({ months: 0, days, exact: 0, text: `${days}d` });
const order = { event: 'order_placed', where: [] };
const large = [{ property: 'total', test: { op: 'gte', value: 50 } }];
const METRICS = {
  orders: { kind: 'count', ...order },
  orderers: { kind: 'share', ...order },
  twice: { kind: 'share', ...order, atLeast: 2 },
  large_orders: { kind: 'share', event: 'order_placed', where: large },
  revenue: { kind: 'sum', ...order, property: 'total' },
  order_value: { kind: 'ratio', of: [{ kind: 'sum', ...order, property: 'total' }, { kind: 'count', ...order }] },
  retention: { kind: 'retention', ...order, after: lasting(7), within: lasting(21) },
  churn: { kind: 'complement', of: { kind: 'share', ...order } },
  engagement: { kind: 'score', points: { visited: 1, order_placed: 5 }, halfLife: lasting(14) },
  optouts: { kind: 'share', event: 'unsubscribed', where: [] },
};
const names = Object.keys(METRICS);
// With `stages` after the number, moves between three stages are counted as well.
const bought = (days) => ({ kind: 'event', ...order, window: { kind: 'within', duration: lasting(days) }, measure: { kind: 'count', test: { op: 'gte', value: 1 } } });
const STAGES =
  process.argv[3] === 'stages'
    ? [{ id: 'active', when: bought(14) }, { id: 'lapsed', when: bought(60) }, { id: 'gone', when: null }]
    : [];

const folder = mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
try {
  await makeData();
  const plan = makePlan();
  const salt = 'campaign/holdout/v1';
  const shares = Float64Array.from({ length: PEOPLE }, (_, i) => shareOf(salt, `p${i}`));
  console.log(`load ${loadavg().map((n) => n.toFixed(1)).join(' ')}`);
  const marks = [];
  const mark = (what) => marks.push([what, performance.now(), process.cpuUsage()]);
  mark('');
  const readings = await openReadings(plan, folder, exposures(salt, shares), AS_OF, { done: mark });
  const reading = await readings.read('campaign');
  mark('read');
  const campaigns = plan.campaigns.map((campaign) => judgeCampaign(questionOf(plan, campaign, reading.since), reading));
  mark('judge');
  const text = printReport({ project: plan.project, asOf: AS_OF, zone: plan.timezone, planHash: plan.hash, campaigns, portfolio: judgePortfolio(campaigns) });
  mark('print');
  const line = (what, [, from, cpu], [, at, until]) =>
    console.log(`${what.padEnd(28)} ${seconds(at - from)} s, of both cores ${seconds((until.user + until.system - cpu.user - cpu.system) / 1000)} s`);
  for (const [i, mark] of marks.entries()) if (i > 0) line(mark[0], marks[i - 1], mark);
  line('from data to the report', marks[1], marks.at(-1));
  const { sent, held } = reading.exposed[0];
  const sums = reading.metrics.revenue.days.reduce((n, { sums: { sum } }) => n + sum, 0);
  console.log(`${sent + held} people, ${PEOPLE * EVENTS} events, ${names.length} metrics; revenue ${sums.toFixed(2)}`);
  console.log(`the same bits again: ${createHash('sha256').update(JSON.stringify(reading)).digest('hex').slice(0, 16)}; the report ${createHash('sha256').update(text).digest('hex').slice(0, 16)}, ${text.split('\n').length} lines`);
  console.log(`memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB at most`);
  readings.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function seconds(milliseconds) {
  return (milliseconds / 1000).toFixed(1);
}

function* exposures(salt, shares) {
  for (let i = 0; i < PEOPLE; i++) {
    const unit = `p${i}`;
    const u = shares[i];
    const arm = u < 0.1 ? 'held' : 'sent';
    const at = BEGAN + ((i * 7919) % (30 * 24 * 60)) * 60_000;
    yield { unit, salt, u, share: 0.1, messageId: `m${String(i).padStart(51, '0')}`, campaign: 'campaign', step: 'first', profileId: unit, at, arm, by: arm === 'held' ? 'campaign' : null, variant: null, channel: 'email', incentive: null, plan: 'sha256:plan' };
  }
}

async function makeData() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const parquet = (sql, file) => connection.run(`COPY (${sql}) TO '${join(folder, file)}' (FORMAT parquet)`);
  await parquet(`SELECT 'p' || i AS id, 'p' || i || '@shop.test' AS email, CASE i % 3 WHEN 0 THEN 'Europe/Berlin' WHEN 1 THEN 'America/New_York' ELSE 'Asia/Tokyo' END AS tz, 'en' AS lang
    FROM range(${PEOPLE}) r(i)`, 'profiles.parquet');
  await parquet(`SELECT 'e' || i AS id, 'p' || (hash(i) % ${PEOPLE}) AS profile_id,
      CASE WHEN i % 40 = 0 THEN 'unsubscribed' WHEN i % 4 = 1 THEN 'order_placed' ELSE 'visited' END AS name,
      make_timestamp(${BEGAN - 30 * DAY} * 1000 + CAST(hash(i + 1) % ${90 * DAY} AS BIGINT) * 1000) AS time,
      CASE WHEN i % 4 = 1 THEN round(hash(i + 2) % 10000 / 100, 2) END AS total FROM range(${PEOPLE * EVENTS}) r(i)`, 'events.parquet');
  connection.closeSync();
  instance.closeSync();
}

function makePlan() {
  return {
    format: 4, hash: 'sha256:bench', compiler: '0', sources: [], project: 'bench', timezone: 'Europe/Berlin',
    data: { profiles: ['profiles.parquet'], events: ['events.parquet'], ledger: 'ledger.db', maxBadRatio: 0.05 },
    identity: { id: 'id', email: 'email', phone: null, timezone: 'tz', locale: 'lang' },
    attributes: {}, events: { order_placed: { total: 'number' }, visited: {} }, traits: {}, segments: {},
    stages: STAGES, metrics: Object.fromEntries(names.map((name) => [name, { measure: METRICS[name], better: 'higher' }])),
    topics: {}, policies: { quietHours: null, holidays: null, frequencyCaps: [], lateness: lasting(1) },
    holdouts: { global: 0, salt: 'salt' }, channels: { email: null }, catalogs: {}, languages: { default: 'en', fallback: {} },
    incentives: {}, blocks: {}, templates: {}, economics: null,
    campaigns: [{
      id: 'campaign', name: 'Campaign', owner: null, goal: 'Orders', stages: null,
      kpi: { metric: 'orderers', window: lasting(30), minimumLift: null, guardrails: [], secondary: names, analysis: 'fixed', verdictAfter: lasting(60) },
      holdout: 0.1, priority: 50, sendWindow: null, triggers: [], backfill: null, audience: null, exitOn: [], reentry: { kind: 'always' },
      inFlight: 'pinned', steps: [], moved: [], removed: [], accepts: [],
    }],
  };
}
