import { compileText as compileWords } from '../../src/compile/templates/compile-text.js';
import { resolveIncludes } from '../../src/compile/templates/resolve-includes.js';
import type { CompiledTemplate } from '../../src/model/plan.js';
import type { Tracking, TrackingPart } from '../../src/model/tracking.js';
import { buildContext, type LiquidContext, type TypedValues } from '../../src/render/build-context.js';
import { compileText, inColumn } from '../compile/templates/compile-text.js';

/** Templates that show one value in every kind of place there is, compiled as a project's are. */
export interface HostileTemplates {
  /** The value is in every place of the body; subject and sender are written. */
  readonly body: CompiledTemplate;
  /** The value is in the subject and, by that, in the title. */
  readonly subject: CompiledTemplate;
  /** The value is in the name of the sender. */
  readonly from: CompiledTemplate;
  readonly webhook: CompiledTemplate;
  readonly sms: CompiledTemplate;
}

const TITLE = 'catalogs.products[event.sku].title';
/** Places by id: what stands there is asked of the page. */
const BODY = inColumn(`
<mj-text>Dear <b id="name">{{ profile.first_name }}</b>, you looked at <i id="event">{{ event.note }}</i>:
  <span id="catalog">{{ ${TITLE} }}</span>, <span id="filtered">{{ event.note | append: profile.first_name }}</span>.
  {% assign kept = event.note %}{% if kept contains "a" %}A{% else %}B{% endif %}
  <u id="double" title="{{ event.note }}">1</u> <u id="single" title='{{ profile.first_name }}'>2</u>
  <a id="whole" href="{{ event.note }}">3</a>
  <a id="part" href="https://shop.example/p/{{ event.note }}/end?n={{ profile.first_name }}#t">4</a>
  <a id="quoted" href='https://shop.example/p/{{ event.note }}/end?n={{ profile.first_name }}#t'>5</a></mj-text>
<mj-button href="{{ ${TITLE} }}" title="{{ ${TITLE} }}">6 {{ event.note }}</mj-button>
<mj-table><tr><td id="cell">{{ event.note }}</td></tr></mj-table>`);
const SHORT = inColumn('<mj-text>Hello</mj-text>');
const JSON_BODY = `{"name": "{{ profile.first_name }}", "note": "{{ event.note }}", "title": "{{ ${TITLE} }}", "link": "https://shop.example/p/{{ event.note }}"}`;
const SMS = `{{ event.note }} https://shop.example/p/{{ event.note }}`;
const TRACKING: Tracking = {
  parameters: new Map<string, readonly TrackingPart[]>([
    ['utm_source', [{ text: 'shop' }]],
    ['utm_campaign', [{ path: 'campaign.id' }]],
  ]),
  only: null,
  unsubscribe: 'https://mail.shop.example/u',
};
const PREHEADER = 'For {{ profile.first_name }}: {{ event.note }}';

/** Compiles them all. */
export async function compileHostile(): Promise<HostileTemplates> {
  const email = async (text: string, subject: string, from: string | null) => {
    const { template, shown } = await compileText(text, { subject, from, preheader: PREHEADER, tracking: TRACKING });
    if (template === null) throw new Error(shown.join('\n'));
    return template;
  };
  const words = (text: string, use: 'json' | 'sms') => {
    const { source } = resolveIncludes({ file: 'templates/a.liquid', text, offset: 0 }, () => null);
    const input = { source, lang: 'en', subject: '', preheader: null, from: null, text: null, tracking: null };
    const { template, findings } = compileWords(input, use);
    if (template === null) throw new Error(findings.map(({ message }) => message).join('\n'));
    return template;
  };
  return {
    body: await email(BODY, 'Hello', null),
    subject: await email(SHORT, 'Dear {{ profile.first_name }}', null),
    from: await email(SHORT, 'Hello', '{{ profile.first_name }} at Shop <hello@shop.example>'),
    webhook: words(JSON_BODY, 'json'),
    sms: words(SMS, 'sms'),
  };
}

/** A person, an event and a row of a catalog that all hold the same text. */
export function contextWith(text: string): LiquidContext {
  const typed = (name: string, more: TypedValues['values'] = {}): TypedValues => ({
    values: { [name]: text, ...more },
    types: { [name]: 'string', sku: 'string' },
  });
  return buildContext({
    project: { name: 'shop' },
    campaign: { id: 'c', name: 'C' },
    step: { id: 's' },
    profile: typed('first_name'),
    event: typed('note', { sku: 'S1' }),
    message: { id: 'm', unsubscribeUrl: 'https://mail.shop.example/u/1', viewUrl: null },
    content: {
      blocks: {},
      catalogs: { products: new Map([['S1', typed('title')]]) },
      keys: { 'event.sku': 'S1' },
      code: null,
    },
    zone: 'UTC',
  });
}

/** The names of the query of the links that hold a value in their middle. */
export const PARAMETERS: readonly string[] = ['n', 'utm_source', 'utm_campaign'];

/** What of a text is shown, said a second time: no control characters but tabs and line breaks, nothing that turns the direction, and U+FFFD for each half of a pair. */
export function shownOf(text: string): string {
  let shown = '';
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const isControl = (point < 0x20 && ![0x09, 0x0a, 0x0d].includes(point)) || (point >= 0x7f && point <= 0x9f);
    const turns = (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    if (isControl || turns) continue;
    shown += point >= 0xd800 && point <= 0xdfff ? '\ufffd' : character;
  }
  return shown;
}
