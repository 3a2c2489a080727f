import { formatPercentage } from '../../model/percentage.js';
import { errsTooOften, type Redealt, type RedealtCampaign, type RedealtInterval } from '../../model/redealt.js';
import { formatCount, printTable } from '../table.js';

/** What `lifecycle measure aa` says: how often each interval finds what is not there, on these people. */
export function printRedealt(campaigns: readonly RedealtCampaign[]): string {
  return campaigns
    .flatMap(({ campaign, metrics }) =>
      metrics.map((one) =>
        'reason' in one ? `${campaign} · ${one.metric}: ${one.reason}.\n` : printMetric(campaign, one),
      ),
    )
    .join('\n');
}

function printMetric(campaign: string, redealt: Redealt): string {
  const { metric, people, active, share, deals, tooFew, intervals } = redealt;
  const columns = [
    { title: 'interval of 95%', align: 'left' },
    { title: 'read', align: 'left' },
    { title: 'says more', align: 'right' },
    { title: 'says less', align: 'right' },
  ] as const;
  const rows = intervals.map(({ method, looked, decides, more, less }) => [
    `${decides ? '*' : ' '} ${method}`,
    looked === 'once' ? 'once, at the end' : `on ${redealt.looks} days`,
    formatPercentage(more, 1),
    formatPercentage(less, 1),
  ]);
  return [
    `${campaign} · ${metric}: ${formatCount(people)} people, ${formatCount(active)} of them with anything to count.\n`,
    `Their arms were dealt anew by chance ${formatCount(deals)} times, ${formatPercentage(share)} held out, so whatever is found between such arms is false.\n`,
    tooFew === 0
      ? ''
      : `In ${formatPercentage(tooFew / deals, 1)} of the deals an arm had too few for any lift, and nothing was read.\n`,
    rows.length === 0 ? '' : `\n${printTable(columns, rows)}\n`,
    `${conclude(redealt)}\n`,
  ].join('');
}

function conclude({ intervals, deals, tooFew }: Redealt): string {
  if (tooFew === deals) return 'No deal had enough people for a lift: a report gives counts only.';
  const wrong = intervals.filter((interval) => errsTooOften(interval, deals));
  if (wrong.length === 0) return 'Verdicts rest on those with *: they keep to the 2.5% on each side that they promise.';
  return wrong.map(warn).join('\n');
}

function warn({ method, more, less }: RedealtInterval): string {
  return `Careful: ${method} promises 2.5% on each side and errs in ${formatPercentage(Math.max(more, less), 1)} on these people. A larger holdout, or a metric with fewer very large values, brings it down.`;
}
