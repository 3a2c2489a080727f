import { TRAIT_PARTS } from '../../model/population.js';
import type { Project } from '../../model/project.js';
import type { ValueType } from '../../model/value.js';
import { remember } from '../remember.js';
import { configMap, mapAt, textAt, type YamlMap } from '../yaml-map.js';
import { type DeclaredType, declaredEvents, declaredType } from './declared-events.js';

/** An attribute or trait. */
export interface ProfileField extends DeclaredType {
  readonly kind: 'attribute' | 'trait';
  /** The types of its parts, for a trait that is used with a dot (`rfm.score`); else null. */
  readonly parts: ReadonlyMap<string, ValueType> | null;
  /** Compares the person with everybody: no single person's events tell it. */
  readonly frozen: boolean;
}

const frozenTraits = ['rfm', 'purchase_gap', 'best_hour', 'share', 'customer_value', 'likelihood'];

/** Every attribute and trait by name: what `attribute:` and `profile.` may name. */
export const profileFields = remember((project: Project): ReadonlyMap<string, ProfileField> => {
  const config = configMap(project);
  const attributes = Object.entries(mapAt(config, 'attributes') ?? {});
  const traits = mapAt(config, 'traits') ?? {};
  return new Map([
    ...attributes.map(([name, value]): [string, ProfileField] => [
      name,
      { ...declaredType(value), kind: 'attribute', parts: null, frozen: false },
    ]),
    // Of two with one name, which is a mistake of its own, the attribute counts: its uses are sound.
    ...Object.keys(traits)
      .filter((name) => !attributes.some(([attribute]) => attribute === name))
      .map((name): [string, ProfileField] => {
        const trait = mapAt(traits, name) ?? {};
        const frozen = frozenTraits.some((kind) => kind in trait);
        return [name, { ...typeOfTrait(project, trait), kind: 'trait', parts: partsOfTrait(trait), frozen }];
      }),
  ]);
});

/** The attribute or trait that a written name means, with `rfm.score` meaning a part of `rfm`; null when there is none. */
export function findField(project: Project, name: string): ProfileField | null {
  const [base = '', part] = name.split('.');
  const field = profileFields(project).get(base);
  if (field === undefined || part === undefined) return field ?? null;
  const type = field.parts?.get(part);
  return type === undefined ? null : { ...field, type, parts: null };
}

/** Every name that a condition may use: traits with parts once for each part. */
export function fieldNames(project: Project): readonly string[] {
  return [...profileFields(project)].flatMap(([name, { parts }]) =>
    parts === null ? [name] : [...parts.keys()].map((part) => `${name}.${part}`),
  );
}

function partsOfTrait(trait: YamlMap): ProfileField['parts'] {
  if ('purchase_gap' in trait) return new Map(Object.entries(TRAIT_PARTS.purchase_gap));
  if ('customer_value' in trait) return new Map(Object.entries(TRAIT_PARTS.customer_value));
  if (!('rfm' in trait)) return null;
  return new Map(Object.entries(TRAIT_PARTS.rfm).filter(([part]) => part !== 'stopped' || 'stop' in trait));
}

function typeOfTrait(project: Project, trait: YamlMap): DeclaredType {
  if ('count' in trait || 'sum' in trait || 'score' in trait) return { type: 'number', values: null, optional: false };
  if ('best_hour' in trait || 'share' in trait || 'likelihood' in trait)
    return { type: 'number', values: null, optional: true };
  const source = textAt(trait, 'first') ?? textAt(trait, 'last') ?? textAt(trait, 'most_frequent');
  const [event = '', property] = (source ?? '').split('.');
  const declared = property === undefined ? null : declaredEvents(project).get(event)?.get(property);
  const type = 'first' in trait || 'last' in trait ? 'time' : null;
  // People without such an event have no first and no last one.
  return { ...(declared ?? { type: property === undefined ? type : null, values: null }), optional: true };
}
