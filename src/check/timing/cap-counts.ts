import type { TimedMessage } from '../../pressure/timed-step.js';
import type { YamlMap } from '../yaml-map.js';

/** Whether a written cap counts a message, and blocks it; one that says more than is known here counts none. */
export function capCounts(cap: YamlMap, message: TimedMessage<YamlMap>): boolean {
  return Object.entries(cap).every(([key, value]) => {
    switch (key) {
      case 'messages':
      case 'per':
      case 'on_blocked':
        return true;
      case 'incentives':
        return message.incentive !== null;
      case 'channel':
        return message.channel === value;
      case 'topic':
        return message.topic === value;
      case 'incentive':
        return message.incentive === value;
      default:
        return false;
    }
  });
}
