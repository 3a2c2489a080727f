import type { Traffic } from '../../model/lock-file.js';
import { formatPercentage } from '../../model/percentage.js';
import type { Plan } from '../../model/plan.js';
import { plural } from '../plural.js';
import { formatCount, printTable } from '../table.js';

/** Who would have got something, campaign by campaign, and what they did in the window afterwards; then whom nothing can be said of. */
export function printTraffic(
  plan: Plan,
  traffic: Readonly<Record<string, Traffic>>,
  { from, to, ticks }: { readonly from: string; readonly to: string; readonly ticks: readonly unknown[] },
): string {
  const days = ticks.length - 1;
  const rows = plan.campaigns.flatMap(({ id }) => {
    const one = traffic[id];
    if (one === undefined) return [];
    const isShare = plan.metrics[one.metric]?.measure.kind === 'share';
    const value = isShare ? formatPercentage(one.rate, 2) : String(Number(one.mean.toPrecision(4)));
    return [
      [id, formatCount(one.people), String(Number((one.people / days).toPrecision(3))), one.metric, one.window, value],
    ];
  });
  const silent = plan.campaigns.filter(({ id }) => traffic[id] === undefined).map(({ id }) => id);
  const columns = ['campaign', 'people', 'a day', 'metric', 'within', 'a person'].map((title) => ({
    title,
    align: ['people', 'a day', 'a person'].includes(title) ? 'right' : 'left',
  })) as readonly { readonly title: string; readonly align: 'left' | 'right' }[];
  return `${plural(days, 'day')} from ${from} to ${to}: who would have got a first message, and what they did afterwards\n\n${printTable(columns, rows)}${
    silent.length === 0
      ? ''
      : `\nNothing can be said of ${silent.join(', ')}: nobody would have got anything and had the time, or the KPI is a ratio.\n`
  }`;
}
