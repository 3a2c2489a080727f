import { BUILT_IN_EVENTS } from '../../model/built-in-events.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, mapsAt, textAt } from '../yaml-map.js';

/** A trait, event or stage takes a name that means something else already. */
export const nameTaken: Rule = {
  code: 'LC214',
  name: 'name-taken',
  severity: 'error',
  summary: 'A trait, event or stage takes a name that means something else already.',
  docs: `Traits are used exactly like attributes, so no trait may be called like an attribute. Events that lifecycle itself makes (email_opened, unsubscribed …) have fixed properties and cannot be declared again. Two stages cannot share an id.

Choose another name.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'email_opened: {subject: string}\n  order_placed: {',
    good: 'order_placed: {',
  },
  *check(project) {
    const config = configMap(project);
    const attributes = mapAt(config, 'attributes') ?? {};
    const traits = mapAt(config, 'traits') ?? {};
    const events = mapAt(config, 'events') ?? {};
    for (const name of Object.keys(traits).filter((trait) => trait in attributes)) {
      yield {
        message: `trait "${name}" is called like an attribute`,
        span: spanOf(project, atKey(traits, name)),
        related: [{ span: spanOf(project, atKey(attributes, name)), label: 'the attribute' }],
        help: ['give the trait another name'],
      };
    }
    for (const name of Object.keys(events).filter((event) => Object.hasOwn(BUILT_IN_EVENTS, event))) {
      yield {
        message: `event "${name}" is built in and cannot be declared again`,
        span: spanOf(project, atKey(events, name)),
        help: ['take this declaration out; the event can be used without it'],
      };
    }
    const seen = new Set<string>();
    for (const { item } of mapsAt(config, 'stages')) {
      const id = textAt(item, 'id');
      if (id !== null && seen.has(id)) {
        yield {
          message: `stage "${id}" is declared twice`,
          span: spanOf(project, { holder: item, key: 'id', at: 'value' }),
          help: ['rename one of the two'],
        };
      }
      if (id !== null) seen.add(id);
    }
  },
};
