import { unknownName } from '../names/unknown-name.js';
import { atValue } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages } from '../walk/walk-messages.js';
import { configMap, mapAt, mapsAt, textAt } from '../yaml-map.js';

/** A message or a cap has a topic that the configuration does not have. */
export const unknownTopic: Rule = {
  code: 'LC209',
  name: 'unknown-topic',
  severity: 'error',
  summary: 'A message or a cap has a topic that the configuration does not have.',
  docs: `The topic of a message says which consent it needs. Without a known topic nobody could have agreed to it, so it cannot be sent.

Correct the name, or declare the topic under "topics" in lifecycle.config.yaml with the attribute that says yes to it.`,
  example: { file: 'campaigns/monthly.yaml', bad: 'topic: ofers', good: 'topic: offers' },
  *check(project) {
    const topics = Object.keys(mapAt(configMap(project), 'topics') ?? {});
    const otherwise = (topic: string): string => `declare "${topic}" under "topics" in ${project.configFile}`;
    for (const { item } of mapsAt(mapAt(configMap(project), 'policies'), 'frequency_caps')) {
      const topic = textAt(item, 'topic');
      if (topic === null || topics.includes(topic)) continue;
      yield unknownName(project, {
        message: `there is no topic "${topic}"`,
        word: topic,
        place: atValue(item, 'topic'),
        candidates: topics,
        plural: 'topics',
        otherwise: otherwise(topic),
      });
    }
    for (const { message, topic } of allMessages(project)) {
      if (topic === null || topics.includes(topic)) continue;
      yield unknownName(project, {
        message: `there is no topic "${topic}"`,
        word: topic,
        place: atValue(message, 'topic'),
        candidates: topics,
        plural: 'topics',
        otherwise: otherwise(topic),
      });
    }
  },
};
