import type { RuleExample } from '../rule.js';
import { exampleTexts } from './example-texts.js';

/** For the codes that are found while reading, settling and compiling: how to break the example project so that it alone speaks, by code. */
export const catalogExamples: Readonly<Record<string, RuleExample>> = {
  LC101: inCart('audience: {attribute: country, in: [DE, AT}', 'audience: {attribute: country, in: [DE, AT]}'),
  LC102: inMonthly('goal: [be, remembered]', 'goal: Be remembered'),
  LC103: inMonthly('re_entry: always', 'reentry: always'),
  LC104: inMonthly('email: {template: letter}', 'email: {template: letter, topic: offers}'),
  LC105: inMonthly('reentry: always\nreentry: never', 'reentry: always'),
  LC106: inCart('delay: two days', 'delay: 2d'),
  LC107: inConfig('global: 0.02', 'global: 2%'),
  LC108: inConfig('on_blocked: wait', 'on_blocked: defer'),
  LC109: inMonthly('- id: The Letter', '- id: letter'),
  LC110: inMonthly(
    'email: {template: letter, topic: offers}\n    exit: done',
    'email: {template: letter, topic: offers}',
  ),
  LC112: inCart('where: {value: {gte: 020}}', 'where: {value: {gte: 20}}'),
  LC113: inConfig(
    'constructor: {event: order_placed, count: {gte: 1}}',
    'buyers: {event: order_placed, count: {gte: 1}}',
  ),
  LC190: inMonthly('# lifecycle-ignore LC220: goes out in spring\nreentry: always', 'reentry: always'),
  LC191: inMonthly('# lifecycle-ignore LC220\nreentry: always', 'reentry: always'),
  LC192: inConfig('rules: {unused-templat: off}\nholdouts:', 'holdouts:'),
  LC193: inConfig('rules: {LC601: off}\nholdouts:', 'holdouts:'),
  LC194: inConfig('rules: {LC220: off, unused-template: error}\nholdouts:', 'holdouts:'),
  LC195: inConfig('rules: {campaigns/legacy/**: {LC424: off}}\nholdouts:', 'holdouts:'),
  LC505: inLetter(
    '{% if profile.orders > 3 %}\n    <mj-section><mj-column><mj-text>New things are here.</mj-text></mj-column></mj-section>\n    {% endif %}',
    '<mj-section><mj-column><mj-text>New things are here.</mj-text></mj-column></mj-section>',
  ),
  LC506: inLetter('<span style="color: {{ profile.country }}">New things</span> are here.', 'New things are here.'),
  LC507: inHelp("{{ profile.first_name | default: 'there' | raw }}", "{{ profile.first_name | default: 'there' }}"),
  LC508: {
    file: 'templates/letter.txt',
    bad: 'New things are here.\n',
    good: 'New things are here. No more of this: {{ message.unsubscribe_url }}\n',
  },
  LC509: inLetter('{% capture what %}New things{% endcapture %}{{ what }} are here.', 'New things are here.'),
  LC510: inHelp("{{ profile.first_name | default: 'there' | escape }}", "{{ profile.first_name | default: 'there' }}"),
  LC511: inLetter('{% include profile.country %}', 'New things are here.'),
  LC512: inLetter('<a href="javascript:open()">New things</a> are here.', 'New things are here.'),
  LC525: inLetter(
    '<p>{{ profile.country | raw: "written by our editors" }}</p> New things are here.',
    'New things are here.',
  ),
  LC701: inLetter('<mj-txt>New things are here.</mj-txt>', '<mj-text>New things are here.</mj-text>'),
  LC703: inLetter('<mjml>\n  <mj-head><mj-preview>New</mj-preview></mj-head>\n', '<mjml>\n'),
  LC704: inLetter('<mj-text>New things are here.', '<mj-text>New things are here.</mj-text>'),
  LC705: inLetter(
    '    Hello!\n    <mj-include path="partials/footer.mjml" />',
    '    <mj-include path="partials/footer.mjml" />',
  ),
  LC707: {
    file: 'templates/push/hello.liquid',
    bad: '{% comment %}New things are here.{% endcomment %}',
    good: 'New things are here.',
    beside: exampleTexts,
  },
  LC711: {
    file: 'templates/text/hello.liquid',
    bad: `look in again! ${'There are chairs and tables and lamps of every kind. '.repeat(31)}`,
    good: 'look in again! ',
    beside: exampleTexts,
  },
  LC712: inCall('"orders": {{ profile.orders }},}', '"orders": {{ profile.orders }}}'),
  LC713: inCall(
    '"orders": {% if profile.orders > 1 %}"{% endif %}{{ profile.orders }}}',
    '"orders": {{ profile.orders }}}',
  ),
  LC725: inLetter(
    '---\nsubject: "This month\\nat {{ project.name }}"\n',
    '---\nsubject: This month at {{ project.name }}\n',
  ),
  LC760: inLetter('<a href="https://acme.example/?utm_source=spring">New things</a> are here.', 'New things are here.'),
  LC762: inLetter(
    '<a href="https://acme.example/new{% if profile.orders > 3 %}?vip=1{% endif %}">New things</a> are here.',
    'New things are here.',
  ),
  LC763: inLetter(
    '<mj-social><mj-social-element name="x" href="https://x.com/acme">us</mj-social-element></mj-social>',
    '<mj-text>New things are here.</mj-text>',
  ),
  LC764: inLetter(
    '<mj-raw>{% if profile.orders > 3 %}<mj-section><mj-column><mj-text>Old friends.</mj-text></mj-column></mj-section>{% endif %}</mj-raw>\n    <mj-include path="partials/footer.mjml" />',
    '<mj-include path="partials/footer.mjml" />',
  ),
  LC765: inLetter(
    '<mj-raw>{% if profile.orders > 3 %}</mj-raw><mj-column><mj-text>Old friends.</mj-text></mj-column><mj-raw>{% endif %}</mj-raw></mj-section>\n    <mj-include path="partials/footer.mjml" />',
    '</mj-section>\n    <mj-include path="partials/footer.mjml" />',
  ),
  LC706: inLetter('---\n', '---\nsubject: This month at {{ project.name }}\n'),
};

function inCall(bad: string, good: string): RuleExample {
  return { file: 'templates/hook/told.liquid', bad, good, beside: exampleTexts };
}

function inConfig(bad: string, good: string): RuleExample {
  return { file: 'lifecycle.config.yaml', bad, good };
}

function inCart(bad: string, good: string): RuleExample {
  return { file: 'campaigns/cart.yaml', bad, good };
}

function inMonthly(bad: string, good: string): RuleExample {
  return { file: 'campaigns/monthly.yaml', bad, good };
}

function inHelp(bad: string, good: string): RuleExample {
  return { file: 'templates/cart/help.mjml', bad, good };
}

function inLetter(bad: string, good: string): RuleExample {
  return { file: 'templates/letter.mjml', bad, good };
}
