import { readTrackingValue, trackingPaths } from '../../model/tracking.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** A tracking parameter holds something other than which message it is. */
export const unsafeTracking: Rule = {
  code: 'LC761',
  name: 'unsafe-tracking',
  severity: 'error',
  summary: 'A tracking parameter holds something other than which message it is.',
  docs: `Tracking parameters are added to every link, and addresses are kept where nobody thinks of them: in logs, in statistics, in what the next page is told about the last. They say which message a visit came from, never whom it was for.

Write words, and {{ campaign.id }}, {{ campaign.name }}, {{ step.id }} or {{ project.name }} among them.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'unsubscribe: https://mail.acme.example\n    tracking: {utm_id: "{{ profile.email }}"}',
    good: 'unsubscribe: https://mail.acme.example',
  },
  *check(project) {
    const tracking = mapAt(mapAt(mapAt(configMap(project), 'channels'), 'email'), 'tracking');
    for (const name of Object.keys(tracking ?? {})) {
      const value = textAt(tracking, name);
      if (tracking === null || value === null || readTrackingValue(value) !== null) continue;
      yield {
        message: `the tracking parameter ${name} is not made of words and the names of the message`,
        span: spanOf(project, atValue(tracking, name)),
        label: 'would stand in every link',
        help: [`write words, and among them ${trackingPaths.map((path) => `{{ ${path} }}`).join(', ')}`],
      };
    }
  },
};
