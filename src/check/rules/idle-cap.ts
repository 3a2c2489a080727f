import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages, topicKind } from '../walk/walk-messages.js';
import { configMap, mapAt, mapsAt, textAt } from '../yaml-map.js';

/** A cap is put on messages that there are not. */
export const idleCap: Rule = {
  code: 'LC313',
  name: 'idle-cap',
  severity: 'warning',
  summary: 'A cap is put on messages that there are not.',
  docs: `A cap with "channel", "topic" or "incentive" counts and stops only such messages. Where no message is one, it does nothing: a name is misspelt, or the messages are gone. Messages on a transactional topic never count.

Correct the name, or take the cap away.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'policies:\n  frequency_caps: [{messages: 2, per: 7d, channel: sms, on_blocked: skip}]\n',
    good: 'policies:\n',
  },
  *check(project) {
    const config = configMap(project);
    const messages = allMessages(project).filter(
      ({ topic }) => topic !== null && topicKind(project, topic) !== 'transactional',
    );
    // A campaign that could not be read may well send one.
    if (messages.length === 0 || project.broken.some((path) => path.startsWith('campaigns/'))) return;
    for (const { item: cap } of mapsAt(mapAt(config, 'policies'), 'frequency_caps')) {
      const [channel, topic, incentive] = ['channel', 'topic', 'incentive'].map((key) => textAt(cap, key));
      // A topic that there is not is told by itself.
      if (topic && topicKind(project, topic) === null) continue;
      const scopes = [
        channel && { key: 'channel', matches: messages.filter((each) => each.channel === channel) },
        topic && { key: 'topic', matches: messages.filter((each) => each.topic === topic) },
        incentive && { key: 'incentive', matches: messages.filter(({ message }) => message.incentive === incentive) },
      ].filter((scope) => typeof scope === 'object' && scope !== null);
      const idle = scopes.find(({ matches }) => matches.length === 0);
      if (idle === undefined) continue;
      const isTransactional = idle.key === 'topic' && topicKind(project, topic ?? null) === 'transactional';
      yield {
        message: isTransactional
          ? `messages on topic "${topic}" are never counted or stopped: it is transactional`
          : `no message has ${idle.key} "${textAt(cap, idle.key)}", so this cap does nothing`,
        span: spanOf(project, atValue(cap, idle.key)),
        help: ['correct the name, or take the cap away'],
      };
    }
  },
};
