import type { Project } from '../../model/project.js';
import { fieldNames, findField, profileFields } from '../names/profile-fields.js';
import { unknownName } from '../names/unknown-name.js';
import { atValue, type Place } from '../place.js';
import type { Rule } from '../rule.js';
import { allConditions } from '../walk/walk-conditions.js';
import { metricNodes } from '../walk/walk-metrics.js';
import { configMap, isMap, mapAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';

/** A condition, date trigger, topic or metric names an attribute that is neither declared nor a trait. */
export const unknownAttribute: Rule = {
  code: 'LC205',
  name: 'unknown-attribute',
  severity: 'error',
  summary: 'A condition, date trigger, topic or metric names an attribute that is neither declared nor a trait.',
  docs: `Only what is declared can be used: attributes come from the columns of the profile data, traits are computed from events. A misspelt attribute would be unknown for everybody, so a condition on it would quietly let nobody, or everybody, through.

Correct the name, or declare it under "attributes" or "traits" in lifecycle.config.yaml.`,
  example: { file: 'campaigns/cart.yaml', bad: 'attribute: county,', good: 'attribute: country,' },
  *check(project) {
    const fields = profileFields(project);
    for (const { name, place } of mentions(project)) {
      if (findField(project, name) !== null) continue;
      const base = name.split('.')[0] ?? name;
      const known = fields.get(base);
      const parts = known?.parts ?? null;
      yield unknownName(project, {
        message:
          known === undefined
            ? `there is no attribute or trait "${name}"`
            : parts === null
              ? `${known.kind} "${base}" has no parts like "${name}"`
              : `trait "${base}" has no part "${name.slice(base.length + 1)}"`,
        word: name,
        place,
        candidates: parts === null ? fieldNames(project) : [...parts.keys()].map((part) => `${base}.${part}`),
        plural: parts === null ? 'attributes and traits' : 'parts',
        otherwise:
          parts !== null
            ? null
            : known !== undefined
              ? `write "${base}"`
              : `declare "${base}" under "attributes" or "traits" in ${project.configFile}`,
      });
    }
  },
};

function mentions(project: Project): { name: string; place: Place }[] {
  const topics = mapAt(configMap(project), 'topics') ?? {};
  const regions = mapAt(mapAt(mapAt(configMap(project), 'policies'), 'holidays'), 'regions');
  const holders: [YamlMap, string][] = [
    ...allConditions(project).map(({ leaf }): [YamlMap, string] => [leaf, 'attribute']),
    ...Object.values(topics)
      .filter(isMap)
      .map((topic): [YamlMap, string] => [topic, 'consent']),
    ...(regions === null ? [] : [[regions, 'attribute'] as [YamlMap, string]]),
    ...metricNodes(project).map(({ node }): [YamlMap, string] => [node, 'attribute']),
    ...project.campaigns.flatMap(triggersOf).map((trigger): [YamlMap, string] => [trigger, 'date']),
  ];
  return holders.flatMap(([holder, key]) => {
    const name = textAt(holder, key);
    return name === null ? [] : [{ name, place: atValue(holder, key) }];
  });
}
