import { parseDuration } from '../../model/duration.js';
import type { Measure } from '../../model/metric.js';
import { usualVerdict } from '../../model/verdict-after.js';
import { kpiMetric } from '../flow/campaign-facts.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { lengthOf } from '../timing/timed-steps.js';
import { campaignMap, mapAt, textAt } from '../yaml-map.js';

/** The verdict on a campaign falls before anybody's window is over. */
export const verdictBeforeWindow: Rule = {
  code: 'LC443',
  name: 'verdict-before-window',
  severity: 'error',
  summary: "The verdict on a campaign falls before anybody's window is over.",
  docs: `A person is counted when the window of the KPI is over, so that everybody had the same time; "retention" has a window of its own, up to its "within". The verdict falls at a date set beforehand, "verdict_after" the first message that went, or would have gone; without it, after 60 days, and with a longer window 30 days after the first one is over. When the window is as long as that, nobody is counted by then, and there is nothing to judge.

Shorten the window, or let the verdict fall later: the window, and the days in which enough people come.`,
  example: { file: 'campaigns/cart.yaml', bad: 'window: 5d, verdict_after: 5d', good: 'window: 5d' },
  check: () => [],
  *checkCampaign(project, campaign) {
    const kpi = mapAt(campaignMap(campaign), 'kpi');
    if (kpi === null) return;
    const name = textAt(kpi, 'metric');
    const measure = kpiMetric(project, campaign)?.measure;
    const own = measure === undefined ? undefined : ownWindow(measure);
    const counted = textAt(kpi, 'window');
    const window = own ?? counted;
    const usual = parseDuration(counted ?? '');
    const written = textAt(kpi, 'verdict_after');
    const falls = written ?? (usual === null ? null : usualVerdict(usual).text);
    const [length, verdict] = [lengthOf(window), lengthOf(falls)];
    if (length === null || verdict === null || length < verdict) return;
    const what = own === undefined ? 'the KPI is measured' : `"${name}" is measured`;
    yield {
      message: `${what} for ${window}, and the verdict falls after ${falls}`,
      span: spanOf(project, atValue(kpi, written !== null ? 'verdict_after' : own === undefined ? 'window' : 'metric')),
      label: "before anybody's time is over",
      help: [
        `write "verdict_after" longer than ${window}, with the days in which enough people come; or shorten the time that is measured`,
      ],
    };
  },
};

/** How long people are looked at for a measure that has a time of its own. */
function ownWindow(measure: Measure): string | undefined {
  if (measure.kind === 'complement') return ownWindow(measure.of);
  return measure.kind === 'retention' ? measure.within.text : undefined;
}
