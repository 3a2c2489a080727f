import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { numbers } from '../tools/numbers.mjs';
import { COUNTRIES } from './world.mjs';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const SHARED = [7, 30, 90, 365];
const TRIGGERS = ['cart_updated', 'product_viewed', 'order_placed', 'searched', 'wishlist_added', 'review_posted'];
const LEFT = { cart_updated: 'value: {gte: 150}', product_viewed: 'price: {gte: 120}', order_placed: 'value: {gte: 120}', searched: 'hits: {gte: 30}', wishlist_added: 'category: {is: cups}', review_posted: 'rating: {lte: 2}' };

/**
 * Writes a project of `count` campaigns over the world that the folder's parent holds, and builds its plan (`plan.json`). Audiences are a test of the profile and two or three of its
 * events. Every second campaign begins with an event, the others as people enter a segment or at a time of the week. `windows`: `shared` (7, 30, 90, 365 days)
 * or `own` (each campaign has one that no other has). The same arguments, the same project.
 */
export function makePortfolio(folder, count, windows) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const campaigns = Array.from({ length: count }, (_, index) => campaign(index, windows));
  write('lifecycle.config.yaml', config(campaigns.flatMap(({ segment }) => segment ?? [])));
  for (const { id, text } of campaigns) write(`campaigns/${id}.yaml`, text);
  write('templates/note.mjml', TEMPLATE);
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, '--project', folder, 'build', '--out', join(folder, 'plan.json')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return join(folder, 'plan.json');
}

function campaign(index, windows) {
  const random = numbers(index + 1);
  const one = (...of) => of[random(of.length)];
  // 100 different lengths from 4 days to 361.
  const days = () => (windows === 'own' ? 4 + ((index * 37) % 120) * 3 : one(...SHARED));
  const within = () => `within: ${days()}d`;
  const category = () => one('brewers', 'grinders', 'beans');
  // Two that ask for the same event could contradict each other.
  const asks = [
    ['product_viewed', () => `{event: product_viewed, ${within()}, count: {gte: ${2 + random(3)}}}`],
    ['product_viewed', () => `{event: product_viewed, where: {category: {is: ${category()}}}, ${within()}}`],
    ['order_placed', () => `{event: order_placed, ${within()}, count: {gte: ${1 + random(2)}}}`],
    ['order_placed', () => `{event: order_placed, ${within()}, sum: {value: {gte: ${one(40, 80, 120)}}}}`],
    ['order_placed', () => `{not: {event: order_placed, ${within()}}}`],
    ['cart_updated', () => `{event: cart_updated, where: {value: {gte: ${one(20, 60)}}}, ${within()}}`],
    ['searched', () => `{event: searched, ${within()}, count: {gte: ${1 + random(2)}}}`],
    ['app_opened', () => `{event: app_opened, where: {platform: {in: [${one('ios, android', 'web, ios', 'web')}]}}, ${within()}}`],
    ['wishlist_added', () => `{any: [{event: wishlist_added, ${within()}}, {event: review_posted, where: {rating: {gte: 4}}, ${within()}}]}`],
    ['support_asked', () => `{not: {event: support_asked, ${within()}}}`],
    ['order_placed', () => `{event: order_placed, where: {category: {is: ${category()}}}}`],
    ['order_placed', () => `{event: order_placed, where: {category: {is: ${category()}}}, ${within()}, sum: {value: {lt: ${one(50, 100)}}}}`],
    ['order_placed', () => `{segment: ${one('vip', 'looking')}}`],
  ];
  const shift = random(COUNTRIES.length);
  const profile = one(
    `{attribute: country, in: [${[0, 1, 3, 4].map((step) => COUNTRIES[(shift + step) % COUNTRIES.length]).join(', ')}]}`,
    `{attribute: tier, in: [silver, gold]}`,
    `{attribute: age, between: [${18 + random(20)}, ${50 + random(25)}]}`,
    `{all: [{attribute: lang, is: ${one('de', 'en')}}, {attribute: tier, is_not: gold}]}`,
  );
  const chosen = new Map();
  for (const count = 2 + random(2); chosen.size < count; ) {
    const [about, ask] = asks[random(asks.length)];
    if (!chosen.has(about)) chosen.set(about, ask());
  }
  const id = `campaign-${String(index).padStart(3, '0')}`;
  const kind = index % 4;
  const free = TRIGGERS.filter((each) => !chosen.has(each));
  const event = free[random(free.length)];
  const trigger =
    kind % 2 === 0
      ? `{event: ${event}, where: {${LEFT[event]}}}`
      : kind === 1
        ? `{enters: {segment: group_${index}}}`
        : `{schedule: "0 ${8 + random(10)} * * ${one('mon', 'tue', 'wed', 'thu', 'fri')}"}`;
  const topic = one('offers', 'tips');
  const audience = kind === 1 ? [profile] : [profile, ...chosen.values()];
  const text = `name: Campaign ${index}
owner: team-${index % 12}@bench.example
goal: Number ${index}, to bring people on to the next thing they would do anyway
${kind === 2 ? '' : 'stage: [active, loyal, lapsed]\n'}kpi: {metric: order_rate, window: 14d, minimum_lift: 5%}
holdout: 10%
priority: ${1 + (index % 99)}
triggers: [${trigger}]
audience:
  all:
${audience.map((each) => `    - ${each}\n`).join('')}exit_on: [{event: support_asked}]
reentry: {after: 30d}
steps:
  - {id: hello, delay: ${1 + random(6)}h, email: {template: note, topic: ${topic}}}
  - {id: again, delay: ${3 + random(9)}d, when: {not: {event: order_placed, within: 7d}}, email: {template: note, topic: ${topic}, subject: "Once more, from ${index}"}}
`;
  return { id, text, segment: kind === 1 ? `  group_${index}: {all: [${[...chosen.values()].join(', ')}]}` : null };
}

function config(segments) {
  return `project: portfolio
timezone: Europe/Berlin
data: {profiles: ../profiles.*, events: ../events/*}
identity: {id: customer_id, email: email, timezone: tz, locale: lang}
attributes:
  email: {type: string, pii: true, optional: true}
  first_name: {type: string, pii: true, optional: true}
  lang: {type: string, enum: [en, de]}
  country: {type: string, enum: [${COUNTRIES.join(', ')}]}
  tier: {type: string, enum: [none, silver, gold], optional: true}
  age: {type: number}
  signup_date: {type: date}
  consent_offers: {type: boolean}
  consent_tips: {type: boolean}
events:
  product_viewed: {product: string, category: string, price: number}
  app_opened: {platform: string}
  searched: {category: string, hits: number}
  cart_updated: {cart_id: string, value: number, items: number, product: string}
  wishlist_added: {product: string, category: string}
  order_placed: {order_id: string, cart_id: {type: string, optional: true}, value: number, items: number, product: string, category: string}
  review_posted: {product: string, rating: number}
  support_asked: {topic: string}
traits:
  orders: {count: order_placed}
  spend_365d: {sum: order_placed.value, within: 365d}
segments:
  vip: {all: [{attribute: orders, gte: 2}, {attribute: spend_365d, gte: 100}]}
  looking: {all: [{event: product_viewed, within: 30d}, {not: {event: order_placed, within: 30d}}]}
${segments.join('\n')}
stages:
  - {id: loyal, when: {all: [{attribute: orders, gte: 3}, {attribute: spend_365d, gte: 150}]}}
  - {id: active, when: {event: order_placed, within: 90d}}
  - {id: lapsed, when: {event: order_placed}}
  - {id: prospect}
metrics: {order_rate: {share: order_placed}}
topics:
  offers: {label: Offers, consent: consent_offers}
  tips: {label: Tips, consent: consent_tips}
policies:
  quiet_hours: {from: "21:00", to: "08:00", on_blocked: defer}
  frequency_caps: [{messages: 1, per: 1d, on_blocked: defer}, {messages: 4, per: 7d, on_blocked: skip}]
  lateness: 12h
holdouts: {global: 2%, salt: portfolio-2026}
channels:
  email:
    transport: "\${SMTP_URL}"
    from: Bench <hello@bench.example>
    postal_address: Quiet Kettle GmbH, Kesselgasse 4, 04107 Leipzig, Germany
    unsubscribe: https://mail.bench.example/u
`;
}

const TEMPLATE = `---
subject: "Something for {{ profile.first_name | default: 'you' }}"
preheader: The short version of it comes first, and it is two lines long.
---
<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-text>
        <p>Hello {{ profile.first_name | default: "there" }},</p>
        <p>You have ordered {{ profile.orders }} times. Here is the one thing worth knowing today, in two lines.</p>
        </mj-text>
        <mj-button href="https://bench.example/look">Have a look</mj-button>
        <mj-text><p>Quiet Kettle GmbH, Kesselgasse 4, 04107 Leipzig, Germany. <a href="{{ message.unsubscribe_url }}">Unsubscribe</a></p></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, count = '100', windows = 'shared'] = process.argv.slice(2);
  console.log(makePortfolio(folder, Number(count), windows));
}
