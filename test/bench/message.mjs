import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import MailComposer from 'nodemailer/lib/mail-composer';
import { assembleEmail } from '../../dist/render/assemble-email.js';
import { ByteSink } from '../../dist/render/byte-sink.js';
import { listHeaders } from '../../dist/render/list-headers.js';
import { makeLiquid } from '../../dist/render/liquid-engine.js';
import { encodeEmail } from '../../dist/render/render-email.js';
import { bindKeys } from '../../dist/render/template-needs.js';
import { plainLiquid } from './plain-liquid.mjs';

// Makes emails of the example shop three ways in turn: LiquidJS alone, LiquidJS with nodemailer's composer, and the way they are made here: rendered, encoded and put together. Median CPU time of an
// email, with the thread that collects garbage.
setFlagsFromString('--expose-gc');
/** Each way pays for its own garbage. */
const collect = runInNewContext('gc');
const ROUNDS = Number(process.argv[2] ?? 15);
const DATE = Date.UTC(2026, 2, 2, 9, 5, 7);
const UNSUBSCRIBE = `https://mail.shop.example/unsubscribe/${'x'.repeat(72)}`;
const HEADERS = listHeaders({ project: 'shop', campaign: 'cart', step: 'help', topic: 'offers', unsubscribeUrl: UNSUBSCRIBE, domain: 'shop.example' });
const HEAD = { messageId: '<k7w2j4q6t5r3n2m7@shop.example>', from: 'Ana Müller <hello@shop.example>', replyTo: 'help@shop.example', to: 'zoe@people.example', toName: null, headers: HEADERS };
const PERSON = {
  project: { name: 'shop' },
  campaign: { id: 'cart', name: 'Cart recovery' },
  step: { id: 'help' },
  profile: { first_name: 'Zoë', consent_tips: true, favourite_category: 'beans', city: 'Köln', birthday: '1990-02-28', last_order: '2026-01-12T18:40', spend: 1234.5, points: 420 },
  event: { cart_id: 'c-4711', product: 'Kettle No. 3', category: 'kettles', order_number: '2026-0042', order_id: 'o/42', sku: 'KET-3' },
  message: { id: 'k7w2j4q6t5r3n2m7', unsubscribe_url: UNSUBSCRIBE, view_url: 'https://mail.shop.example/v/1k7w2' },
  blocks: { note: 1 },
  incentive: { code: 'SHIP-7F2K' },
  catalogs: {},
  keys: {},
};

/** Nobody's values are those of the one before: what was made for one is of no use to the next. */
const PEOPLE = Array.from({ length: 500 }, (_, i) => ({
  ...PERSON,
  profile: {
    ...PERSON.profile,
    ...{ first_name: `Zoë${i}`, city: `Köln ${i % 90}`, birthday: `19${50 + (i % 50)}-0${1 + (i % 9)}-${10 + (i % 19)}`, last_order: `2026-0${1 + (i % 2)}-${10 + (i % 18)}T18:${10 + (i % 50)}` },
    ...{ spend: 1000 + i * 1.37, points: 300 + i },
  },
  event: { ...PERSON.event, cart_id: `c-${4711 + i}`, order_id: `o/${i}`, order_number: `2026-${i}`, sku: `KET-${i % 40}`, product: `Kettle No. ${i % 40}` },
  message: { ...PERSON.message, unsubscribe_url: `${UNSUBSCRIBE}${i}`, view_url: `https://mail.shop.example/v/${i}` },
}));
let turn = 0;
const nextPerson = () => PEOPLE[turn++ % PEOPLE.length];

const folder = mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
try {
  const plan = join(folder, 'plan.json');
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const built = spawnSync(process.execPath, [cli, 'build', '--project', root, '--out', plan], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
  const { templates } = JSON.parse(readFileSync(plan, 'utf8'));
  const emails = Object.entries(templates).filter(([, languages]) => languages[''].html !== '').map(([id, languages]) => [id, languages['']]);
  console.log(`load ${loadavg().map((n) => n.toFixed(1)).join(' ')}, ${ROUNDS} rounds, Node ${process.version}`);
  const largest = emails.toSorted(([, a], [, b]) => b.html.length - a.html.length)[0];
  await compare(`the ${emails.length} emails of the shop`, emails.map(([, template]) => template));
  await compare(`its largest email (${largest[0]})`, [largest[1]]);
  await compare('the same with 49 values, 12 of them formatted, and 10 choices', [personal(largest[1])]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A template whose text is spread over rows with a value each, as an order confirmation has them. */
function personal(template) {
  const rows = [
    '{{ profile.first_name | default: "there" }}', '{{ event.product | upcase }}', '{{ event.sku }}', '{{ profile.city | default: "your town" }}',
    '{{ profile.spend | currency: "EUR" }}', '{{ profile.birthday | date: "%-d %B" }}', '{{ profile.last_order | date: "long" }}', '{{ profile.points | plus: 80 }}',
    '<a href="https://shop.example/p/{{ event.sku | url_part }}?c={{ event.cart_id | url_part }}">{{ event.product }}</a>',
    '{% if profile.points > 400 %}{{ profile.points }} points{% else %}points{% endif %}',
  ];
  const pieces = template.html.split('</td>');
  const step = Math.floor(pieces.length / 41);
  const html = pieces.map((piece, at) => (at > 0 && at % step === 0 && at / step <= 40 ? `${rows[(at / step) % rows.length]}${piece}` : piece)).join('</td>');
  const text = `${rows.slice(0, 8).join('\n')}\n${template.text}`;
  return { ...template, html, text };
}

async function compare(what, templates) {
  const size = Math.round(templates.reduce((sum, { html }) => sum + html.length, 0) / templates.length / 1024);
  // As a run does: many messages share what they are written into.
  const sink = new ByteSink();
  const ways = {
    'LiquidJS alone': readied(templates, plainLiquid),
    'LiquidJS alone, with our formats': readied(templates, makeLiquid),
    'LiquidJS and nodemailer': composed(readied(templates, plainLiquid)),
    'made here': templates.map((template) => () => {
      const made = encodeEmail({ template, subject: null, context: nextPerson() }, sink);
      return assembleEmail({ ...HEAD, subject: made.ok.subject }, made.ok.bodies, DATE, HEAD.messageId);
    }),
  };
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS + 3; round += 1)
    for (const [name, makes] of Object.entries(ways)) {
      const repeats = Math.ceil((name.includes('nodemailer') ? 60 : 1500) / makes.length);
      collect();
      const before = process.cpuUsage();
      for (let i = 0; i < repeats; i += 1) for (const make of makes) await make();
      const { user, system } = process.cpuUsage(before);
      if (round >= 3) times[name].push((user + system) / repeats / makes.length);
    }
  const median = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, all.sort((a, b) => a - b)[Math.floor(all.length / 2)]]));
  console.log(`${what}, ${size} KB of HTML`);
  for (const [name, time] of Object.entries(median)) {
    const times = (time / median['made here']).toFixed(1);
    console.log(`  ${`${name}:`.padEnd(34)} ${time.toFixed(0).padStart(5)} µs${name === 'made here' ? '' : `, ${times} times`}`);
  }
}

/** Each template read by an engine once, and rendered for one person after the other: subject, HTML and text. */
function readied(templates, engineFor) {
  return templates.map(({ lang, subject, html, text }) => {
    const plain = engineFor({ lang, escape: false });
    const escaping = engineFor({ lang, escape: true });
    const parsed = [plain.parse(bindKeys(subject)), escaping.parse(bindKeys(html)), plain.parse(bindKeys(text))];
    return () => {
      const person = nextPerson();
      const shown = plain.renderSync(parsed[0], person);
      const context = { ...person, message: { ...person.message, subject: shown } };
      return { subject: shown, html: escaping.renderSync(parsed[1], context), text: plain.renderSync(parsed[2], context) };
    };
  });
}

function composed(makes) {
  const { messageId, from, replyTo, to } = HEAD;
  const headers = Object.fromEntries(HEADERS);
  return makes.map((make) => () => new MailComposer({ ...make(), messageId, from, replyTo, to, date: new Date(DATE), headers }).compile().build());
}
