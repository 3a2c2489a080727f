import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { numbers } from './tools/numbers.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EVENTS = ['signed_up', 'product_viewed', 'cart_updated', 'order_placed', 'review_posted', 'plan_renewed'];
const COUNTRIES = ['DE', 'AT', 'FR', 'GB', 'US', 'JP'];
const TOPICS = ['offers', 'tips', 'news'];
const METRICS = ['order_rate', 'revenue'];

/**
 * Writes a project of `count` campaigns into `folder`, with as many templates or with fewer that they share: the same counts give the same bytes. As large ones are: a configuration that several teams share, four to six steps a
 * campaign with branches and splits, two tests each, templates with partials and conditions, a segment for every ten campaigns.
 */
export function makeProject(folder, count, templates = count) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const segments = Math.max(10, Math.floor(count / 10));
  write('lifecycle.config.yaml', config(segments));
  for (const name of ['theme', 'header', 'footer']) {
    cpSync(join(ROOT, `templates/partials/${name}.mjml`), join(folder, `templates/partials/${name}.mjml`), { recursive: true });
  }
  for (let index = 0; index < count; index++) {
    const random = numbers(index + 1);
    write(`campaigns/${nameOf(index)}.yaml`, campaign(index, nameOf(index % templates), segments, random));
    if (index < templates) write(`templates/${nameOf(index)}.mjml`, template(index, random));
  }
}

function nameOf(index) {
  return `team-${index % 12}/series-${String(index).padStart(4, '0')}`;
}

function config(segments) {
  const lines = Array.from({ length: segments }, (_, index) => {
    const country = COUNTRIES[index % 4];
    const event = ['product_viewed', 'cart_updated', 'review_posted'][index % 3];
    return `  group_${index}: {all: [{attribute: country, in: [${country}]}, {event: ${event}, within: ${7 + (index % 90)}d}, {attribute: spend_365d, gte: ${index % 50}}]}`;
  });
  return `# yaml-language-server: $schema=../schemas/config.schema.json
project: large
timezone: Europe/Berlin
data: {profiles: data/profiles.parquet, events: data/events.parquet}
identity: {id: customer_id, email: email, timezone: tz, locale: lang}
attributes:
  email: {type: string, pii: true}
  first_name: {type: string, pii: true, optional: true}
  lang: {type: string, enum: [en, de]}
  country: {type: string, enum: [${COUNTRIES.join(', ')}]}
  signup_date: {type: date}
  consent_offers: {type: boolean}
  consent_tips: {type: boolean}
  consent_news: {type: boolean}
events:
  signed_up: {source: string}
  product_viewed: {sku: string, product: string, category: string, price: number}
  cart_updated: {cart_id: string, value: number, items: number, product: string}
  order_placed: {order_id: string, value: number, items: number, product: string, category: string}
  review_posted: {order_id: string, product: string, rating: number}
  plan_renewed: {plan: string, value: number}
traits:
  orders: {count: order_placed}
  spend_365d: {sum: order_placed.value, within: 365d}
segments:
${lines.join('\n')}
stages:
  - {id: loyal, when: {all: [{attribute: orders, gte: 5}, {attribute: spend_365d, gte: 250}]}}
  - {id: active, when: {event: order_placed, within: 90d}}
  - {id: lapsed, when: {event: order_placed}}
  - {id: prospect}
metrics:
  order_rate: {share: order_placed}
  revenue: {sum: order_placed.value}
  reviews: {share: review_posted}
  optouts: {share: unsubscribed, better: lower}
topics:
  offers: {label: Offers, consent: consent_offers}
  tips: {label: Tips, consent: consent_tips}
  news: {label: News, consent: consent_news}
policies:
  quiet_hours: {from: "21:00", to: "08:00", on_blocked: defer}
  frequency_caps:
    - {messages: 1, per: 1d, on_blocked: defer}
    - {messages: 4, per: 7d, on_blocked: skip}
  lateness: 12h
# Campaigns here differ in little more than their numbers.
rules: {LC436: off}
holdouts: {global: 2%, salt: large-2026}
channels:
  email:
    transport: "\${SMTP_URL}"
    from: Large <hello@large.example>
    postal_address: Quiet Kettle GmbH, Kesselgasse 4, 04107 Leipzig, Germany
    unsubscribe: https://mail.large.example/u
`;
}

function campaign(index, shown, segments, random) {
  const event = EVENTS[random(4)];
  const topic = TOPICS[random(3)];
  const email = `{template: ${shown}, topic: ${topic}}`;
  const subject = `{template: ${shown}, topic: ${topic}, subject: "Part two, {{ profile.first_name | default: 'there' }}"}`;
  const first = random(segments);
  // Three groups that are not the same: who is kept out, who takes the first branch, who is passed over.
  const [group, some, other] = [0, 1, 2].map((step) => `group_${(first + step) % segments}`);
  return `# yaml-language-server: $schema=../../schemas/campaign.schema.json
name: Series ${index}
owner: team-${index % 12}@large.example
stage: [prospect, active, loyal]
goal: Number ${index}, to bring people on to the next thing they would do anyway
kpi:
  metric: ${METRICS[random(2)]}
  window: 60d
  minimum_lift: ${3 + random(5)}%
  guardrails: [{metric: optouts, max: 1%}]
holdout: ${5 + random(10)}%
priority: ${random(90) + 1}
triggers:
  - event: ${event}
    unless: {event: plan_renewed, within: ${30 + random(60)}m}
audience:
  all:
    - {attribute: country, in: [DE, AT, FR, GB]}
    - {not: {segment: ${group}}}
exit_on: [{event: plan_renewed}, {event: order_placed}]
reentry: {after: ${60 + random(60)}d}
steps:
  # What they came for, and nothing else.
  - id: hello
    delay: ${1 + random(20)}h
    email: ${email}
  - id: second
    delay: ${2 + random(4)}d
    email: ${subject}
  - id: turn
    delay: {for: ${5 + random(4)}d, at: "09:00", on: weekdays}
    branch:
      - when: {segment: ${some}}
        steps:
          - id: for-some
            email: ${email}
      - when: {attribute: spend_365d, gte: ${100 + random(100)}}
        steps:
          - id: for-spenders
            email: ${email}
      - steps:
          - id: halves
            split:
              - variant: plain
                weight: 50%
                steps: [{id: plain, email: ${email}}]
              - variant: rich
                weight: 50%
                steps: [{id: rich, when: {not: {segment: ${other}}}, email: ${email}}]
${random(2) === 0 ? '' : `  - id: last\n    delay: ${7 + random(10)}d\n    when: {not: {event: review_posted, within: 30d}}\n    email: ${email}\n`}tests:
  - name: whoever renews is left alone
    profile: {country: DE, consent_${topic}: true}
    events:
      - "2026-03-02T10:00 ${event}"
      - "2026-03-02T10:05 plan_renewed {plan: gold, value: 90}"
    expect: ["2026-03-02T10:05 exited: plan_renewed"]
  - name: nobody outside the countries
    profile: {country: JP, consent_${topic}: true}
    events: ["2026-03-02T10:00 ${event}"]
    expect: []
`;
}

function template(index, random) {
  const paragraphs = Array.from(
    { length: 3 + random(4) },
    (_, at) => `        <p>Paragraph ${at} of series ${index}: the one thing worth knowing about it today, in two lines, number ${random(1000)}.</p>`,
  );
  return `---
subject: "Series ${index}: something for {{ profile.first_name | default: 'you' }}"
preheader: The short version comes first, and it is ${random(100)} words long.
---
<mjml>
  <mj-head>
    <mj-include path="partials/theme.mjml" />
  </mj-head>
  <mj-body background-color="#f6f1ea">
    <mj-include path="partials/header.mjml" />
    <mj-section>
      <mj-column>
        <mj-text>
        <p>Hello {{ profile.first_name | default: "there" }},</p>
        {% if profile.orders > ${random(4)} %}<p>You have ordered {{ profile.orders }} times.</p>{% endif %}
${paragraphs.join('\n')}
        </mj-text>
        <mj-button href="https://large.example/series/${index}?country={{ profile.country }}">Have a look</mj-button>
      </mj-column>
    </mj-section>
    <mj-include path="partials/footer.mjml" />
  </mj-body>
</mjml>
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) makeProject(process.argv[2], ...process.argv.slice(3).map(Number));
