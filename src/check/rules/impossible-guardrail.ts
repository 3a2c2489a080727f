import { comparesOf } from '../../model/compares-of.js';
import type { Measure, Metric } from '../../model/metric.js';
import { exampleMeasures } from '../example/example-measures.js';
import { metricMeasures } from '../names/metric-measures.js';
import { atKey, type Place, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { type GuardrailPlace, guardrailsOf } from '../walk/walk-metrics.js';

/** A guardrail cannot be judged, or not by the limit that it has. */
export const impossibleGuardrail: Rule = {
  code: 'LC441',
  name: 'impossible-guardrail',
  severity: 'error',
  summary: 'A guardrail cannot be judged, or not by the limit that it has.',
  docs: `A guardrail says what a campaign may not cost. "max" is the highest share among the people who get messages, such as of unsubscribes: it needs a metric that is a share, and of which less is good ("better: lower"). "non_inferior" is how much worse than the held-out it may be, such as 2% of revenue: it needs something that held-out people do, too. What the business spends, what an attribute is today and what those say who answer can be shown under "secondary", and guard nothing.

Write one of the two limits, and the one that fits.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '{metric: revenue, max: 3%}',
    good: '{metric: revenue, non_inferior: 5%}',
    beside: exampleMeasures,
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    for (const guardrail of guardrailsOf(campaign)) {
      const metric = metricMeasures(project).get(guardrail.metric);
      const problem = metric === undefined ? null : findProblem(guardrail, metric);
      if (problem === null) continue;
      const { message, place, label, help } = problem;
      yield {
        message: `guardrail "${guardrail.metric}" ${message}`,
        span: spanOf(project, place),
        label,
        help: [help],
      };
    }
  },
};

interface Problem {
  readonly message: string;
  readonly place: Place;
  readonly label: string;
  readonly help: string;
}

function findProblem({ metric, place, node }: GuardrailPlace, { measure, better }: Metric): Problem | null {
  const compares = comparesOf(measure);
  if (compares === 'descriptive' || compares === 'respondents')
    return {
      message: 'is nothing that people who get messages can be judged by',
      place,
      label: compares === 'descriptive' ? 'belongs to nobody by himself' : 'said by those who answer alone',
      help: `put "${metric}" under "secondary" to see it beside the verdict`,
    };
  if (node === null) return null;
  const limits = ['max', 'non_inferior'].filter((key) => key in node);
  if (limits.length > 1)
    return {
      message: 'has two limits',
      place: atKey(node, limits[1] ?? ''),
      label: 'the second',
      help: 'keep one of them: it is the one that is judged',
    };
  if ('non_inferior' in node && compares === 'variants')
    return {
      message: 'is compared with people who are held out, and they cannot do it',
      place: atKey(node, 'non_inferior'),
      label: 'always zero without messages',
      help: 'write "max" in place of "non_inferior", such as max: 0.5%',
    };
  if (!('max' in node)) return null;
  if (!SHARES.includes(measure.kind))
    return {
      message: 'is no share of people, so no percentage is its highest',
      place: atKey(node, 'max'),
      label: 'a percentage of what?',
      help:
        compares === 'holdout'
          ? 'write "non_inferior" in place of "max": how much worse than the held-out it may be'
          : `name a metric that is a {share: …} of people`,
    };
  if (better === 'lower') return null;
  return {
    message: 'may not be above a limit, and more of it is good',
    place: atKey(node, 'max'),
    label: 'the highest that it may be',
    help: `write "better: lower" into metric "${metric}" if less of it is good, else "non_inferior" in place of "max"`,
  };
}

/** What has values between 0 and 1: of people, or of one thing that happens for each of another. */
const SHARES: readonly Measure['kind'][] = ['share', 'retention', 'complement', 'ratio'];
