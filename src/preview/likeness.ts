import { remember } from '../check/remember.js';
import type { CompiledTemplate, Plan } from '../model/plan.js';
import { traitEvents } from '../model/trait-events.js';
import type { ShownMessage } from './list-messages.js';

/** What a template can show that differs from one message to the next, by the name under which Liquid has it. */
interface Reads {
  readonly campaign: boolean;
  readonly step: boolean;
  /** Something of the message itself but its own links, which all have, and its subject. */
  readonly message: boolean;
  /** Something that may follow from whatever let its reader in. */
  readonly event: boolean;
  /** What of its reader, by name. */
  readonly profile: readonly string[];
}

/** What stands in the headers beside ids never comes near the longest that a header may be. */
const LONG_IDS = 300;
const LIQUID = /\{\{.*?\}\}|\{%.*?%\}/gs;
/** That a link of a message says where it comes from: no rule looks at what it says there. */
const TRACKED = /\butm_\w+=\{\{ (?:campaign|step)\.id \| url_part \}\}/g;
const SHARED = /\bmessage\.(?:unsubscribe_url|view_url|subject)\b/g;

/**
 * What an email in one language is made of beside what all have in common, so that two with the same likeness are the same for everybody but for the token in their own links, and for the ids of campaign and step behind `utm_` there.
 */
export function likenessOf(plan: Plan, message: ShownMessage, tag: string): string {
  const { campaign, step, variant, template, topic, subject, action, from } = message;
  const compiled = plan.templates[template]?.[tag];
  const written = compiled === undefined ? [] : [readsOf(compiled), readsOfText(subject ?? '')];
  const isRead = (name: Exclude<keyof Reads, 'profile'>) => written.some((reads) => reads[name]);
  const isLong = campaign.length + step.length + topic.length > LONG_IDS;
  const isOwn = isLong || isRead('message');
  // Who is let in by an event has had it, and it counts for their traits; which of several it is depends on all of them.
  const entries = from.triggers.flatMap((one) => (one.kind === 'event' || one.kind === 'inactive' ? [one.event] : []));
  const counted = new Set(
    written.flatMap(({ profile }) => profile.flatMap((name) => eventsBehind(plan).get(name) ?? [])),
  );
  return JSON.stringify([
    template,
    tag,
    subject,
    plan.topics[topic]?.transactional ?? null,
    isRead('event') || entries.some((event) => counted.has(event)) ? entries : [],
    action.incentive,
    variant !== null || action.test !== null ? [variant, action.test?.factors ?? []] : null,
    isOwn || isRead('campaign') ? [from.id, from.name] : null,
    isOwn || isRead('step') ? step : null,
    isOwn ? message.id : null,
  ]);
}

/** The events that count for what is known of a person, by the name under which Liquid has it. */
const eventsBehind = remember(({ traits }: Plan): ReadonlyMap<string, readonly string[]> => {
  const events = new Map<string, readonly string[]>();
  for (const [name, { trait }] of Object.entries(traits)) {
    const [shown = ''] = name.split('.');
    events.set(shown, [...(events.get(shown) ?? []), ...traitEvents(trait).map(({ event }) => event)]);
  }
  return events;
});

const readsOf = remember(
  ({ subject, preheader, from, html, text }: CompiledTemplate): Reads =>
    readsOfText([subject, preheader ?? '', from ?? '', html, text].join('\n')),
);

function readsOfText(text: string): Reads {
  const each = Array.from(text.replace(TRACKED, '').matchAll(LIQUID), ([tag]) => tag.replace(SHARED, ''));
  const tags = each.join('\n');
  // A name in brackets may be computed, and what ends within quotes goes on behind them.
  const isComputed = /(?:^|[^\w\])])\s*\[/.test(tags) || each.some(isOpen);
  const reads = (name: string) => isComputed || new RegExp(`\\b${name}\\b`).test(tags);
  return {
    campaign: reads('campaign'),
    step: reads('step'),
    message: reads('message'),
    // A block asks for anything, and so does whoever takes a person as a whole.
    event: reads('event') || reads('blocks') || /\bprofile\b(?!\.[A-Za-z_])/.test(tags),
    profile: Array.from(tags.matchAll(/\bprofile\.(\w+)/g), ([, name]) => name ?? ''),
  };
}

function isOpen(tag: string): boolean {
  return /["'\\]/.test(tag.replace(/"[^"\\]*"|'[^'\\]*'/g, ''));
}

/** A text of an email without the ids behind `utm_` in its links. */
export function withoutTrackedIds(text: string, { campaign, step }: ShownMessage): string {
  // Most texts have none, and to make what finds them takes longer than to see that.
  if (!text.includes('utm_')) return text;
  return text.replace(new RegExp(`\\b(utm_\\w+=)(?:${campaign}|${step})(?![\\w%.~-])`, 'g'), '$1');
}
