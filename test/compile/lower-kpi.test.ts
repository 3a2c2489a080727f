import { describe, expect, it } from 'vitest';
import { lowerEconomics } from '../../src/compile/lower-economics.js';
import { lowerKpi } from '../../src/compile/lower-kpi.js';
import { lowerMetrics } from '../../src/compile/lower-metrics.js';
import { askedMetrics } from '../../src/model/asked-metrics.js';
import type { PlanCampaign } from '../../src/model/plan.js';
import { layOut } from '../../src/warehouse/layout.js';
import { email, lasting } from '../decide/world.js';
import { campaignWith, planWith } from '../warehouse/plan.js';

describe('a KPI', () => {
  it('has a fixed verdict after 60 days where nothing else is said', () => {
    expect(lowerKpi({ metric: 'orders', window: '7d' })).toEqual({
      metric: 'orders',
      window: lasting('7d'),
      minimumLift: null,
      guardrails: [],
      secondary: [],
      analysis: 'fixed',
      verdictAfter: lasting('60d'),
    });
  });

  it('keeps every limit of its guardrails', () => {
    const { guardrails } = lowerKpi({
      metric: 'orders',
      window: '7d',
      guardrails: [
        'spend',
        { metric: 'optouts', max: '0.3%' },
        { metric: 'revenue', non_inferior: '2%' },
        { metric: 'x' },
      ],
    });
    expect(guardrails).toEqual([
      { metric: 'spend', limit: null },
      { metric: 'optouts', limit: { kind: 'max', value: 0.003 } },
      { metric: 'revenue', limit: { kind: 'non_inferior', by: 0.02 } },
      { metric: 'x', limit: null },
    ]);
  });
});

describe('economics', () => {
  it('are nothing where nobody said them, and cost nothing where nobody said what', () => {
    expect(lowerEconomics(undefined)).toBeNull();
    expect(lowerEconomics({ currency: 'EUR', revenue: 'revenue', margin: '45%' })).toEqual({
      currency: 'EUR',
      revenue: 'revenue',
      margin: 0.45,
      costPerMessage: {},
      costPerUnsubscribe: 0,
    });
  });
});

describe('the metrics of a plan', () => {
  const metrics = {
    orders: { share: 'order' },
    visits: { count: 'visit' },
    optouts: { share: 'unsubscribed' },
    views: { share: 'viewed' },
    clicks: { share: 'email_clicked' },
    revenue: { sum: 'order.value' },
    nobody: { share: 'nothing' },
  } as const;
  const test = { metric: 'clicks', sample: 0.2, decideAfter: lasting('4h'), variants: [] };
  const step = email('a');
  const campaign: PlanCampaign = {
    ...campaignWith({ steps: [{ ...step, action: { ...step.action, test } as typeof step.action }] }),
    kpi: lowerKpi({ metric: 'orders', window: '7d', guardrails: ['optouts'], secondary: ['views'] }),
  };

  it('are those that something is measured, decided or counted in money by', () => {
    const economics = { currency: 'EUR', revenue: 'revenue', margin: '45%' };
    expect(Object.keys(lowerMetrics({ metrics }, [campaign]))).toEqual(['orders', 'optouts', 'views', 'clicks']);
    expect(Object.keys(lowerMetrics({ metrics, economics }, [campaign])).slice(-1)).toEqual(['revenue']);
  });

  it('are loaded by a report, and by a run only as far as its message tests ask', () => {
    const plan = planWith({ campaigns: [campaign], metrics: lowerMetrics({ metrics }, [campaign]) });
    expect(Object.keys(askedMetrics(plan, 'run'))).toEqual(['clicks']);
    const [run, report] = [layOut(plan, 'run'), layOut(plan, 'report')];
    expect(run.eventNames).toContain('email_clicked');
    expect(report.eventNames.filter((name) => !run.eventNames.includes(name))).toEqual(['order', 'viewed']);
  });
});
