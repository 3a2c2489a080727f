import type { NameDocs, NameKind, ValueDocs } from '../../model/docs.js';
import type { Plan } from '../../model/plan.js';
import { conditionWords } from '../plan/condition-words.js';
import { joinWords } from '../plan/join-words.js';
import { plainCondition, plainName } from './plain-names.js';
import { traitWords } from './trait-words.js';

/** What each kind of name is called in a heading, and one of them in a table. */
export const KIND_WORDS: Readonly<
  Record<NameKind, { readonly one: string; readonly many: string; readonly about: string }>
> = {
  attribute: { one: 'Attribute', many: 'Attributes', about: 'What the data say of each person.' },
  trait: { one: 'Trait', many: 'Traits', about: 'What is worked out from what people did.' },
  event: { one: 'Event', many: 'Events', about: 'What people do, as the data tell it.' },
  segment: { one: 'Segment', many: 'Segments', about: 'Groups of people that campaigns ask for by name.' },
  catalog: { one: 'Catalog', many: 'Catalogs', about: 'Tables in which messages look something up.' },
  block: { one: 'Block', many: 'Blocks', about: 'Parts of messages that are chosen for each person.' },
};

const TYPES = { string: 'text', number: 'number', boolean: 'yes or no', date: 'day', time: 'moment' } as const;

/** `text, may be missing`, `one of DE or AT`. */
export function valueWords({ type, optional, oneOf }: ValueDocs): string {
  const kind = oneOf === null ? TYPES[type] : `one of ${joinWords(oneOf, 'or')}`;
  return optional ? `${kind}, may be missing` : kind;
}

/** What a name means: as the files describe it, else as the plan defines it; empty where neither says anything. */
export function meaningWords(plan: Plan, { kind, name, description, parts }: NameDocs): string {
  if (description !== null) return description;
  switch (kind) {
    case 'trait': {
      const trait = plan.traits[name]?.trait;
      return trait === undefined ? '' : traitWords(trait);
    }
    case 'segment': {
      const condition = plan.segments[name];
      return condition === undefined ? '' : `people ${conditionWords(plainCondition(condition))}`;
    }
    case 'block': {
      const rules = plan.blocks[name]?.rules ?? [];
      return rules
        .map(
          ({ when, partial }) =>
            `${plainName(partial)}${when === null ? '' : ` for people ${conditionWords(plainCondition(when))}`}`,
        )
        .join('; else ');
    }
    case 'event':
    case 'catalog':
      return parts
        .map((part) => `${plainName(part.name)}${part.description === null ? '' : ` (${part.description})`}`)
        .join(', ');
    case 'attribute':
      return '';
  }
}
