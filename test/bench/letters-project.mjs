import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KINDS = ['brewers', 'grinders', 'kettles', 'beans'];

/** When everybody's letter is due. */
export const DUE = Date.UTC(2026, 2, 2, 9);

/**
 * Writes a project in `folder` that sends each of so many people one letter at `DUE`: of 44 KB, with some fifty values, a dozen choices and a loop over three products, as a monthly account of a
 * large shop has them. No two people have the same values.
 */
export function makeLettersProject(folder, people) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const name of ['theme', 'header', 'footer'])
    cpSync(join(ROOT, `templates/partials/${name}.mjml`), join(folder, `templates/partials/${name}.mjml`));
  write('lifecycle.config.yaml', CONFIG);
  write('campaigns/account.yaml', CAMPAIGN);
  write('templates/account.mjml', template());
  const ids = Array.from({ length: people }, (_, i) => i);
  write('data/profiles.csv', `id,email,first_name,city,birthday,favourite,points,spend,orders,consent_news\n${ids.map(profile).join('\n')}\n`);
  write('data/events.ndjson', `${ids.map((i) => JSON.stringify(event(i))).join('\n')}\n`);
}

/** The same person as one's own sender would have it: what the template asks for, in one object. */
export function personOf(i) {
  const [, email, firstName, city, birthday, favourite, points, spend, orders] = profile(i).split(',');
  const unsubscribe = `https://mail.letters.example/u/${String(i).padStart(72, 'x')}`;
  return {
    project: { name: 'letters' },
    campaign: { id: 'account', name: "The month's account" },
    step: { id: 'account' },
    profile: { email, first_name: firstName, city, birthday, favourite, points: Number(points), spend: Number(spend), orders: Number(orders) },
    event: event(i).properties,
    message: { id: String(i).padStart(52, 'x'), unsubscribe_url: unsubscribe, view_url: unsubscribe },
  };
}

const idOf = (i) => `p${String(i).padStart(7, '0')}`;

function profile(i) {
  const born = new Date(Date.UTC(1950 + (i % 50), i % 12, 1 + (i % 28))).toISOString().slice(0, 10);
  const name = ['Zoë', 'Ana', 'Jürgen', 'Mia'][i % 4];
  return [idOf(i), `${idOf(i)}@people.example`, `${name} ${i}`, `Köln ${i % 90}`, born, KINDS[i % 4], 300 + (i % 500), (100 + i * 1.37).toFixed(2), i % 12, true].join(',');
}

function event(i) {
  const products = [0, 1, 2].map((each) => `Kettle No. ${(i + each) % 40}`).join('|');
  const properties = { number: `2026-${i}`, products, sku: `KET-${i % 40}`, total: 20 + (i % 180) + 0.5, placed: `2026-0${1 + (i % 2)}-${10 + (i % 18)}`, parcel: `DE${4_711_000 + i}` };
  return { id: `e${i}`, profile_id: idOf(i), name: 'account_closed', time: new Date(DUE - 60_000).toISOString(), properties };
}

const CONFIG = `# yaml-language-server: $schema=../schemas/config.schema.json
project: letters
timezone: UTC
data: {profiles: data/profiles.csv, events: data/events.ndjson}
identity: {id: id, email: email}
attributes:
  email: {type: string, pii: true}
  first_name: {type: string, pii: true, optional: true}
  city: {type: string, optional: true}
  birthday: {type: date, pii: true}
  favourite: {type: string, enum: [${KINDS.join(', ')}]}
  points: {type: number}
  spend: {type: number}
  orders: {type: number}
  consent_news: {type: boolean}
events:
  account_closed: {number: string, products: string, sku: string, total: number, placed: date, parcel: string}
metrics:
  accounts: {share: account_closed}
# Everybody counts here.
rules: {LC424: off}
topics:
  news: {label: News, consent: consent_news}
policies:
  frequency_caps: [{messages: 4, per: 7d, on_blocked: skip}]
  lateness: 2d
channels:
  email:
    transport: smtp://127.0.0.1:1
    from: Quiet Kettle <hello@letters.example>
    postal_address: Quiet Kettle GmbH, Kesselgasse 4, 04107 Leipzig, Germany
    unsubscribe: https://mail.letters.example/u
`;

const CAMPAIGN = `# yaml-language-server: $schema=../../schemas/campaign.schema.json
name: The month's account
goal: Say what came of the month
kpi: {metric: accounts, window: 7d}
triggers: [{event: account_closed}]
reentry: always
steps:
  - {id: account, email: {template: account, topic: news}}
`;

const VALUES = [
  ['Order', '{{ event.number }}'],
  ['Placed on', '{{ event.placed | date: "%-d %B %Y" }}'],
  ['Sum', '{{ event.total | currency: "EUR" }}'],
  ['Parcel', '<a href="https://shop.example/parcels/{{ event.parcel | url_part }}?o={{ event.number | url_part }}">{{ event.parcel }}</a>'],
  ['Goes to', '{{ profile.city | default: "your town" }}'],
  ['Points', '{{ profile.points | plus: 80 }}'],
  ['Spent so far', '{{ profile.spend | currency: "EUR" }}'],
  ['Article', '{{ event.sku | downcase }}'],
  ['You like', '{{ profile.favourite | capitalize }}'],
  ['Regular', '{% if profile.orders > 5 %}yes, {{ profile.orders }} orders{% else %}not yet{% endif %}'],
];

function template() {
  const rows = (from, count) =>
    Array.from({ length: count }, (_, i) => VALUES[(from + i) % VALUES.length])
      .map(([name, value]) => `          <tr><th scope="row">${name}</th><td>${value}</td></tr>`)
      .join('\n');
  const sections = Array.from(
    { length: 2 },
    (_, i) => `    <mj-section padding="32px 32px 0">
      <mj-column>
        <mj-text mj-class="title"><h2>Part ${i + 1}, {{ profile.first_name | default: 'friend' }}</h2></mj-text>
        <mj-text>${'Whatever we sent you is listed here, and whatever is still on its way. '.repeat(27)}{{ event.number }}</mj-text>
        <mj-table mj-class="facts">
${rows(i * 8, 8)}
        </mj-table>
        <mj-button href="https://shop.example/accounts/{{ event.number | url_part }}?part=${i}">See the whole of part ${i + 1}</mj-button>
      </mj-column>
    </mj-section>`,
  ).join('\n');
  return `---
subject: "Your account {{ event.number }}, {{ profile.first_name | default: 'friend' }}"
preheader: "{{ event.total | currency: 'EUR' }} in all, and {{ profile.points }} points"
---
<mjml>
  <mj-head>
    <mj-include path="partials/theme.mjml" />
  </mj-head>
  <mj-body>
    <mj-include path="partials/header.mjml" />
    <mj-section mj-class="hero spruce">
      <mj-column>
        <mj-text mj-class="eyebrow">{{ profile.favourite }}</mj-text>
        <mj-text mj-class="headline"><h1>Hello {{ profile.first_name | default: 'friend' }}</h1></mj-text>
        <mj-text mj-class="lead">This is what the month was, with {{ profile.points }} points since {{ profile.birthday | date: "%-d %B" }}.</mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="32px 32px 0">
      <mj-column>
        <mj-table mj-class="facts">
          {% assign products = event.products | split: "|" %}{% for product in products %}<tr><th scope="row">{{ forloop.index }}</th><td>{{ product }}, {{ product | size | times: 3 }} cl, for your {{ profile.favourite }}</td></tr>{% endfor %}
        </mj-table>
      </mj-column>
    </mj-section>
${sections}
    <mj-include path="partials/footer.mjml" />
  </mj-body>
</mjml>
`;
}
