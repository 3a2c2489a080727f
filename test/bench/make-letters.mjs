import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** When everybody did what they get a letter for. */
export const MOMENT = Date.UTC(2026, 2, 2, 10);

/** What stands in the rows of the letter by turns: values in 58 places together, 12 of them formatted, and 10 choices. */
const ROWS = [
  '{{ profile.first_name | default: "there" }}', '{{ event.product | upcase }}', '{{ event.sku }}', '{{ profile.city | default: "your town" }}',
  '{{ profile.spend_365d | currency: "EUR" }}', '{{ profile.birthday | date: "%-d %B" }}', '{{ profile.last_visit | date: "long" }}', '{{ profile.points | plus: 80 }}',
  '<a href="https://letters.example/p/{{ event.sku }}?c={{ event.cart_id }}">{{ event.product }}</a>',
  '{% if profile.points > 400 %}{{ profile.points }} points{% else %}{{ profile.orders }} orders{% endif %}',
];

/**
 * Writes a project into `folder` in which so many people each get one letter at `MOMENT`, an email of 44 KB with values in 58 places, and builds its plan: the same number gives the same bytes. Returns the plan.
 */
export function makeLetters(folder, people) {
  mkdirSync(join(folder, 'campaigns'), { recursive: true });
  mkdirSync(join(folder, 'templates'), { recursive: true });
  mkdirSync(join(folder, 'data'), { recursive: true });
  const write = (path, text) => writeFileSync(join(folder, path), text);
  write('lifecycle.config.yaml', CONFIG);
  write('campaigns/letters.yaml', CAMPAIGN);
  write('templates/letter.mjml', letter());
  const range = Array.from({ length: people }, (_, i) => i);
  const day = (n) => new Date(Date.UTC(1950, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
  const profiles = range.map((i) => `p${i},p${i}@people.example,Europe/Berlin,Zoë${i},Köln ${i % 90},${day((i * 37) % 20_000)},${i % 900},2026-02-${10 + (i % 18)}T18:${10 + (i % 50)}:00Z,true`);
  write('data/profiles.csv', `id,email,tz,first_name,city,birthday,points,last_visit,consent_news\n${profiles.join('\n')}\n`);
  const events = range.flatMap((i) => [
    ...[1, 2, 3].map((n) => [`o${i}-${n}`, i, 'order_placed', new Date(MOMENT - ((i % 80) + n * 20) * 86_400_000).toISOString(), '', '', '', (i % 70) + n * 10.5]),
    [`k${i}`, i, 'kept', new Date(MOMENT).toISOString(), `KET-${i % 40}`, `Kettle No. ${i % 40}`, `c/${4711 + i}`, ''],
  ]);
  write('data/events.csv', `id,profile_id,name,time,sku,product,cart_id,value\n${events.map(([id, i, ...rest]) => [id, `p${i}`, ...rest].join(',')).join('\n')}\n`);
  const plan = join(folder, 'plan.json');
  const built = spawnSync(process.execPath, [CLI, 'build', '--project', folder, '--out', plan], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`${built.stdout}${built.stderr}`);
  return JSON.parse(readFileSync(plan, 'utf8'));
}

function letter() {
  const rows = Array.from(
    { length: 34 },
    (_, i) => `        <tr><td style="padding: 4px 12px 4px 0; color: #6b5d4f; font-size: 14px; line-height: 22px; border-bottom: 1px solid #e8e0d5">Line ${i + 1} of what you kept with us</td><td style="padding: 4px 0; font-size: 14px; line-height: 22px; border-bottom: 1px solid #e8e0d5; text-align: right">${ROWS[i % ROWS.length]}</td></tr>`,
  );
  const sections = Array.from(
    { length: 3 },
    (_, i) => `    <mj-section background-color="#ffffff" padding="16px 24px">
      <mj-column width="66%"><mj-text>Part ${i + 1}: water just off the boil, fifteen grams of coffee for a quarter of a litre, and three minutes for yourself. Nobody minds if it takes four, as long as it is good.</mj-text></mj-column>
      <mj-column width="34%"><mj-button href="https://letters.example/part/${i + 1}">Read part ${i + 1}</mj-button></mj-column>
    </mj-section>`,
  );
  return `---
subject: 'What you kept, {{ profile.first_name | default: "there" }}'
preheader: A list of it all
---
<mjml>
  <mj-head><mj-attributes><mj-text font-family="Georgia, serif" font-size="16px" line-height="26px" color="#3d3229" /></mj-attributes></mj-head>
  <mj-body background-color="#f6f1ea">
    <mj-section><mj-column><mj-text>Dear {{ profile.first_name | default: "friend" }}, this is what you kept.</mj-text>
      <mj-table>
${rows.join('\n')}
      </mj-table>
    </mj-column></mj-section>
${sections.join('\n')}
    <mj-section><mj-column><mj-text>Letters GmbH, 1 High Street, London. <a href="{{ message.unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section>
  </mj-body>
</mjml>
`;
}

const CONFIG = `project: letters
timezone: Europe/Berlin
data: {profiles: data/profiles.csv, events: data/events.csv}
identity: {id: id, email: email, timezone: tz}
attributes:
  email: {type: string, pii: true}
  first_name: {type: string, pii: true, optional: true}
  city: {type: string, optional: true}
  birthday: {type: date, optional: true}
  points: {type: number}
  last_visit: {type: time, optional: true}
  consent_news: {type: boolean}
events:
  kept: {sku: string, product: string, cart_id: string}
  order_placed: {value: number}
traits:
  orders: {count: order_placed}
  spend_365d: {sum: order_placed.value, within: 365d}
metrics:
  orders: {share: order_placed}
topics:
  news: {label: News, consent: consent_news}
policies:
  quiet_hours: {from: "21:00", to: "08:00", on_blocked: defer}
  frequency_caps: [{messages: 3, per: 7d, on_blocked: defer}]
  lateness: 2d
channels:
  email:
    transport: "\${SMTP_URL}"
    from: Letters <hello@letters.example>
    postal_address: Letters GmbH, 1 High Street, London
    unsubscribe: https://mail.letters.example/u
`;

const CAMPAIGN = `name: Letters
goal: Everybody has a list of what they kept
kpi: {metric: orders, window: 7d}
triggers: [{event: kept}]
steps:
  - {id: letter, email: {template: letter, topic: news}}
`;
