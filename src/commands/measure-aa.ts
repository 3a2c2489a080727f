import { redealArms } from '../measure/redeal-arms.js';
import type { Exposure } from '../model/exposure.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { Reading } from '../model/reading.js';
import { errsTooOften, type RedealtCampaign } from '../model/redealt.js';
import type { Instant } from '../model/value.js';
import { printRedealt } from '../report/measuring/print-redealt.js';
import { openReadings } from '../warehouse/measuring/open-readings.js';
import { findRoot } from './find-root.js';
import { openRecord, type RecordOptions } from './open-record.js';
import { readMoment } from './read-moment.js';
import { refuseBadData } from './refuse-bad-data.js';
import { selectCampaigns } from './select-campaigns.js';
import type { ExitCode, Terminal } from './terminal.js';

/** What `lifecycle measure aa` takes. */
export interface MeasureAaOptions extends RecordOptions {
  /** Ids of campaigns, `*` standing for any letters; none means all. */
  readonly selectors: readonly string[];
  /** Nothing later is counted; undefined: the ledger's last tick. */
  readonly asOf?: string;
  readonly format: 'text' | 'json';
}

/**
 * Deals the people of past measurements into new arms by chance and says how often each interval finds a difference that is not there; writes nothing. 1 when one that verdicts rest on does so more often than it
 * promises. Throws LC946 on a ledger from which nobody was exposed, and LC907 when too much of the data is unusable.
 */
export async function measureAa(terminal: Terminal, options: MeasureAaOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const { plan, ledger } = openRecord(terminal, options);
  try {
    const ids = selectCampaigns(plan, options.selectors);
    const asOf =
      options.asOf === undefined ? ledger.summary().lastTick : readMoment('--as-of', options.asOf, plan.timezone);
    const redealt = asOf === null ? [] : await redealAll(plan, root, { ids, asOf, exposures: ledger.exposures() });
    if (redealt.length === 0) {
      throw new LifecycleError(
        'LC946',
        'nobody got a message yet, or would have got one, so there are no arms to deal anew',
        ['let the campaigns run first: lifecycle run'],
      );
    }
    terminal.out(
      options.format === 'json' ? `${JSON.stringify({ campaigns: redealt }, null, 2)}\n` : printRedealt(redealt),
    );
    return redealt.some(errs) ? 1 : 0;
  } finally {
    ledger.close();
  }
}

async function redealAll(
  plan: Plan,
  root: string,
  asked: { readonly ids: ReadonlySet<string>; readonly asOf: Instant; readonly exposures: Iterable<Exposure> },
): Promise<readonly RedealtCampaign[]> {
  const readings = await openReadings(plan, root, asked.exposures, asked.asOf);
  try {
    refuseBadData(readings.quality, plan.data.maxBadRatio, 'arms of the rest would say nothing of all');
    const redealt: RedealtCampaign[] = [];
    for (const campaign of plan.campaigns) {
      if (!asked.ids.has(campaign.id)) continue;
      const reading = await readings.read(campaign.id);
      if (reading.since !== null) redealt.push(redealCampaign(plan, campaign, reading));
    }
    return redealt;
  } finally {
    readings.close();
  }
}

/** By what its verdict rests on: the KPI, and what money is counted by. */
function redealCampaign(plan: Plan, { id, kpi }: PlanCampaign, reading: Reading): RedealtCampaign {
  const names = [...new Set([kpi.metric, ...(plan.economics === null ? [] : [plan.economics.revenue])])];
  return {
    campaign: id,
    metrics: names.flatMap((name) => {
      const [metric, known] = [plan.metrics[name], reading.metrics[name]];
      return metric && known ? [redealArms(metric.measure, known, reading.exposed)] : [];
    }),
  };
}

function errs({ metrics }: RedealtCampaign): boolean {
  return metrics.some((one) => !('reason' in one) && one.intervals.some((each) => errsTooOften(each, one.deals)));
}
