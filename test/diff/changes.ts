import {
  exampleBlock,
  exampleCatalog,
  exampleIncentive,
  exampleLanguages,
} from '../../src/check/example/example-project.js';
import type { Edits, Files } from './shop.js';

/** An edit of the example shop, and the kinds of change that it must be told as. */
export interface Edit {
  readonly codes: readonly string[];
  readonly edits: Edits;
  /** What the shop has before the edit besides. */
  readonly before?: Edits;
}

const CART = 'campaigns/cart.yaml';
const CONFIG = 'lifecycle.config.yaml';
const MONTHLY = 'campaigns/monthly.yaml';
const cart = (from: string, to: string): Edits => ({ [CART]: [[from, to]] });
const config = (from: string, to: string): Edits => ({ [CONFIG]: [[from, to]] });

const REMINDER = `  - id: reminder
    delay: {for: 1d, at: "09:00", on: weekdays}
    when: {not: {message: {step: help, was: sent}}}
    email: {template: cart/help, topic: offers, subject: "Still there, {{ profile.first_name | default: 'you' }}?"}
`;
const OFFER = `  - id: offer
    delay: 2d
`;
const DKIM = `dkim: {domain: acme.example, selector: s1, key: "\${DKIM_KEY}"}`;
const lock = (cart: string): string =>
  `{"version": 1, "campaigns": {"cart": ${cart}, "monthly": {"salt": "monthly", "shares": [0], "version": 1}}}`;
const own = (files: Files): Edits => files;

/** One edit for each thing that can change, by what it is about. */
export const EDITS: Readonly<Record<string, Edit>> = {
  'step-removed': { codes: ['LC801'], edits: cart(REMINDER, '') },
  'step-removed-to-the-next': {
    codes: ['LC801', 'LC899'],
    edits: {
      [CART]: [
        [REMINDER, ''],
        ['tests:', 'removed: [{step: reminder, reason: too many}]\ntests:'],
      ],
    },
  },
  'step-removed-and-drained': {
    codes: ['LC801', 'LC899'],
    edits: {
      [CART]: [
        [REMINDER, ''],
        ['tests:', 'removed: [{step: reminder, then: drain, reason: too many}]\ntests:'],
      ],
    },
  },
  'branch-removed': {
    codes: ['LC801'],
    edits: cart(
      `  - id: goodbye
    branch:
      - {when: {attribute: orders, gte: 1}, steps: [{id: known, exit: has bought before}]}
      - {steps: [{id: new, exit: never bought}]}
`,
      '',
    ),
  },
  'step-renamed': { codes: ['LC802'], edits: cart('- id: reminder', '- id: nudge') },
  'step-renamed-and-said': {
    codes: ['LC802', 'LC899'],
    edits: {
      [CART]: [
        ['- id: reminder', '- id: nudge'],
        ['tests:', 'moved: [{from: reminder, to: nudge}]\ntests:'],
      ],
    },
  },
  'step-added': {
    codes: ['LC803'],
    edits: cart(OFFER, `  - {id: nudge, delay: 1d, email: {template: letter, topic: offers}}\n${OFFER}`),
  },
  'delay-shortened': { codes: ['LC804'], edits: cart('delay: 2d', 'delay: 1d') },
  'delay-at-another-hour': {
    codes: ['LC804'],
    edits: cart('{for: 1d, at: "09:00", on: weekdays}', '{for: 1d, at: "10:00", on: weekdays}'),
  },
  'delay-accepted': {
    codes: ['LC804', 'LC899'],
    edits: {
      [CART]: [
        ['delay: 2d', 'delay: 1d'],
        ['tests:', 'accepts: [{change: LC804, step: offer, reason: two days are too long, until: 2026-12-31}]\ntests:'],
      ],
    },
  },
  'acceptance-that-ran-out': {
    codes: ['LC806', 'LC899'],
    edits: {
      [CART]: [
        [REMINDER, ''],
        ['  - id: help\n', `${REMINDER}  - id: help\n`],
        ['tests:', 'accepts: [{change: LC806, reason: meant, until: 2026-01-31}]\ntests:'],
      ],
    },
  },
  'delay-lengthened': { codes: ['LC805'], edits: cart('delay: 2d', 'delay: 3d') },
  'delay-in-other-words': {
    codes: ['LC899'],
    before: cart('delay: 2d', 'delay: 7d'),
    edits: cart('delay: 7d', 'delay: 1w'),
  },
  'steps-reordered': {
    codes: ['LC806'],
    edits: {
      [CART]: [
        [REMINDER, ''],
        ['  - id: goodbye\n', `${REMINDER}  - id: goodbye\n`],
      ],
    },
  },
  'when-changed': { codes: ['LC807'], edits: cart('when: {segment: big_spenders}', 'when: {segment: buyers}') },
  'segment-changed': {
    codes: ['LC807', 'LC808', 'LC899'],
    edits: config('sum: {value: {gte: 500}}', 'sum: {value: {gte: 400}}'),
  },
  'branch-changed': { codes: ['LC807'], edits: cart('attribute: orders, gte: 1', 'attribute: orders, gte: 3') },
  'step-into-a-variant': {
    codes: ['LC806', 'LC807'],
    edits: {
      [CART]: [
        [REMINDER, ''],
        [
          '{variant: nothing, weight: 50%, steps: []}',
          '{variant: nothing, weight: 50%, steps: [{id: reminder, delay: {for: 1d, at: "09:00", on: weekdays}, when: {not: {message: {step: help, was: sent}}}, email: {template: cart/help, topic: offers, subject: "Still there, {{ profile.first_name | default: \'you\' }}?"}}]}',
        ],
      ],
    },
  },
  'wait-changed': {
    codes: ['LC804', 'LC807'],
    before: cart(
      '  - id: goodbye\n',
      '  - {id: pause, wait_for: {event: order_placed, within: 3d, then: [{id: done, exit: bought}]}}\n  - id: goodbye\n',
    ),
    edits: cart('{event: order_placed, within: 3d,', '{event: cart_updated, within: 2d,'),
  },
  'audience-widened': {
    codes: ['LC808'],
    edits: cart('audience: {attribute: country, in: [DE, AT]}', 'audience: {attribute: country, in: [DE, AT, FR]}'),
  },
  'audience-through-a-stage': { codes: ['LC808', 'LC899'], edits: config('within: 90d', 'within: 60d') },
  'trigger-added': {
    codes: ['LC808'],
    edits: { [MONTHLY]: [['triggers:\n', 'triggers:\n  - leaves: {segment: buyers}\n']] },
  },
  'audience-narrowed': { codes: ['LC809'], edits: cart('where: {value: {gte: 20}}', 'where: {value: {gte: 30}}') },
  'reentry-loosened': {
    codes: ['LC810'],
    edits: cart('audience: {attribute', 'reentry: {after: 30d}\naudience: {attribute'),
  },
  'reentry-tightened': { codes: ['LC810'], edits: { [MONTHLY]: [['reentry: always', 'reentry: {after: 20d}']] } },
  'exit-changed': {
    codes: ['LC811'],
    edits: cart('exit_on: [{event: order_placed}]', 'exit_on: [{event: order_placed}, {segment: buyers}]'),
  },
  'subject-changed': { codes: ['LC812'], edits: cart('Still there, ', 'Are you there, ') },
  'template-changed': {
    codes: ['LC812'],
    edits: { 'templates/cart/offer.mjml': [['}} ships for free', '}} ships free of charge']] },
  },
  'sender-changed': { codes: ['LC812'], edits: config('Acme <hello@acme.example>', 'Acme Shop <hello@acme.example>') },
  'incentive-changed': {
    codes: ['LC812', 'LC899'],
    before: own(exampleIncentive),
    edits: config('codes: data/codes/ten-percent.csv', 'codes: data/codes/ten.csv'),
  },
  'block-changed': {
    codes: ['LC812'],
    before: own(exampleBlock),
    edits: { 'templates/blocks/greeting.yaml': [['segment: buyers', 'segment: big_spenders']] },
  },
  'catalog-changed': {
    codes: ['LC812'],
    before: own(exampleCatalog),
    edits: config('data/products.csv', 'data/goods.csv'),
  },
  'language-changed': { codes: ['LC812'], before: own(exampleLanguages), edits: config('{gsw: de}', '{gsw: en}') },
  'topic-made-transactional': { codes: ['LC813'], edits: { [MONTHLY]: [['topic: offers', 'topic: service']] } },
  'consent-changed': {
    codes: ['LC813', 'LC899'],
    before: config(
      '  consent_offers: {type: boolean}\n',
      '  consent_offers: {type: boolean}\n  consent_letters: {type: boolean}\n',
    ),
    edits: config('{label: Offers, consent: consent_offers}', '{label: Offers, consent: consent_letters}'),
  },
  'value-missing': {
    codes: ['LC812', 'LC814', 'LC821'],
    edits: {
      [CONFIG]: [
        [
          'cart_updated: {cart_id: string, value: number}',
          'cart_updated: {cart_id: string, value: number, title: string}',
        ],
      ],
      'templates/cart/help.mjml': [['is safe.', "is safe: {{ event.title | default: 'all of it' }}."]],
    },
  },
  'asks-about-a-new-step': {
    codes: ['LC803', 'LC807', 'LC814'],
    edits: {
      [CART]: [
        [OFFER, `  - {id: nudge, delay: 1d, email: {template: letter, topic: offers}}\n${OFFER}`],
        ['when: {segment: big_spenders}', 'when: {message: {step: nudge, was: sent}}'],
      ],
    },
  },
  'send-window-added': {
    codes: ['LC815'],
    edits: cart('exit_on:', 'send_window: {from: "09:00", to: "18:00", on_blocked: skip}\nexit_on:'),
  },
  'quiet-hours-loosened': {
    codes: ['LC815'],
    edits: config('from: "21:00", to: "08:00"', 'from: "22:00", to: "08:00"'),
  },
  'quiet-hours-tightened': {
    codes: ['LC815'],
    edits: config('from: "21:00", to: "08:00"', 'from: "20:00", to: "08:00"'),
  },
  'cap-added': {
    codes: ['LC815'],
    edits: config('  quiet_hours:', '  frequency_caps: [{messages: 3, per: 7d, on_blocked: skip}]\n  quiet_hours:'),
  },
  'priority-changed': { codes: ['LC815'], edits: cart('exit_on:', 'priority: 80\nexit_on:') },
  'throttle-added': {
    codes: ['LC815'],
    edits: config('    transport:', '    throttle: {rate: 100/s}\n    transport:'),
  },
  'split-grown-at-the-end': {
    codes: ['LC816'],
    edits: {
      [CART]: [
        ['weight: 50%, steps: [{id: thanks', 'weight: 60%, steps: [{id: thanks'],
        ['{variant: nothing, weight: 50%', '{variant: nothing, weight: 40%'],
      ],
    },
  },
  'split-with-one-in-the-middle': {
    codes: ['LC816'],
    before: {
      [CART]: [
        ['weight: 50%, steps: [{id: thanks', 'weight: 30%, steps: [{id: thanks'],
        [
          '      - {variant: nothing, weight: 50%, steps: []}',
          '      - {variant: more, weight: 30%, steps: []}\n      - {variant: nothing, weight: 40%, steps: []}',
        ],
      ],
    },
    edits: {
      [CART]: [
        ['weight: 30%, steps: [{id: thanks', 'weight: 50%, steps: [{id: thanks'],
        ['{variant: nothing, weight: 40%', '{variant: nothing, weight: 20%'],
      ],
    },
  },
  'holdout-changed': { codes: ['LC816'], edits: cart('exit_on:', 'holdout: 10%\nexit_on:') },
  'salt-changed': { codes: ['LC816'], edits: config('salt: acme-2026', 'salt: acme-2027') },
  'arms-redrawn': {
    codes: ['LC823'],
    before: {
      [CART]: [['exit_on:', 'holdout: 10%\nexit_on:']],
      'lifecycle.lock': lock('{"salt": "cart", "shares": [0.1], "version": 1}'),
    },
    edits: { 'lifecycle.lock': lock('{"salt": "cart", "shares": [0.1], "version": 2}') },
  },
  'unit-changed': {
    codes: ['LC823'],
    edits: config('salt: acme-2026', 'salt: acme-2026, unit: email'),
  },
  'layer-changed': {
    codes: ['LC824'],
    before: { [CONFIG]: [['holdouts:', 'layers: {letters: {cart: 50%, monthly: 30%}}\nholdouts:']] },
    edits: config('{cart: 50%, monthly: 30%}', '{cart: 40%, monthly: 30%}'),
  },
  'layer-added': {
    codes: ['LC824'],
    edits: config('holdouts:', 'layers: {letters: {cart: 50%, monthly: 30%}}\nholdouts:'),
  },
  'measure-changed': {
    codes: ['LC816', 'LC825'],
    edits: {
      [CART]: [
        [
          'kpi: {metric: order_rate, window: 5d, guardrails: [revenue]}',
          'kpi: {metric: revenue, window: 7d, minimum_lift: 5%, verdict_after: 90d, analysis: sequential, secondary: [order_rate], guardrails: [{metric: revenue, non_inferior: 5%}]}\nholdout: 10%',
        ],
      ],
      [CONFIG]: [
        [
          'topics:',
          'economics: {currency: EUR, revenue: revenue, margin: 45%, cost_per_message: {email: 0.01}}\ntopics:',
        ],
      ],
    },
  },
  'metric-redefined': {
    codes: ['LC825', 'LC899'],
    edits: config('order_rate: {share: order_placed}', 'order_rate: {count: order_placed}'),
  },
  'test-added': {
    codes: ['LC816'],
    edits: {
      [MONTHLY]: [
        [
          'topic: offers}',
          'topic: offers, test: {metric: order_rate, sample: 20%, decide_after: 1d, variants: [{id: a, subject: One}, {id: b, subject: Two}]}}',
        ],
      ],
    },
  },
  'campaign-renamed': { codes: ['LC817'], edits: { [MONTHLY]: null, 'campaigns/letter.yaml': 'MONTHLY' } },
  'entry-key-changed': { codes: ['LC817'], edits: cart('    key: cart_id\n', '') },
  'identity-changed': { codes: ['LC817'], edits: config('{id: customer_id,', '{id: crm_id,') },
  'campaign-removed': { codes: ['LC818'], edits: { [MONTHLY]: null } },
  'campaign-added': {
    codes: ['LC819'],
    edits: {
      'campaigns/again.yaml': `name: Again
goal: Bring people back
kpi: {metric: order_rate, window: 5d}
triggers: [{enters: {stage: lapsed}}]
backfill: 7d
steps: [{id: hello, email: {template: cart/help, topic: offers}}]
`,
    },
  },
  'in-flight-changed': { codes: ['LC820'], edits: { [CART]: [['in_flight: ', 'in_flight: OTHER']] } },
  'data-moved': { codes: ['LC821'], edits: config('profiles: data/profiles.csv', 'profiles: warehouse/profiles.csv') },
  'ledger-moved': { codes: ['LC821'], edits: config('identity:', 'ledger: other.db\nidentity:') },
  'channel-moved': { codes: ['LC821'], edits: config('https://mail.acme.example', 'https://post.acme.example') },
  'emails-signed': {
    codes: ['LC821'],
    edits: config('unsubscribe: https://mail.acme.example', `unsubscribe: https://mail.acme.example\n    ${DKIM}`),
  },
  'emails-unsigned': {
    codes: ['LC821'],
    before: config('unsubscribe: https://mail.acme.example', `unsubscribe: https://mail.acme.example\n    ${DKIM}`),
    edits: config(`\n    ${DKIM}`, ''),
  },
  'channel-removed': {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
    codes: ['LC821'],
    before: config(
      '  email:\n    transport',
      '  sms: {url: https://sms.acme.example, secret: "${SMS_SECRET}"}\n  email:\n    transport',
    ),
    edits: config('  sms: {url: https://sms.acme.example, secret: "${SMS_SECRET}"}\n', ''),
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
  },
  'attribute-retyped': { codes: ['LC821'], edits: config('birthday: {type: date', 'birthday: {type: time') },
  'action-changed': {
    codes: ['LC822', 'LC803'],
    edits: cart(
      'email: {template: cart/help, topic: offers, subject: "Still there, {{ profile.first_name | default: \'you\' }}?"}',
      'branch: [{steps: [{id: over, exit: enough}]}]',
    ),
  },
  'words-changed': { codes: ['LC899'], edits: cart('name: Cart recovery', 'name: Full carts') },
};
