import type { Traffic } from '../../model/lock-file.js';

/** The lock of the example project after its traffic was measured over ninety days. */
export function exampleTraffic({ people, rate }: Pick<Traffic, 'people' | 'rate'>): string {
  const entry = '{"salt": "SALT", "shares": [0], "version": 1}';
  return `{
  "campaigns": {
    "cart": ${entry.replace('SALT', 'cart')},
    "monthly": ${entry.replace('SALT', 'monthly')}
  },
  "traffic": {
    "cart": {
      "from": "2026-01-01",
      "mean": ${rate},
      "metric": "order_rate",
      "people": ${people},
      "rate": ${rate},
      "spread": 0,
      "to": "2026-03-31",
      "window": "5d"
    }
  },
  "version": 1
}
`;
}
