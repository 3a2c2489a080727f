import { makeProject, type TestProject } from './project.js';

const PERSON = (name: string, more = ''): string => `name: ${name}
profile: {id: p-1, email: ann@people.example, phone: "+491700000001", consent_news: true${more}}
events:
  - "2026-03-02T09:00 pinged {note: hello}"
`;

/** A project with a message of every kind and three personas: what is not given is plain. */
export function makePreviewShop(
  shop: { readonly firstName?: string; readonly files?: Readonly<Record<string, string>> } = {},
): TestProject {
  return makeProject({
    'lifecycle.config.yaml': `project: small-shop
timezone: UTC
data: {profiles: data/profiles.csv, events: data/events.ndjson}
identity: {id: id, email: email, phone: phone}
attributes:
  email: {type: string, pii: true}
  phone: {type: string, pii: true, optional: true}
  first_name: {type: string, pii: true, optional: true}
  consent_news: {type: boolean}
events:
  pinged: {note: string}
metrics:
  pings: {share: pinged}
topics:
  news: {label: News, consent: consent_news}
holdouts: {global: 2%, salt: small}
channels:
  email: {transport: "\${SMTP_URL}", from: Small Shop <hello@shop.example>, postal_address: "Small Shop, Street 1, Berlin", unsubscribe: https://mail.shop.example/u}
  sms: {url: "\${SMS_URL}", secret: "\${SMS_SECRET}"}
  push: {url: "\${PUSH_URL}", secret: "\${PUSH_SECRET}"}
  webhook: {url: "\${HOOK_URL}", secret: "\${HOOK_SECRET}"}
`,
    'campaigns/answer.yaml': `name: Answer
owner: crm@shop.example
goal: Show that it works
kpi: {metric: pings, window: 7d}
holdout: 10%
triggers: [{event: pinged}]
exit_on: [{event: pinged}]
steps:
  - id: letter
    email: {template: letter, topic: news}
  - id: fork
    delay: 2d
    split:
      - variant: by-phone
        weight: 50%
        steps: [{id: text, sms: {template: text, topic: news}}]
      - variant: by-app
        weight: 50%
        steps: [{id: note, push: {template: note, topic: news}}, {id: call, webhook: {template: call, topic: news}}]
  - id: last
    delay: {for: 3d, at: "09:00"}
    when: {attribute: first_name, exists: true}
    email: {template: last, topic: news}
`,
    'templates/letter.mjml': letter("Hello {{ profile.first_name | default: 'there' }}"),
    'templates/last.mjml': letter('One last word', '{{ profile.first_name }}'),
    'templates/text.liquid': "Hi {{ profile.first_name | default: 'there' }}! Reply STOP to end",
    'templates/note.liquid':
      "---\ntitle: Something new\n---\nHi {{ profile.first_name | default: 'there' }}, have a look.",
    'templates/call.liquid': '{"name": {{ profile.first_name | default: \'there\' | json }}}',
    'schemas/personas/ann.yaml': PERSON('Ann', `, first_name: ${JSON.stringify(shop.firstName ?? 'Ann')}`),
    'schemas/personas/nobody.yaml': PERSON('Nobody knows their name'),
    ...shop.files,
  });
}

function letter(subject: string, name = "{{ profile.first_name | default: 'there' }}"): string {
  return `---
subject: "${subject}"
preheader: What is new this week.
---
<mjml><mj-head>
<mj-style>@media (prefers-color-scheme: dark) { body.page, .page > div { background-color: #101820 !important; } .page div, .page a { color: #fefefe !important; } }</mj-style>
</mj-head><mj-body css-class="page" background-color="#ffffff"><mj-section><mj-column>
<mj-text css-class="ink"><h1>Hello ${name}</h1></mj-text>
<mj-image width="100px" height="50px" alt="A kettle" src="https://img.shop.example/kettle.png" />
<mj-text>Small Shop, Street 1, Berlin. <a href="{{ message.unsubscribe_url }}">Unsubscribe</a></mj-text>
</mj-column></mj-section></mj-body></mjml>
`;
}
