import type { Channel } from '../../model/channel.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { configMap, mapAt, mapsAt, textAt, type YamlMap } from '../yaml-map.js';
import { channelKeys, type StepPlace, stepsOf } from './walk-steps.js';

/** A step that sends, with its message. */
export interface MessagePlace extends StepPlace {
  readonly channel: Channel;
  readonly message: YamlMap;
  /** The mapping that names the template: the message itself, or a variant of its test. */
  readonly named: YamlMap;
  readonly template: string | null;
  readonly topic: string | null;
}

/** Every message of one campaign, in the order of the file. */
export const messagesOf = remember((campaign: CampaignSource): readonly MessagePlace[] =>
  stepsOf(campaign).flatMap((place) => {
    const found: MessagePlace[] = [];
    for (const channel of channelKeys) {
      const message = mapAt(place.step, channel);
      if (message === null) continue;
      // Written out: to add so much to what is spread takes thirty times as long, and of these there are thousands.
      const { step, id, siblings, index } = place;
      const [template, topic] = [textAt(message, 'template'), textAt(message, 'topic')];
      found.push({ campaign, step, id, siblings, index, channel, message, named: message, template, topic });
    }
    return found;
  }),
);

/** Every message of every campaign, in the order of the files. */
export const allMessages = remember((project: Project): readonly MessagePlace[] =>
  project.campaigns.flatMap((campaign) => messagesOf(campaign)),
);

/** Every message, each followed by the variants of its test that have a template of their own. */
export const allVersions = remember((project: Project): readonly MessagePlace[] =>
  allMessages(project).flatMap((place) => [
    place,
    ...variantsOf(place).flatMap((named) => {
      const template = textAt(named, 'template');
      return template === null ? [] : [{ ...place, named, template }];
    }),
  ]),
);

/** The variants of a message's test; none without one. */
export function variantsOf({ message }: MessagePlace): readonly YamlMap[] {
  return mapsAt(mapAt(message, 'test'), 'variants').map(({ item }) => item);
}

/** The levels of each factor that a message's test varies; none without one. */
export function factorsOf({ message }: MessagePlace): ReadonlyMap<string, readonly string[]> {
  const factors = mapAt(mapAt(message, 'test'), 'factors') ?? {};
  return new Map(
    Object.entries(factors).map(([name, levels]) => [
      name,
      Array.isArray(levels) ? levels.filter((level): level is string => typeof level === 'string') : [],
    ]),
  );
}

/** The messages that send each template, by its id, in the order of the files. */
export const messagesByTemplate = remember((project: Project): ReadonlyMap<string, readonly MessagePlace[]> => {
  const messages = new Map<string, MessagePlace[]>();
  for (const message of allVersions(project)) {
    const { template } = message;
    if (template === null) continue;
    const using = messages.get(template);
    if (using === undefined) messages.set(template, [message]);
    else using.push(message);
  }
  return messages;
});

/** What kind of topic a message has: one that is transactional, or one that needs consent; null when it is not declared. */
export function topicKind(project: Project, name: string | null): 'transactional' | 'promotional' | null {
  const topic = name === null ? null : mapAt(mapAt(configMap(project), 'topics'), name);
  return topic && (topic.transactional === true ? 'transactional' : 'promotional');
}

/** Every message that needs consent, each followed by the variants of its test that have a template of their own. */
export const promotionalMessages = remember((project: Project): readonly MessagePlace[] =>
  allVersions(project).filter(({ topic }) => topicKind(project, topic) === 'promotional'),
);
