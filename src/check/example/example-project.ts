import type { RuleExample } from '../rule.js';

/** A small, sound project by path: what the examples of the rules change in one place. */
export const exampleProject: Readonly<Record<string, string>> = {
  'lifecycle.config.yaml': `project: acme-shop
timezone: Europe/Berlin
data: {profiles: data/profiles.csv, events: data/events.ndjson}
identity: {id: customer_id, email: email, timezone: tz}
attributes:
  email: {type: string, pii: true}
  first_name: {type: string, pii: true, optional: true}
  country: {type: string, enum: [DE, AT, FR]}
  birthday: {type: date, optional: true, pii: true}
  consent_offers: {type: boolean}
events:
  cart_updated: {cart_id: string, value: number}
  order_placed: {order_id: string, value: number}
traits:
  orders: {count: order_placed, within: 365d}
  last_order: {last: order_placed}
segments:
  buyers: {event: order_placed, count: {gte: 1}}
  big_spenders: {event: order_placed, sum: {value: {gte: 500}}}
stages:
  - {id: active, when: {event: order_placed, within: 90d}}
  - {id: lapsed, when: {segment: buyers}}
  - {id: prospect}
metrics:
  order_rate: {share: order_placed}
  revenue: {sum: order_placed.value}
topics:
  offers: {label: Offers, consent: consent_offers}
  service: {label: Service messages, transactional: true}
policies:
  quiet_hours: {from: "21:00", to: "08:00", on_blocked: defer}
holdouts: {global: 2%, salt: acme-2026}
channels:
  email:
    transport: "\${SMTP_URL}"
    from: "Acme <hello@acme.example>"
    postal_address: "Acme GmbH, Hauptstr. 1, 10115 Berlin"
    unsubscribe: https://mail.acme.example
`,
  'campaigns/cart.yaml': `name: Cart recovery
goal: Bring people back to a full cart
stage: [active, prospect]
kpi: {metric: order_rate, window: 5d, guardrails: [revenue]}
triggers:
  - event: cart_updated
    where: {value: {gte: 20}}
    key: cart_id
    unless: {event: order_placed, within: 30m}
audience: {attribute: country, in: [DE, AT]}
exit_on: [{event: order_placed}]
steps:
  - id: help
    email: {template: cart/help, topic: offers}
  - id: reminder
    delay: {for: 1d, at: "09:00", on: weekdays}
    when: {not: {message: {step: help, was: sent}}}
    email: {template: cart/help, topic: offers, subject: "Still there, {{ profile.first_name | default: 'you' }}?"}
  - id: offer
    delay: 2d
    when: {segment: big_spenders}
    split:
      - {variant: thanks, weight: 50%, steps: [{id: thanks, email: {template: cart/offer, topic: offers}}]}
      - {variant: nothing, weight: 50%, steps: []}
  - id: goodbye
    branch:
      - {when: {attribute: orders, gte: 1}, steps: [{id: known, exit: has bought before}]}
      - {steps: [{id: new, exit: never bought}]}
tests:
  - name: help after half an hour
    profile: {country: DE, consent_offers: true}
    events: ["2026-03-02T10:00 cart_updated {cart_id: c1, value: 50}", "2026-03-02T12:00 order_placed {value: 50}"]
    expect: ["2026-03-02T10:30 help"]
`,
  'campaigns/monthly.yaml': `name: Monthly letter
goal: Be remembered
kpi: {metric: order_rate, window: 30d}
triggers:
  - schedule: {cron: "0 9 1 * *", zone: profile}
  - enters: {segment: big_spenders}
  - {date: birthday, offset: -3d, repeat: yearly, at: "09:00"}
audience: {attribute: last_order, within: 365d}
reentry: always
steps:
  - id: letter
    email: {template: letter, topic: offers}
`,
  'templates/cart/help.mjml': `---
subject: Your cart is waiting
preheader: Need a hand with it?
---
<mjml>
  <mj-body>
    <mj-section><mj-column>
      <mj-text>Hi {{ profile.first_name | default: 'there' }}, your cart of {{ event.value }} euros is safe.</mj-text>
    </mj-column></mj-section>
    <mj-include path="partials/footer.mjml" />
  </mj-body>
</mjml>
`,
  'templates/cart/offer.mjml': `---
subject: Thank you
preheader: Your next order ships for free
---
<mjml>
  <mj-body>
    <mj-section><mj-column><mj-text>Order {{ profile.orders | plus: 1 }} ships for free.</mj-text></mj-column></mj-section>
    <mj-include path="partials/footer.mjml" />
  </mj-body>
</mjml>
`,
  'templates/letter.mjml': `---
subject: This month at {{ project.name }}
preheader: Chairs, and a table
---
<mjml>
  <mj-body>
    <mj-section><mj-column><mj-text>New things are here.</mj-text></mj-column></mj-section>
    <mj-include path="partials/footer.mjml" />
  </mj-body>
</mjml>
`,
  'templates/partials/footer.mjml': `<mj-section><mj-column>
  <mj-text>Acme GmbH, Hauptstr. 1, 10115 Berlin</mj-text>
  <mj-text><a href="{{ message.unsubscribe_url }}">Unsubscribe</a></mj-text>
</mj-column></mj-section>
`,
};

/** The example project with one place changed, or one file added. */
export function breakExample({ file, bad, good, beside }: RuleExample): Record<string, string> {
  const whole = { ...exampleProject, ...beside };
  const text = whole[file];
  return { ...whole, [file]: text === undefined ? bad : text.replace(good, () => bad) };
}

/** A block that the letter takes in, for the examples of rules about blocks. */
export const exampleBlock: Readonly<Record<string, string>> = {
  'templates/letter.mjml': (exampleProject['templates/letter.mjml'] ?? '').replace(
    'New things are here.',
    'New things are here. {% include "blocks/greeting" %}',
  ),
  'templates/blocks/greeting.yaml': `rules:
  - when: {segment: buyers}
    partial: greeting/buyer
    with: {times: 3}
  - partial: greeting/new
`,
  'templates/partials/greeting/buyer.liquid': `Thank you {{ times }} times.
`,
  'templates/partials/greeting/new.liquid': `Have a look around.
`,
};

/** An offer with a code of its own for each person, for the examples of rules about incentives. */
export const exampleIncentive: Readonly<Record<string, string>> = {
  'lifecycle.config.yaml': `${exampleProject['lifecycle.config.yaml']}incentives:
  ten-percent: {codes: data/codes/ten-percent.csv}
  gift: {}
`,
  'campaigns/cart.yaml': (exampleProject['campaigns/cart.yaml'] ?? '').replace(
    '{template: cart/offer, topic: offers}',
    '{template: cart/offer, topic: offers, incentive: ten-percent}',
  ),
  'templates/cart/offer.mjml': (exampleProject['templates/cart/offer.mjml'] ?? '').replace(
    'ships for free.',
    'ships for free. Use the code {{ incentive.code }}',
  ),
};

/** A trait that compares people, for the examples of rules about models. */
export const exampleShare: Readonly<Record<string, string>> = {
  'lifecycle.config.yaml': (exampleProject['lifecycle.config.yaml'] ?? '').replace(
    'traits:\n',
    'traits:\n  soon: {share: order_placed, of: cart_updated}\n',
  ),
  'campaigns/monthly.yaml': (exampleProject['campaigns/monthly.yaml'] ?? '').replace(
    'audience: {attribute: last_order, within: 365d}',
    'audience: {all: [{attribute: last_order, within: 365d}, {attribute: soon, gte: 0.1}]}',
  ),
};

/** One with a fitted model. */
export const exampleFit: Readonly<Record<string, string>> = {
  ...exampleShare,
  'lifecycle.config.yaml': (exampleShare['lifecycle.config.yaml'] ?? '').replace(
    '{share: order_placed, of: cart_updated}',
    '{likelihood: order_placed, horizon: 30d}',
  ),
  'lifecycle.lock': `{
  "version": 1,
  "campaigns": {},
  "models": {
    "soon": {
      "kind": "likelihood",
      "of": "{\\"horizon\\":\\"30d\\",\\"likelihood\\":\\"order_placed\\"}",
      "parameters": {
        "rates": [0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.225, 0.25, 0.275, 0.3, 0.325, 0.35, 0.375, 0.4, 0.425, 0.45, 0.475, 0.5, 0.525, 0.55, 0.575, 0.6, 0.625]
      },
      "backTest": {"fittedUntil": "2026-01-31", "testedUntil": "2026-03-02", "people": 5210, "auc": 0.74, "calibration": 1.04}
    }
  }
}
`,
};

/** A project in English and German, for the examples of rules about languages. */
export const exampleLanguages: Readonly<Record<string, string>> = {
  'lifecycle.config.yaml': `${exampleProject['lifecycle.config.yaml']}languages:
  default: en
  also: [de]
  fallback: {gsw: de}
`,
  ...Object.fromEntries(
    ['cart/help', 'cart/offer', 'letter'].map((id) => [
      `templates/${id}.de.mjml`,
      (exampleProject[`templates/${id}.mjml`] ?? '').replace('\n---\n', '\nlang: de-AT\n---\n'),
    ]),
  ),
  'campaigns/cart.yaml': (exampleProject['campaigns/cart.yaml'] ?? '').replace(/, subject: "[^"]*"/, ''),
};

/** A catalog that the first cart message looks something up in, for the examples of rules about catalogs. */
export const exampleCatalog: Readonly<Record<string, string>> = {
  'lifecycle.config.yaml': (exampleProject['lifecycle.config.yaml'] ?? '').replace(
    'events: data/events.ndjson}',
    'events: data/events.ndjson, catalogs: {products: {file: data/products.csv, key: sku, columns: {sku: string, title: string}}}}',
  ),
  'templates/cart/help.mjml': (exampleProject['templates/cart/help.mjml'] ?? '').replace(
    'is safe.',
    "is safe, with {{ catalogs.products[event.cart_id].title | default: 'it' }}.",
  ),
};
