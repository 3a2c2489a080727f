import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { csv, makeProject, ndjson, type TestProject } from '../project.js';

/** One line of the export: a real invoice of a British wholesaler of gifts. */
export interface Invoice {
  readonly number: string;
  /** Empty for a guest. */
  readonly customer: string;
  readonly at: number;
  readonly amount: number;
  /** A number that begins with C takes an earlier invoice back. */
  readonly cancels: boolean;
}

/** Reads the export; no field of it is quoted. */
export function readInvoices(file: string): readonly Invoice[] {
  const [, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [number = '', customer = '', time = '', amount = ''] = line.split(',');
    return { number, customer, at: Date.parse(time), amount: Number(amount), cancels: number.startsWith('C') };
  });
}

/** Whether a customer ticked "news and offers": the recipe says yes, unless the number ends in 7. */
export function consents(customer: string): boolean {
  return !customer.endsWith('7');
}

/** The customer's made-up address. */
export function addressOf(customer: string): string {
  return `customer-${customer}@retail.example`;
}

/**
 * The recipe: each customer number is a profile in London with an address made from it; each invoice is an event, `order_cancelled` when its number begins with C and
 * `order_placed` otherwise (the four give-aways over 0.00 too). Guests' invoices stay in the export, without a profile.
 */
export function makeRetailShop(invoices: readonly Invoice[], maxBadRatio: string): TestProject {
  const customers = [...new Set(invoices.map(({ customer }) => customer))].filter((id) => id !== '').sort();
  const template = (subject: string, text: string): string => `---
subject: "${subject}"
---
<mjml><mj-body><mj-section><mj-column><mj-text>${text}
<a href="{{ message.unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>
`;
  const files = {
    'lifecycle.config.yaml': config(maxBadRatio),
    'campaigns/onboarding.yaml': ONBOARDING,
    'campaigns/reorder.yaml': REORDER,
    'campaigns/win-back.yaml': WIN_BACK,
    'templates/thanks.mjml': template('thanks {{ event.order_id }}', 'Your first order is on its way.'),
    'templates/tips.mjml': template('tips {{ event.order_id }}', 'How our customers show them.'),
    'templates/note.mjml': template('note {{ event.order_id }}', 'What goes well with it.'),
    'templates/miss-you.mjml': template('miss-you {{ event.order_id }}', 'It has been a while.'),
    'templates/last-word.mjml': template('last-word {{ event.order_id }}', 'A last word from us.'),
    'data/profiles.csv': csv([
      ['id', 'email', 'tz', 'consent_offers'],
      ...customers.map((id) => [id, addressOf(id), 'Europe/London', consents(id)]),
    ]),
    'data/events.ndjson': ndjson(
      invoices.map(({ number, customer, at, amount, cancels }) => ({
        id: number,
        profile_id: customer,
        name: cancels ? 'order_cancelled' : 'order_placed',
        time: new Date(at).toISOString(),
        properties: { order_id: number, value: amount },
      })),
    ),
  };
  // Each message is two commits that wait for the disk. What is counted does not depend on the disk, so take memory where there is some.
  return makeProject(files, existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
}

// The project's own clock is UTC, so that a tick a day is one every 24 hours; people's clocks are London's.
const config = (maxBadRatio: string): string => `project: online-retail
timezone: UTC
data: {profiles: data/profiles.csv, events: data/events.ndjson}
identity: {id: id, email: email, timezone: tz}
attributes:
  email: {type: string, pii: true}
  consent_offers: {type: boolean}
events:
  order_placed: {order_id: string, value: number}
  order_cancelled: {order_id: string, value: number}
traits:
  orders: {count: order_placed}
metrics:
  order_rate: {share: order_placed}
topics:
  offers: {label: Offers, consent: consent_offers}
  service: {label: Your order, transactional: true}
policies:
  quiet_hours: {from: "20:00", to: "08:00", on_blocked: defer}
  frequency_caps: [{messages: 1, per: 7d, on_blocked: skip}]
  lateness: 2d
  max_bad_ratio: ${maxBadRatio}
holdouts: {global: 2%, salt: retail-2010}
channels:
  email:
    transport: smtp://mail.retail.example
    from: Retail <hello@retail.example>
    postal_address: 1 High Street, London
    unsubscribe: https://mail.retail.example/u
`;

const ONBOARDING = `name: Onboarding
goal: A second order
kpi: {metric: order_rate, window: 60d}
priority: 80
triggers: [{event: order_placed}]
audience: {attribute: orders, is: 1}
exit_on: [{event: order_cancelled}]
steps:
  - {id: thanks, email: {template: thanks, topic: service}}
  - {id: tips, delay: {for: 3d, at: "10:00"}, email: {template: tips, topic: offers}}
`;

const REORDER = `name: Reorder
goal: Sell what goes with it
kpi: {metric: order_rate, window: 30d}
priority: 50
triggers: [{event: order_placed, key: order_id}]
reentry: always
steps:
  - {id: note, delay: {for: 2d, at: "09:00"}, email: {template: note, topic: offers}}
`;

const WIN_BACK = `name: Win-back
goal: Bring customers back
kpi: {metric: order_rate, window: 60d}
priority: 60
holdout: 10%
triggers: [{inactive: {event: order_placed, for: 60d}}]
exit_on: [{event: order_placed}]
reentry: {after: 180d}
steps:
  - {id: miss-you, email: {template: miss-you, topic: offers}}
  - {id: last-word, delay: 14d, email: {template: last-word, topic: offers}}
`;
