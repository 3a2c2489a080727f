import type { Project } from '../../model/project.js';
import { atKey, spanOf } from '../place.js';
import type { Finding } from '../rule.js';
import { configMap, mapAt } from '../yaml-map.js';

/**
 * A finding for each name of a list of the configuration that is not used. Nothing while a file cannot be read that may use it, or while some name that is asked for is none:
 * whichever was meant, that is the mistake to mend first. `one` is what such a thing is called.
 */
export function* unusedNames(
  project: Project,
  list: string,
  one: string,
  { used, hasUnknown }: { readonly used: ReadonlySet<string>; readonly hasUnknown: boolean },
): Generator<Finding> {
  const unread = (path: string) => !path.startsWith('templates/') || path.startsWith('templates/blocks/');
  if (hasUnknown || project.broken.some(unread)) return;
  const declared = mapAt(configMap(project), list) ?? {};
  for (const name of Object.keys(declared)) {
    if (used.has(name)) continue;
    yield {
      message: `nothing uses ${one} "${name}"`,
      span: spanOf(project, atKey(declared, name)),
      label: 'declared here',
      help: ['use it, or take it out'],
    };
  }
}
