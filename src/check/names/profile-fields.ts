import type { Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { mapAt, textAt, type YamlMap } from '../yaml-map.js';
import { configMap, type DeclaredType, declaredEvents, declaredType } from './declared-events.js';

/** An attribute or trait. */
export interface ProfileField extends DeclaredType {
  readonly kind: 'attribute' | 'trait';
  /** Has parts behind a dot (`rfm.score`), which only the trait itself knows. */
  readonly parts: boolean;
}

/** Traits whose value has parts behind a dot. */
const traitsWithParts = ['rfm', 'purchase_gap', 'customer_value'];

/** Every attribute and trait by name: what `attribute:` and `profile.` may name. */
export const profileFields = remember((project: Project): ReadonlyMap<string, ProfileField> => {
  const config = configMap(project);
  const attributes = Object.entries(mapAt(config, 'attributes') ?? {});
  const traits = mapAt(config, 'traits') ?? {};
  return new Map([
    ...attributes.map(([name, value]): [string, ProfileField] => [
      name,
      { ...declaredType(value), kind: 'attribute', parts: false },
    ]),
    // Of two with one name, which is a mistake of its own, the attribute counts: its uses are sound.
    ...Object.keys(traits)
      .filter((name) => !attributes.some(([attribute]) => attribute === name))
      .map((name): [string, ProfileField] => {
        const trait = mapAt(traits, name) ?? {};
        const parts = traitsWithParts.some((kind) => kind in trait);
        return [name, { ...typeOfTrait(project, trait), kind: 'trait', parts }];
      }),
  ]);
});

/** The attribute or trait that a written name means, with `rfm.score` meaning a part of `rfm`; null when there is none. */
export function findField(project: Project, name: string): ProfileField | null {
  const [base = '', part] = name.split('.');
  const field = profileFields(project).get(base);
  if (field === undefined || (part !== undefined && !field.parts)) return null;
  return part === undefined ? field : { ...field, type: null };
}

function typeOfTrait(project: Project, trait: YamlMap): DeclaredType {
  if ('count' in trait || 'sum' in trait) return { type: 'number', values: null, optional: false };
  const source = textAt(trait, 'first') ?? textAt(trait, 'last') ?? textAt(trait, 'most_frequent');
  const [event = '', property] = (source ?? '').split('.');
  const declared = property === undefined ? null : declaredEvents(project).get(event)?.get(property);
  const type = 'first' in trait || 'last' in trait ? 'time' : null;
  // People without such an event have no first and no last one.
  return { ...(declared ?? { type: property === undefined ? type : null, values: null }), optional: true };
}
