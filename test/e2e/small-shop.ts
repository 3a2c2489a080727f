import { csv, makeProject, ndjson, type TestProject } from './project.js';

/** What of the small shop a test wants otherwise. */
export interface SmallShop {
  readonly timezone?: string;
  readonly transport?: string;
  /** YAML under `policies:`, each line indented by two. */
  readonly policies?: string;
  /** YAML at the top level of the configuration. */
  readonly more?: string;
  /** YAML from `triggers:` on, by campaign id. */
  readonly campaigns?: Readonly<Record<string, string>>;
  readonly profiles?: string;
  readonly events?: string;
  readonly subject?: string;
  /** Where its folder is made: the system's folder for temporary files. */
  readonly folder?: string;
}

/** A campaign that answers every `pinged` event with one letter at once. */
export const ANSWER = `triggers: [{event: pinged}]
reentry: always
steps:
  - {id: letter, email: {template: letter, topic: news}}
`;

/** One profile a row of `profiles.csv`, with consent. */
export function person(id: string, zone = 'UTC', email = `${id}@people.example`, firstName = 'Ada'): readonly string[] {
  return [id, email, zone, firstName, 'true'];
}

/** The text of `profiles.csv`. */
export function people(rows: readonly (readonly string[])[]): string {
  return csv([['id', 'email', 'tz', 'first_name', 'consent_news'], ...rows]);
}

/** One `pinged` event. */
export function ping(profileId: string, time: string, id = `${profileId} ${time}`): object {
  return { id, profile_id: profileId, name: 'pinged', time, properties: { note: id } };
}

/** The smallest project that sends: one event, one topic with consent, one topic without, one template. */
export function makeSmallShop(shop: SmallShop = {}): TestProject {
  const campaigns = shop.campaigns ?? { answer: ANSWER };
  const campaignFiles = Object.entries(campaigns).map(([id, rest]) => [
    `campaigns/${id}.yaml`,
    `name: ${id}\ngoal: Show that it works\nkpi: {metric: pings, window: 7d}\n${rest}`,
  ]);
  const files = {
    'lifecycle.config.yaml': `project: small-shop
timezone: ${shop.timezone ?? 'UTC'}
data: {profiles: data/profiles.csv, events: data/events.ndjson}
identity: {id: id, email: email, timezone: tz}
attributes:
  email: {type: string, pii: true}
  first_name: {type: string, pii: true, optional: true}
  consent_news: {type: boolean}
events:
  pinged: {note: string}
metrics:
  pings: {share: pinged}
# Everybody counts in these tests.
rules: {LC424: off}
topics:
  news: {label: News, consent: consent_news}
  service: {label: Service, transactional: true}
policies:
${shop.policies ?? '  lateness: 2d'}
channels:
  email:
    transport: ${JSON.stringify(shop.transport ?? 'smtp://127.0.0.1:1')}
    from: Small Shop <hello@small-shop.example>
    postal_address: Small Shop, 1 High Street, London
    unsubscribe: https://mail.small-shop.example/u
${shop.more ?? ''}`,
    ...Object.fromEntries(campaignFiles),
    'templates/letter.mjml': `---
subject: ${JSON.stringify(shop.subject ?? 'Hello {{ profile.first_name | default: "there" }}')}
preheader: Good to see you
---
<mjml><mj-body><mj-section><mj-column><mj-text>Dear {{ profile.first_name | default: "friend" }}, good to see you.
Small Shop, 1 High Street, London. <a href="{{ message.unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>
`,
    'data/profiles.csv': shop.profiles ?? people([person('ada')]),
    'data/events.ndjson': shop.events ?? ndjson([ping('ada', '2026-03-02T10:00:00Z')]),
  };
  return shop.folder === undefined ? makeProject(files) : makeProject(files, shop.folder);
}
