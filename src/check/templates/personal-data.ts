import type { Project } from '../../model/project.js';
import { configMap, mapAt, textAt, triggersOf } from '../yaml-map.js';
import type { LiquidText } from './liquid-texts.js';
import { messagesUsing } from './template-uses.js';

/** Whether a value of a template tells who the person is: an attribute or event property with `pii`, or the column of their address or phone. */
export function isPersonal(project: Project, text: LiquidText, segments: readonly (string | null)[]): boolean {
  const [root, name] = segments;
  if (name === undefined || name === null) return false;
  const config = configMap(project);
  if (root === 'profile') {
    const identity = mapAt(config, 'identity');
    const columns = ['email', 'phone'].map((key) => textAt(identity, key));
    return columns.includes(name) || mapAt(mapAt(config, 'attributes'), name)?.pii === true;
  }
  if (root !== 'event') return false;
  return messagesUsing(project, text).some(({ campaign }) =>
    triggersOf(campaign).some((trigger) => {
      const event = textAt(trigger, 'event') ?? textAt(mapAt(trigger, 'inactive'), 'event');
      const properties = event === null ? null : mapAt(mapAt(config, 'events'), event);
      return mapAt(properties, name)?.pii === true;
    }),
  );
}
