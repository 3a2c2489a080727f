import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { projectPressure } from '../timing/project-pressure.js';
import { lengthOf } from '../timing/timed-steps.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** The campaigns together can want more of one person than the project allows. */
export const tooMuchPressure: Rule = {
  code: 'LC420',
  name: 'too-much-pressure',
  severity: 'warning',
  summary: 'The campaigns together can want more of one person than the project allows.',
  docs: `Each campaign by itself is reasonable; somebody who is in four of them at once gets them all, or loses some to the caps, and which ones nobody chose. policies.pressure says how many messages are enough, before any cap; the finding names the campaigns that add up to more.

Stages are exclusive, so only campaigns that serve the same stage are added up, each in its busiest stretch with every "when" taken to hold. A campaign that people may enter at any time counts once. Space the steps out, give the campaigns stages of their own, or raise the number.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'policies:\n  pressure: {messages: 3, per: 7d}\n',
    good: 'policies:\n',
  },
  *check(project) {
    const limit = mapAt(mapAt(configMap(project), 'policies'), 'pressure');
    const per = textAt(limit, 'per');
    const length = lengthOf(per);
    if (limit === null || length === null || typeof limit.messages !== 'number') return;
    const { messages, stage, shares } = projectPressure(project, length);
    if (messages <= limit.messages) return;
    yield {
      message: `somebody ${stage === null ? '' : `in stage "${stage}" `}can get ${messages} messages in ${per}, and ${limit.messages} are the most`,
      span: spanOf(project, atValue(limit, 'messages')),
      label: `${messages - limit.messages} fewer than the campaigns want`,
      notes: shares.slice(0, 5).map(({ campaign, steps }) => `${steps.length} from "${campaign}": ${steps.join(', ')}`),
      help: ['space the steps out, let campaigns serve different stages, or raise the number'],
    };
  },
};
