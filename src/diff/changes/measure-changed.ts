import type { GuardrailLimit } from '../../model/measurement.js';
import { formatPercentage } from '../../model/percentage.js';
import type { Plan, PlanCampaign } from '../../model/plan.js';
import { both, type ChangeKind, type Found, told } from '../change-kind.js';
import { same } from '../same.js';

const ASKED = both('safe', 'nobody gets anything else; what is measured until now answers another question', 'inside');
const LATER = both('safe', 'nobody gets anything else; a date that moves with the figures proves nothing', 'inside');
const GUARDED = both('safe', 'nobody gets anything else; what it may cost is not what was said before', 'inside');
const SHOWN = both('safe', 'nobody gets anything else; the verdict stays as it is', 'inside');

/** What a campaign is measured by is not as it was. */
export const measureChanged: ChangeKind = {
  code: 'LC825',
  name: 'measure-changed',
  summary: 'What a campaign is measured by, or when its verdict falls, is not as it was.',
  docs: `Nobody gets another message. But a verdict can be believed because its question stood before the answer was seen: one metric, one window, one date. When one of them changes while people are being counted, reports answer the new question with the people of the old one, and whoever changes it after looking can make any campaign look well.

Change it before the first message goes. Later, let the verdict fall first; or begin a new measurement, with people who were drawn anew, by a higher "version" in lifecycle.lock.`,
  *find({ old, new: now }) {
    if (same(old.economics ?? null, now.economics ?? null)) return;
    yield {
      facet: 'measuring',
      at: ['economics'],
      what: 'what things are worth and cost changed',
      before: told(economicsWords(old.economics ?? null)),
      after: told(economicsWords(now.economics)),
      judgement: both('safe', 'nobody gets anything else; every verdict in money is worked out anew', 'inside'),
    };
  },
  *findIn({ old: { kpi: was }, new: { kpi: is }, plans }) {
    const place = (key: string, what: string, judgement: Found['judgement']) =>
      ({ facet: 'measuring', at: ['kpi', key], what, judgement }) as const;
    const measures = [plans.old.metrics[was.metric], plans.new.metrics[is.metric]];
    if (was.metric !== is.metric)
      yield {
        ...place('metric', 'it is measured by something else', ASKED),
        before: told(was.metric),
        after: told(is.metric),
      };
    else if (measures[0] !== undefined && !same(...(measures as [unknown, unknown])))
      yield place('metric', `"${is.metric}", which it is measured by, counts something else`, ASKED);
    if (!same(was.window, is.window))
      yield {
        ...place('window', 'it is measured for another time', ASKED),
        before: told(was.window.text),
        after: told(is.window.text),
      };
    // Plans of an earlier format said nothing of these.
    if (was.verdictAfter === undefined) return;
    if (!same(was.verdictAfter, is.verdictAfter))
      yield {
        ...place('verdict_after', 'its verdict falls on another day', LATER),
        before: told(was.verdictAfter.text),
        after: told(is.verdictAfter.text),
      };
    if (was.analysis !== is.analysis)
      yield {
        ...place('analysis', 'its verdict is found another way', LATER),
        before: told(was.analysis),
        after: told(is.analysis),
      };
    if (was.minimumLift !== is.minimumLift)
      yield {
        ...place('minimum_lift', 'another lift is worth having', LATER),
        before: told(liftWords(was.minimumLift)),
        after: told(liftWords(is.minimumLift)),
      };
    if (!same(was.guardrails, is.guardrails))
      yield {
        ...place('guardrails', 'its guardrails changed', GUARDED),
        before: told(guardWords(was)),
        after: told(guardWords(is)),
      };
    if (!same(was.secondary, is.secondary))
      yield {
        ...place('secondary', 'what is shown beside its verdict changed', SHOWN),
        before: told(was.secondary.join(', ') || 'nothing'),
        after: told(is.secondary.join(', ') || 'nothing'),
      };
  },
};

function liftWords(lift: number | null): string {
  return lift === null ? 'any' : formatPercentage(lift);
}

function guardWords({ guardrails }: PlanCampaign['kpi']): string {
  return (
    guardrails.map(({ metric, limit }) => `${metric}${limit === null ? '' : ` ${limitWords(limit)}`}`).join(', ') ||
    'none'
  );
}

function limitWords(limit: GuardrailLimit): string {
  return limit.kind === 'max' ? `max ${formatPercentage(limit.value)}` : `non_inferior ${formatPercentage(limit.by)}`;
}

function economicsWords(economics: Plan['economics']): string {
  if (economics === null) return 'nothing';
  const { currency, revenue, margin, costPerMessage, costPerUnsubscribe } = economics;
  const channels = Object.entries(costPerMessage).map(([channel, cost]) => `${channel} ${cost}`);
  return [
    `${formatPercentage(margin)} of ${revenue} in ${currency}`,
    ...channels,
    `unsubscribe ${costPerUnsubscribe}`,
  ].join(', ');
}
