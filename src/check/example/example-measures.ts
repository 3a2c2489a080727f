import { exampleProject } from './example-project.js';

/** Metrics of more kinds, guardrails with limits and economics, for the examples of rules about measuring. */
export const exampleMeasures: Readonly<Record<string, string>> = {
  'lifecycle.config.yaml': (exampleProject['lifecycle.config.yaml'] ?? '')
    .replace('events: data/events.ndjson}', 'events: data/events.ndjson, costs: data/costs.csv}')
    .replace('  order_placed: {', '  survey_answered: {score: number}\n  order_placed: {')
    .replace(
      '  revenue: {sum: order_placed.value}\n',
      `  revenue: {sum: order_placed.value}
  coming_back: {retention: order_placed, after: 30d, within: 60d}
  optouts: {share: unsubscribed, better: lower}
  satisfaction: {survey: survey_answered.score, scale: csat}
  advertising: {cost: [ad], better: lower}
economics: {currency: EUR, revenue: revenue, margin: 45%}
`,
    ),
  'campaigns/cart.yaml': (exampleProject['campaigns/cart.yaml'] ?? '').replace(
    'guardrails: [revenue]}',
    'secondary: [satisfaction], minimum_lift: 5%, guardrails: [{metric: optouts, max: 1%}, {metric: revenue, non_inferior: 5%}]}\nholdout: 10%',
  ),
};
