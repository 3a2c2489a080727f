import { exampleProject } from './example-project.js';

const config = exampleProject['lifecycle.config.yaml'] ?? '';

/** A campaign that texts and calls, for the examples of rules about channels other than email. */
export const exampleTexts: Readonly<Record<string, string>> = {
  'lifecycle.config.yaml': config.replace('email: email, ', 'email: email, phone: phone, ').replace(
    'channels:\n',
    `channels:
  sms: {url: https://sms.acme.example/send, secret: "\${SMS_SECRET}"}
  push: {url: "\${PUSH_URL}", secret: "\${PUSH_SECRET}"}
  webhook: {url: "\${CRM_URL}", secret: "\${CRM_SECRET}"}
`,
  ),
  'campaigns/texts.yaml': `name: Texts
owner: crm@acme.example
goal: Reach people who read no email
kpi: {metric: order_rate, window: 30d}
holdout: 5%
triggers: [{enters: {segment: big_spenders}}]
exit_on: [{event: order_placed}]
steps:
  - id: text
    sms: {template: text/hello, topic: offers}
  - id: nudge
    delay: 1d
    when: {not: {message: {step: text, was: clicked}}}
    push: {template: push/hello, topic: offers}
  - id: tell
    webhook: {template: hook/told, topic: service}
`,
  'templates/text/hello.liquid': `Hi {{ profile.first_name | default: 'there' }}, look in again! Stop these texts: {{ message.unsubscribe_url }}
`,
  'templates/push/hello.liquid': `---
title: Look in again
---
New things are here.
`,
  'templates/hook/told.liquid': `{"name": "{{ profile.first_name | default: '' }}", "orders": {{ profile.orders }}}
`,
};
