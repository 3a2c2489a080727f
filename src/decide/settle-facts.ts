import { compareText } from '../model/diagnostic.js';
import type { Facts } from '../model/facts.js';
import type { Instant } from '../model/value.js';

/** Facts without what has not happened yet and with each event once: decide holds even where a warehouse would be careless. */
export function settleFacts(facts: Facts, now: Instant): Facts {
  if (facts.areInOrder === true) {
    const last = facts.events.at(-1);
    if (last === undefined || last.time <= now) return facts;
    return { ...facts, events: facts.events.filter(({ time }) => time <= now) };
  }
  if (isSettled(facts.events, now)) return facts;
  const text = (event: Facts['events'][number]): string =>
    JSON.stringify([event.time, event.name, Object.entries(event.properties).sort()]);
  const byId = new Map<string, Facts['events'][number]>();
  for (const event of facts.events) {
    const known = byId.get(event.id);
    if (event.time <= now && (known === undefined || compareText(text(event), text(known)) < 0))
      byId.set(event.id, event);
  }
  const events = [...byId.values()].sort((a, b) => a.time - b.time || compareText(a.id, b.id));
  return { ...facts, events };
}

function isSettled(events: Facts['events'], now: Instant): boolean {
  const ids = new Set<string>();
  let last: Facts['events'][number] | null = null;
  for (const event of events) {
    const isInOrder = last === null || last.time < event.time || (last.time === event.time && last.id < event.id);
    if (!isInOrder || event.time > now) return false;
    ids.add(event.id);
    last = event;
  }
  return ids.size === events.length;
}
